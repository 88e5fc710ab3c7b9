import CANFrames
import DBC
import SignalCodec
import Testing

@Suite struct ValueEncoderTests {
    /// The same one signal after the other, without any table.
    private func reference(
        _ values: [Double],
        _ message: CompiledMessage,
        _ frame: Frame
    ) -> Result<Frame, EncodeError> {
        var changed = frame
        for depth in 0...1 {
            for (index, signal) in message.signals.enumerated()
            where signal.conditions.count == depth {
                guard signal.isPresent(in: changed.payload) else { continue }
                guard message.layouts[index].fits(length: message.usableLength(of: frame)) else {
                    return .failure(.notInFrame(signal.name, length: Int(frame.length)))
                }
                do throws(EncodeError) {
                    try signal.store(.physical(values[index]), in: &changed.payload)
                } catch {
                    return .failure(error)
                }
            }
        }
        return .success(changed)
    }

    @Test(
        "every frame, and every error, is what the layouts give signal by signal",
        arguments: 0..<60
    )
    func agrees(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let made = RandomDatabase(&random)
        let encoder = ValueEncoder(made.compiled)
        let decoder = ValueDecoder(made.compiled)
        for _ in 0..<80 {
            let source = try made.frame(&random)
            let index = try #require(made.compiled.index(of: source.id))
            let message = made.compiled.messages[index]
            var values = try #require(decoder.values(of: source)).values
            for place in values.indices {
                let factor = message.layouts[place].factor
                switch random.next() % 12 {
                case 0: values[place] += factor / 2
                case 1: values[place] += factor * 0.4996
                case 2: values[place] = (values[place] + factor / 2).nextDown
                case 3 where random.next() % 4 == 0: values[place] = .infinity
                case 4 where random.next() % 4 == 0: values[place] *= -1e3
                default: break
                }
            }
            var target = source
            for byte in 0..<Int(target.length) {
                target[byte] = UInt8(truncatingIfNeeded: random.next())
            }
            let before = target
            let right = reference(values, message, target)
            let found: Result<Frame, EncodeError>
            do throws(EncodeError) {
                #expect(try encoder.encode(values.span, into: &target) == values.count)
                found = .success(target)
            } catch {
                #expect(target == before)
                found = .failure(error)
            }
            switch (found, right) {
            case (.success(let one), .success(let other)):
                #expect(one == other, "\(message.name) \(values)\n\(made.text)")
            case (.failure(let one), .failure(let other)):
                #expect(one.description == other.description, "\(message.name)")
            default:
                Issue.record("\(found) and \(right) of \(message.name) \(values)\n\(made.text)")
            }
        }
    }

    @Test("a reciprocal never rounds otherwise than the division", arguments: [0.1, 3, 0.7, 1e-3])
    func nearHalfWay(factor: Double) throws {
        let loaded = Loaded(message("S : 0|32@1+ (\(factor),0) [0|0] \"\" B"))
        let encoder = ValueEncoder(loaded.compiled)
        let layout = try loaded.signal("Message.S").layout
        for count in stride(from: 1.0, to: 4e9, by: 7_654_321.7) {
            var value = (count.rounded() + 0.5) * factor
            for _ in 0..<4 { value = value.nextDown }
            for _ in 0..<8 {
                var one = try frame("100#0000000000000000")
                var other = one
                try encoder.encode([value].span, into: &one)
                try layout.store(physical: value, in: &other.payload)
                #expect(one == other)
                value = value.nextUp
            }
        }
    }

    @Test("limits hold but for values that the table names, and the error says which signal")
    func limits() throws {
        let loaded = Loaded(
            message(
                "S : 0|8@1+ (0.5,0) [0|100] \"\" B",
                "T : 8|8@1+ (1,0) [0|0] \"\" B",
                sections: "VAL_ 256 S 255 \"invalid\" ;"
            )
        )
        let encoder = ValueEncoder(loaded.compiled)
        var sent = try frame("100#0000000000000000")
        try encoder.encode([127.5, 3].span, into: &sent)
        #expect(sent.bytes[..<2] == [255, 3])
        let error = #expect(throws: EncodeError.self) {
            try encoder.encode([127, 4].span, into: &sent)
        }
        #expect(error?.description == "S: 127.0 lies outside the signal's limits 0.0 to 100.0")
        #expect(throws: EncodeError.self) { try encoder.encode([.nan, 4].span, into: &sent) }
        #expect(throws: EncodeError.self) { try encoder.encode([0, -1].span, into: &sent) }
        #expect(sent.bytes[..<2] == [255, 3])
    }

    @Test("a frame of no message, or too short, is refused")
    func otherFrames() throws {
        let loaded = Loaded(message("S : 8|8@1+ (1,0) [0|0] \"\" B"))
        let encoder = ValueEncoder(loaded.compiled)
        var unknown = try frame("101#00")
        let error = #expect(throws: EncodeError.self) {
            try encoder.encode([1].span, into: &unknown)
        }
        #expect(error?.description == "101: is the identifier of no message")
        var short = try frame("100#00")
        #expect(throws: EncodeError.notInFrame("S", length: 1)) {
            try encoder.encode([1].span, into: &short)
        }
    }
}
