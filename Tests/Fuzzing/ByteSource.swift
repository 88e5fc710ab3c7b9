import CANFrames
import DBC
import SignalCodec

/// Choices made of an input's bytes; zeros once they are used up.
struct ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func byte() -> UInt8 {
        guard position < bytes.count else { return 0 }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func word() -> UInt64 {
        (0..<8).reduce(0) { word, _ in word << 8 | UInt64(byte()) }
    }

    /// A number from 0 up to, but not including, `limit`.
    mutating func index(below limit: Int) -> Int {
        (Int(byte()) << 8 | Int(byte())) % max(1, limit)
    }

    /// Numbers as databases have them, and any other.
    mutating func number() -> Double {
        let usual: [Double] = [
            1, 0, 0.1, 0.5, 0.25, 0.005, -1, -40, 2, 10, 1e-6, 1e9, 0x1p53, .nan, .infinity,
        ]
        let choice = Int(byte())
        return choice < 240 ? usual[choice % usual.count] : Double(bitPattern: word())
    }

    // MARK: - Databases

    /// A database of one message whose signals lie anywhere.
    mutating func database() -> Database {
        let isExtended = byte() & 1 == 1
        var message = Message(
            rawID: isExtended ? 0x98FE_F100 : 0x100,
            name: "M",
            length: index(below: 66)
        )
        if byte() & 1 == 1 { protect(&message) }
        for number in 0..<Int(byte() % 12) { message.signals.append(signal(number)) }
        var database = Database()
        database.messages = [message]
        return database
    }

    private mutating func protect(_ message: inout Message) {
        let profiles = ["None", "NissanCRC8", "NissanNibbleSum", "AxleCRC8"]
        message.attributes["E2EProfile"] = .text(profiles[Int(byte() % 4)])
        message.attributes["E2EChecksumSignal"] = .text("S\(byte() % 12)")
        message.attributes["E2ECounterSignal"] = .text("S\(byte() % 12)")
    }

    private mutating func signal(_ number: Int) -> Signal {
        let kinds: [SignalKind] = [.unsigned, .signed, .float32, .float64]
        let kind = kinds[Int(byte() % 4)]
        var length = 1 + index(below: 64)
        if kind == .float32 { length = 32 } else if kind == .float64 { length = 64 }
        var signal = Signal(
            name: "S\(number)",
            startBit: index(below: 512),
            length: length,
            byteOrder: byte() & 1 == 1 ? .littleEndian : .bigEndian,
            kind: kind,
            factor: self.number(),
            offset: self.number()
        )
        if byte() & 3 == 3 {
            signal.minimum = self.number()
            signal.maximum = self.number()
        }
        signal.multiplexing = multiplexing()
        for _ in 0..<Int(byte() & 3) {
            let raw = Int128(truncatingIfNeeded: word() >> UInt64(byte() & 63))
            signal.values.append(ValueDescription(raw: raw, label: "V\(byte() & 3)"))
        }
        return signal
    }

    private mutating func multiplexing() -> Multiplexing {
        var multiplexing = Multiplexing()
        let choice = byte()
        multiplexing.isSelector = choice & 1 == 1
        if choice & 2 == 2 {
            let lower = UInt64(byte() & 7)
            multiplexing.ranges = [lower...lower + UInt64(byte() & 3)]
            if choice & 4 == 4 { multiplexing.selector = "S\(byte() % 12)" }
        }
        return multiplexing
    }

    // MARK: - Frames

    /// A frame of any length and content.
    mutating func frame(_ id: FrameID) -> Frame {
        let lengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64]
        let length = lengths[Int(byte() % 16)]
        let flags: FDFlags = length > 8 ? .isFD : []
        guard var frame = Frame(id: id, flags: flags, length: length) else {
            fatalError("no frame of \(length) bytes")
        }
        for index in 0..<length { frame[index] = byte() }
        return frame
    }
}
