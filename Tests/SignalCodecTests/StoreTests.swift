import CANFrames
import SignalCodec
import Testing

@Suite struct StoreTests {
    @Test(
        "a value is rounded once, half away from zero",
        arguments: [
            (0.0, 0), (0.124, 0), (0.125, 1), (0.374, 1), (0.375, 2), (-0.124, 0), (-0.125, -1),
            (-0.375, -2), (340.0, 1360), (339.9, 1360), (-482.5, -1930),
        ] as [(Double, Int64)]
    )
    func rounding(value: Double, count: Int64) throws {
        let signal = try layout(23, 12, .bigEndian, .signed, factor: 0.25)
        var bytes = Payload(repeating: 0)
        try signal.store(physical: value, in: &bytes)
        #expect(signal.raw(in: bytes) == count)
    }

    @Test(
        "torque is rounded towards zero, so that encoding adds none",
        arguments: [
            (0.0, 0), (0.2499, 0), (0.25, 1), (0.4999, 1), (-0.2499, 0), (-0.4999, -1),
            (340.2, 1360), (-340.2, -1360), (511.75, 2047), (511.99, 2047), (-512, -2048),
        ] as [(Double, Int64)]
    )
    func towardZero(value: Double, count: Int64) throws {
        let signal = try layout(23, 12, .bigEndian, .signed, factor: 0.25)
        var bytes = Payload(repeating: 0)
        try signal.store(physical: value, in: &bytes, rounding: .towardZero)
        #expect(signal.raw(in: bytes) == count)
    }

    @Test("rounding towards zero never enlarges, and keeps what is on a count", arguments: 0..<50)
    func towardZeroProperty(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        for factor in [0.1, -0.1, 0.25, 1.0 / 3, 2.5] {
            let signal = try layout(0, 16, .littleEndian, .signed, factor: factor)
            var bytes = Payload(repeating: 0)
            let value = Double.random(in: -3000...3000, using: &random)
            try signal.store(physical: value, in: &bytes, rounding: .towardZero)
            let stored = signal.physical(in: bytes)
            #expect(stored.magnitude <= value.magnitude)
            #expect((value - stored).magnitude < factor.magnitude * 1.000001)
            try signal.store(physical: stored, in: &bytes, rounding: .towardZero)
            #expect(signal.physical(in: bytes) == stored)
        }
    }

    @Test("towards zero means the physical zero, also with an offset")
    func towardZeroWithOffset() throws {
        let signal = try layout(0, 16, .littleEndian, factor: 0.5, offset: -1000)
        var bytes = Payload(repeating: 0)
        try signal.store(physical: -0.9, in: &bytes, rounding: .towardZero)
        #expect(signal.physical(in: bytes) == -0.5)
        try signal.store(physical: 0.9, in: &bytes, rounding: .towardZero)
        #expect(signal.physical(in: bytes) == 0.5)
    }

    struct Refusal: Sendable {
        var value: Double
        var kind = SignalKind.unsigned
        var length = 8
        var factor = 1.0
        var limits = (0.0, 0.0)
        var expected: CodecError
    }

