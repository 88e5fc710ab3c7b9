import CANFrames
import SignalCodec
import Testing

@Suite struct ExactScaleTests {
    private func far() throws -> SignalLayout {
        try layout(0, 64, .littleEndian, factor: 1, offset: -0x1p60)
    }

    @Test(
        "a value near 0 is exact though count 0 is far below it",
        arguments: [-0x1p59, -3, -1, 0, 1, 2, 1001, 0x1p53] as [Double]
    )
    func farOffset(value: Double) throws {
        let signal = try far()
        var bytes = Payload(repeating: 0)
        let count = (1 << 60) &+ UInt64(bitPattern: Int64(value))
        signal.store(bits: count, in: &bytes)
        #expect(signal.physical(in: bytes) == value)
        for rounding in [Rounding.nearestAwayFromZero, .towardZero] {
            var written = Payload(repeating: 0)
            try signal.store(physical: value, in: &written, rounding: rounding)
            #expect(signal.bits(in: written) == count)
        }
        var written = Payload(repeating: 0)
        try signal.store(integer: Int128(value), in: &written)
        #expect(signal.bits(in: written) == count)
    }

    @Test(
        "a fraction between two counts far from count 0 is rounded once",
        arguments: [
            (0.49999999999999994, 0, 0), (0.5, 1, 0), (0.9, 1, 0), (-0.5, 0, 0), (-0.51, -1, 0),
            (-1.9, -2, -1),
        ] as [(Double, Double, Double)]
    )
    func farFraction(value: Double, nearest: Double, towardZero: Double) throws {
        let signal = try far()
        var bytes = Payload(repeating: 0)
        try signal.store(physical: value, in: &bytes)
        #expect(signal.physical(in: bytes) == nearest)
        try signal.store(physical: value, in: &bytes, rounding: .towardZero)
        #expect(signal.physical(in: bytes) == towardZero)
    }

    @Test(
        "whole numbers beyond 2^53 are written to the nearest count, half away from zero",
        arguments: [
            (1 << 60 + 1, 2.0, 0.0, 1 << 59 + 1), (-(1 << 60) - 1, 2, 0, -(1 << 59) - 1),
            (1 << 60 + 1, -2, 0, -(1 << 59) - 1), (1 << 53 + 1, 0.5, 0, 1 << 54 + 2),
            (1 << 53 + 1, 0.1, 0, 10 * (1 << 53 + 1)), (1 << 60 + 1, 3, 1, (1 << 60) / 3),
            (1 << 60 + 3, 3, 1, (1 << 60) / 3 + 1), (1 << 60, 1, 0.5, 1 << 60),
            (1 << 60, 1, -0.5, 1 << 60 + 1), (-(1 << 60), 1, 0.5, -(1 << 60) - 1),
            // No decimal fraction of 18 digits, nor 64 bits: as near as Double comes.
            (3 * 100_000_000_000_000_000_000, 1e20, 0, 3),
        ] as [(Int128, Double, Double, Int64)]
    )
    func integers(value: Int128, factor: Double, offset: Double, count: Int64) throws {
        let signal = try layout(0, 64, .bigEndian, .signed, factor: factor, offset: offset)
        var bytes = Payload(repeating: 0)
        try signal.store(integer: value, in: &bytes)
        #expect(signal.raw(in: bytes) == count)
    }

    @Test("a float takes the number nearest to a whole number, of any size")
    func floats() throws {
        let double = try layout(0, 64, .littleEndian, .float64)
        let single = try layout(0, 32, .littleEndian, .float32, factor: 2)
        var bytes = Payload(repeating: 0)
        for value in [Int128(1) << 53 + 1, 1 << 60, 1_000_000_000_000_000_000_000_000_000_000] {
            try double.store(integer: value, in: &bytes)
            #expect(double.physical(in: bytes) == Double(value))
            try single.store(integer: value, in: &bytes)
            #expect(single.physical(in: bytes) == Double(2 * Float(value / 2)))
        }
        let fine = try layout(0, 32, .littleEndian, .float32, factor: 0.25)
        #expect(throws: CodecError.self) { try fine.store(integer: .max, in: &bytes) }
    }

    @Test("limits beyond 2^53 hold for whole numbers to the last digit")
    func limits() throws {
        let signal = try layout(0, 64, .littleEndian, .signed, limits: (-0x1p60, 0x1p60))
        var bytes = Payload(repeating: 0)
        for value in [Int128(1) << 60, -(1 << 60)] {
            try signal.store(integer: value, in: &bytes)
            #expect(signal.integer(in: bytes) == value)
            let over = value + value.signum()
            #expect(
                throws: CodecError.outsideLimits(
                    value: Double(over),
                    minimum: -0x1p60,
                    maximum: 0x1p60
                )
            ) { try signal.store(integer: over, in: &bytes) }
        }
        let open = try layout(0, 64, .littleEndian, limits: (-.infinity, .infinity))
        try open.store(integer: 5, in: &bytes)
        #expect(open.bits(in: bytes) == 5)
    }

    @Test("numbers of any size are refused, not overflowed")
    func extremes() throws {
        var bytes = Payload(repeating: 0)
        for factor in [1.0, -0x1p62, 0.5, 1e-18] {
            for offset in [0, -0x1p63, 0x1p62, 0.25] {
                let signal = try layout(0, 64, .littleEndian, factor: factor, offset: offset)
                for value in [Int128.max, .min] {
                    #expect(throws: CodecError.self) {
                        try signal.store(integer: value, in: &bytes)
                    }
                }
                for value in [Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude] {
                    #expect(throws: CodecError.self) {
                        try signal.store(physical: value, in: &bytes)
                    }
                }
            }
        }
    }

    @Test("whole scalings agree with arithmetic of 128 bits both ways", arguments: 0..<100)
    func agrees(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<20 {
            let factor =
                Double.random(in: 1...0x1p62, using: &random).rounded()
                * (Bool.random(using: &random) ? 1 : -1)
            let offset = Double.random(in: -0x1p62...0x1p62, using: &random).rounded()
            let signal = try layout(
                5,
                Int.random(in: 1...64, using: &random),
                .littleEndian,
                Bool.random(using: &random) ? .signed : .unsigned,
                factor: factor,
                offset: offset
            )
            var bytes = Payload(repeating: 0)
            signal.store(bits: random.next(), in: &bytes)
            let value = try #require(signal.integer(in: bytes))
            #expect(signal.physical(in: bytes) == Double(value))
            // A value less than half a count away goes to the same count.
            let half = (Int128(factor).magnitude - 1) / 2
            for near in [value, value - Int128(half), value + Int128(half)] {
                var written = Payload(repeating: 0)
                try signal.store(integer: near, in: &written)
                #expect(signal.integer(in: written) == value)
            }
            guard let exact = Double(exactly: value) else { continue }
            var written = Payload(repeating: 0)
            try signal.store(physical: exact, in: &written)
            #expect(signal.integer(in: written) == value)
        }
    }
}
