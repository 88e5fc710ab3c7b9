import AllocationCounter
import CANFrames
import DBC
import SignalCodec
import Testing

extension ValueDecoder {
    /// The values of one frame; nil where nothing is decoded of it.
    func values(of frame: Frame) -> (found: DecodedValues, values: [Double])? {
        var buffer = [Double](repeating: -1, count: capacity)
        var span = buffer.mutableSpan
        guard let found = decode(frame, into: &span) else { return nil }
        return (found, Array(buffer[..<found.count]))
    }
}

@Suite struct ValueDecoderTests {
    private func expected(_ message: CompiledMessage, _ frame: Frame) -> [UInt64] {
        message.signals.indices.map { index in
            message.value(of: index, in: frame)?.bitPattern ?? Double.nan.bitPattern
        }
    }

    @Test(
        "every value is bit for bit what the signal's layout gives, frame by frame and all at once",
        arguments: 0..<60
    )
    func agrees(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let made = RandomDatabase(&random)
        let decoder = ValueDecoder(made.compiled)
        let frames = try (0..<60).map { _ in try made.frame(&random) }
        var values = [Double](repeating: 7, count: 60 * 16 + decoder.capacity)
        var results = [DecodedValues](repeating: .none, count: frames.count)
        var valueSpan = values.mutableSpan
        var resultSpan = results.mutableSpan
        let count = decoder.decode(frames.span, into: &valueSpan, results: &resultSpan)
        #expect(count == frames.count)
        for (frame, result) in zip(frames, results) {
            let index = try #require(made.compiled.index(of: frame.id))
            let message = made.compiled.messages[index]
            let single = try #require(decoder.values(of: frame))
            let right = expected(message, frame)
            let text = "\(message.name) \(frame.bytes)\n\(made.text)"
            #expect(single.values.map(\.bitPattern) == right, "\(text)")
            let places = result.start..<result.start + result.count
            #expect(values[places].map(\.bitPattern) == right, "\(text)")
            for found in [single.found, result] {
                #expect(found.message == index)
                #expect(found.isShort == (Int(frame.length) < message.length))
                #expect(found.hasUnknownSelector == message.hasUnknownSelector(in: frame))
            }
        }
    }

    @Test("a selection costs its own signals only, in the order they are given")
    func selection() throws {
        let loaded = Loaded(
            message(
                "S : 0|8@1+ (1,0) [0|0] \"\" B",
                "T : 8|8@1+ (1,0) [0|0] \"\" B",
                "U : 16|8@1+ (1,0) [0|0] \"\" B"
            ) + "BO_ 257 Other: 8 A\n SG_ V : 0|8@1+ (1,0) [0|0] \"\" B\n"
        )
        let references = try ["Message.U", "Message.S", "Message.U"].map {
            try #require(loaded.compiled.reference(to: $0))
        }
        let decoder = ValueDecoder(loaded.compiled, signals: references)
        #expect(decoder.signals(of: 0) == [2, 0])
        let found = try #require(decoder.values(of: try frame("100#0102030405060708")))
        #expect(found.values == [3, 1])
        #expect(decoder.values(of: try frame("101#01")) == nil)
    }

    @Test("remote frames, error frames and unknown identifiers give nothing")
    func nothing() throws {
        let loaded = Loaded(message("S : 0|8@1+ (1,0) [0|0] \"\" B"))
        let decoder = ValueDecoder(loaded.compiled)
        let id = try #require(FrameID(standard: 256))
        #expect(decoder.values(of: try #require(Frame(id: id, kind: .remote, length: 8))) == nil)
        let frames = [
            try frame("101#00"), try frame("00000100#00"),
            try #require(Frame(id: id, kind: .error, length: 8)), try frame("100#05"),
        ]
        var values = [Double](repeating: 0, count: decoder.capacity)
        var results = [DecodedValues](repeating: .none, count: 4)
        var valueSpan = values.mutableSpan
        var resultSpan = results.mutableSpan
        #expect(decoder.decode(frames.span, into: &valueSpan, results: &resultSpan) == 4)
        #expect(results.map(\.message) == [-1, -1, -1, 0])
        #expect(values[0] == 5)
    }

    @Test("decoding stops where the values have no room for the next frame")
    func room() throws {
        let loaded = Loaded(message("S : 0|8@1+ (1,0) [0|0] \"\" B"))
        let decoder = ValueDecoder(loaded.compiled)
        let frames = try (0..<5).map { try frame("100#0\($0)") }
        var values = [Double](repeating: -1, count: decoder.capacity + 2)
        var results = [DecodedValues](repeating: .none, count: 5)
        var valueSpan = values.mutableSpan
        var resultSpan = results.mutableSpan
        #expect(decoder.decode(frames.span, into: &valueSpan, results: &resultSpan) == 3)
        let none: [Frame] = []
        #expect(decoder.decode(none.span, into: &valueSpan, results: &resultSpan) == 0)
        #expect(values[..<3] == [0, 1, 2])
    }

    @Test("a payload lies at the end of a frame, where decoding many looks for it")
    func payloadPlace() {
        #expect(
            MemoryLayout<Frame>.offset(of: \.payload)
                == MemoryLayout<Frame>.stride - MemoryLayout<Payload>.size
        )
    }

    @Test(
        "decoding and encoding values allocates nothing",
        .enabled(
            if: allocation_counter_is_active(),
            "a sanitizer owns malloc: nothing is counted"
        )
    )
    func nothingIsAllocated() throws {
        var random = SeededGenerator(state: 11)
        let made = RandomDatabase(&random)
        let decoder = ValueDecoder(made.compiled)
        let encoder = ValueEncoder(made.compiled)
        var frames: [Frame] = []
        while frames.count < 200 {
            let frame = try made.frame(&random)
            let index = try #require(made.compiled.index(of: frame.id))
            // A NaN of a float could not be written back.
            let values = try #require(decoder.values(of: frame)).values
            let isRegular = Int(frame.length) >= made.compiled.messages[index].length
            if isRegular, values.allSatisfy(\.isFinite) { frames.append(frame) }
        }
        var values = [Double](repeating: 0, count: frames.count * 16 + decoder.capacity)
        var results = [DecodedValues](repeating: .none, count: frames.count)
        var valueSpan = values.mutableSpan
        var resultSpan = results.mutableSpan

        /// The allocations of a second round; the first may set up what is made once.
        func allocations(_ round: () -> Int) -> Int {
            let first = round()
            let before = allocation_counter_read()
            let second = round()
            let after = allocation_counter_read()
            #expect(first > 0 && second == first)
            return Int(after - before)
        }
        let atOnce = allocations {
            decoder.decode(frames.span, into: &valueSpan, results: &resultSpan)
        }
        #expect(atOnce == 0)
        let singly = allocations {
            var count = 0
            for index in frames.indices
            where decoder.decode(frames[index], into: &valueSpan) != nil { count += 1 }
            return count
        }
        #expect(singly == 0)
        let encoded = allocations {
            var count = 0
            for index in frames.indices {
                guard decoder.decode(frames[index], into: &valueSpan) != nil else { continue }
                do throws(EncodeError) {
                    count += try encoder.encode(valueSpan.span, into: &frames[index])
                } catch {
                    count -= 1_000_000
                }
            }
            return count
        }
        #expect(encoded == 0)
    }
}