    @Test(
        "what cannot be encoded is a typed error and leaves the payload as it was",
        arguments: [
            Refusal(value: .nan, expected: .notANumber(minimum: 0, maximum: 255)),
            Refusal(
                value: .nan,
                limits: (-1, 100),
                expected: .notANumber(minimum: -1, maximum: 100)
            ),
            Refusal(
                value: .infinity,
                expected: .infinite(value: .infinity, minimum: 0, maximum: 255)
            ),
            Refusal(
                value: -.infinity,
                kind: .float64,
                length: 64,
                limits: (0, 100),
                expected: .infinite(value: -.infinity, minimum: 0, maximum: 100)
            ),
            Refusal(
                value: .nan,
                kind: .float32,
                length: 32,
                expected: .notANumber(
                    minimum: -Double(Float.greatestFiniteMagnitude),
                    maximum: Double(Float.greatestFiniteMagnitude)
                )
            ),
            Refusal(value: 1, factor: 0, expected: .factorIsZero(value: 1)),
            Refusal(
                value: -1,
                expected: .notRepresentable(value: -1, minimum: 0, maximum: 255)
            ),
            Refusal(
                value: -0.5,
                expected: .notRepresentable(value: -0.5, minimum: 0, maximum: 255)
            ),
            Refusal(
                value: 255.5,
                expected: .notRepresentable(value: 255.5, minimum: 0, maximum: 255)
            ),
            Refusal(
                value: 128,
                kind: .signed,
                expected: .notRepresentable(value: 128, minimum: -128, maximum: 127)
            ),
            Refusal(
                value: -128.5,
                kind: .signed,
                expected: .notRepresentable(value: -128.5, minimum: -128, maximum: 127)
            ),
            Refusal(
                value: 1e300,
                expected: .notRepresentable(value: 1e300, minimum: 0, maximum: 255)
            ),
            Refusal(
                value: 0x1p64,
                length: 64,
                expected: .notRepresentable(value: 0x1p64, minimum: 0, maximum: 0x1p64)
            ),
            Refusal(
                value: 0x1p63,
                kind: .signed,
                length: 64,
                expected: .notRepresentable(value: 0x1p63, minimum: -0x1p63, maximum: 0x1p63)
            ),
            Refusal(
                value: 1e39,
                kind: .float32,
                length: 32,
                expected: .notRepresentable(
                    value: 1e39,
                    minimum: -Double(Float.greatestFiniteMagnitude),
                    maximum: Double(Float.greatestFiniteMagnitude)
                )
            ),
            Refusal(
                value: 100.1,
                limits: (0, 100),
                expected: .outsideLimits(value: 100.1, minimum: 0, maximum: 100)
            ),
            Refusal(
                value: -0.1,
                kind: .signed,
                limits: (0, 100),
                expected: .outsideLimits(value: -0.1, minimum: 0, maximum: 100)
            ),
        ]
    )
    func refused(_ refusal: Refusal) throws {
        let signal = try layout(
            0,
            refusal.length,
            .littleEndian,
            refusal.kind,
            factor: refusal.factor,
            limits: refusal.limits
        )
        let before = payload([UInt8](repeating: 0x5A, count: 16))
        var after = before
        #expect(throws: refusal.expected) { try signal.store(physical: refusal.value, in: &after) }
        #expect(bytes(of: after) == bytes(of: before))
    }

    @Test("both ends of each width are stored, one step beyond is refused", arguments: 1...64)
    func ends(length: Int) throws {
        for kind in [SignalKind.unsigned, .signed] {
            let signal = try layout(3, length, .littleEndian, kind)
            var bytes = Payload(repeating: 0)
            let values = Int128(1) << Int128(length)
            let lowest = kind == .signed ? -values / 2 : 0
            let highest = lowest + values - 1
            for value in [lowest, highest] {
                try signal.store(integer: value, in: &bytes)
                #expect(signal.integer(in: bytes) == value)
                if length <= 53 {
                    try signal.store(physical: Double(value), in: &bytes)
                    #expect(signal.integer(in: bytes) == value)
                }
            }
            #expect(throws: CodecError.self) { try signal.store(integer: lowest - 1, in: &bytes) }
            #expect(throws: CodecError.self) { try signal.store(integer: highest + 1, in: &bytes) }
            if length <= 52 {
                #expect(throws: CodecError.self) {
                    try signal.store(physical: Double(lowest - 1), in: &bytes)
                }
                #expect(throws: CodecError.self) {
                    try signal.store(physical: Double(highest + 1), in: &bytes)
                }
            }
        }
    }

    @Test("[0|0] means no limits, and a millionth of a count is tolerated at a limit")
    func limits() throws {
        var bytes = Payload(repeating: 0)
        try layout(0, 8, .littleEndian).store(physical: 200, in: &bytes)
        let limited = try layout(0, 8, .littleEndian, factor: 0.5, limits: (1, 100))
        try limited.store(physical: 100 + 0.4e-6, in: &bytes)
        #expect(limited.physical(in: bytes) == 100)
        #expect(throws: CodecError.self) {
            try limited.store(physical: 100 + 0.6e-6, in: &bytes)
        }
        try limited.store(physical: 1 - 0.4e-6, in: &bytes)
        #expect(limited.physical(in: bytes) == 1)
        try limited.withoutLimits.store(physical: 0, in: &bytes)
        #expect(limited.bits(in: bytes) == 0)
    }

    @Test("every count survives decoding and encoding", arguments: [0.1, -0.5, 0.25, 2.5, 0.0001])
    func countsSurvive(factor: Double) throws {
        let signal = try layout(13, 12, .bigEndian, .signed, factor: factor, offset: -17.3)
        var bytes = Payload(repeating: 0)
        for count in Int64(-2048)...2047 {
            signal.store(bits: UInt64(bitPattern: count), in: &bytes)
            let value = signal.physical(in: bytes)
            for rounding in [Rounding.nearestAwayFromZero, .towardZero] {
                try signal.store(physical: value, in: &bytes, rounding: rounding)
                #expect(signal.raw(in: bytes) == count)
            }
        }
    }
}
