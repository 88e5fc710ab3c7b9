import CANFrames
import DBC
import SignalCodec

/// Random numbers by seed: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// A database of messages of every length with signals of every kind, some of them multiplexed.
struct RandomDatabase {
    let text: String
    let compiled: CompiledDatabase

    init(_ random: inout SeededGenerator) {
        var text = "VERSION \"\"\nBU_: A\n"
        var types = ""
        for index in 0..<12 {
            let isExtended = Bool.random(using: &random)
            let number =
                isExtended ? 0x8000_0000 | UInt32(index * 0x10_1000 + 5) : UInt32(index * 37 + 1)
            let length =
                [1, 2, 3, 5, 8, 8, 8, 12, 24, 32, 48, 64].randomElement(using: &random) ?? 8
            let isMultiplexed = index % 4 == 3
            text += "BO_ \(number) M\(index): \(length) A\n"
            if isMultiplexed { text += " SG_ Mux M : 0|2@1+ (1,0) [0|0] \"\" A\n" }
            for signal in 0..<Int.random(in: 1...14, using: &random) {
                let name = "S\(signal)"
                var bits = Int.random(in: 1...min(64, length * 8), using: &random)
                if Bool.random(using: &random) { bits = min(bits, 16) }
                let isFloat = [32, 64].contains(bits) && Bool.random(using: &random)
                if isFloat { types += "SIG_VALTYPE_ \(number) \(name) : \(bits / 32);\n" }
                let isLittle = Bool.random(using: &random)
                let first = Int.random(in: 0...(length * 8 - bits), using: &random)
                let start = isLittle ? first : first / 8 * 8 + 7 - first % 8
                let sign = Bool.random(using: &random) ? "-" : "+"
                let factor = ["1", "0.1", "-0.5", "2", "0.25", "1e-3", "3", "100003"].randomElement(
                    using: &random
                )
                // Doubles hold the values of this factor closely enough even so far from 0.
                let offset =
                    factor == "100003"
                    ? "-1e18" : ["0", "0", "-40", "1000.5", "1e9"].randomElement(using: &random)
                let mark = isMultiplexed && Bool.random(using: &random) ? "m\(signal % 3) " : ""
                text +=
                    " SG_ \(name) \(mark): \(start)|\(bits)@\(isLittle ? 1 : 0)\(sign) "
                    + "(\(factor ?? "1"),\(offset ?? "0")) [0|0] \"\" A\n"
            }
        }
        self.text = text + types
        let (database, _) = DBCReader.parse(bytes: Array(self.text.utf8), file: "random.dbc")
        compiled = CompiledDatabase(database)
    }

    /// A frame of one of the messages with random bits; some are shorter than their message.
    func frame(_ random: inout SeededGenerator) throws -> Frame {
        let message = compiled.messages[Int.random(in: 0..<compiled.messages.count, using: &random)]
        let whole = try message.frame()
        let length = random.next() % 8 == 0 ? Int(whole.length) / 2 : Int(whole.length)
        let isFD = whole.flags.contains(.isFD)
        guard
            var frame = Frame(
                id: message.id,
                flags: isFD ? .isFD : [],
                length: Frame.isLength(length) ? length : Int(whole.length)
            )
        else { return whole }
        for index in 0..<Int(frame.length) {
            frame[index] = UInt8(truncatingIfNeeded: random.next())
        }
        return frame
    }
}
