import DBC
import SignalCodec
import Testing

@Suite struct DecimalScaleTests {
    private func scale(
        _ factor: Double,
        _ offset: Double,
        length: Int = 16,
        kind: SignalKind = .signed
    ) throws -> DecimalScale? {
        let layout = try #require(
            SignalLayout(
                startBit: 0,
                length: length,
                byteOrder: .littleEndian,
                kind: kind,
                factor: factor,
                offset: offset
            )
        )
        return DecimalScale(layout)
    }

    @Test(
        "a count is written in the decimal digits its scaling means",
        arguments: [
            (1023, 0.1, -10, "92.3"), (1360, 0.25, 0, "340"), (-244, 0.25, 0, "-61"),
            (-965, 0.5, 0, "-482.5"), (0, 0.1, 0, "0"), (1, 0.0005, -16.5, "-16.4995"),
            (-1, 0.01, 0, "-0.01"), (7, 0.1, 0, "0.7"), (100, 4.8828125, 0, "488.28125"),
            (3, -0.5, 127.5, "126"), (5, 100, 0, "500"), (9, 0.000000001, 0, "0.000000009"),
        ] as [(Int64, Double, Double, String)]
    )
    func digits(count: Int64, factor: Double, offset: Double, expected: String) throws {
        let scale = try #require(try scale(factor, offset))
        var text: [UInt8] = []
        scale.append(count, to: &text)
        #expect(String(decoding: text, as: UTF8.self) == expected)
        #expect(scale.physical(count) == Double(expected))
    }

    @Test("every count of 16 bits reads back as what was written")
    func readsBack() throws {
        let scale = try #require(try scale(0.005, -0.3))
        for count in Int64(-32768)...32767 {
            var text: [UInt8] = []
            scale.append(count, to: &text)
            let value = try #require(Double(String(decoding: text, as: UTF8.self)))
            #expect(value == scale.physical(count))
            #expect(abs(value - (Double(count) * 0.005 - 0.3)) < 1e-9)
        }
    }

    @Test("a scaling that is no short decimal fraction, a float and a wide count have none")
    func none() throws {
        #expect(try scale(1.0 / 3, 0) == nil)
        #expect(try scale(0.1, 1.0 / 3) == nil)
        #expect(try scale(.infinity, 0) == nil)
        #expect(try scale(1, .nan) == nil)
        #expect(try scale(1, 0, length: 33) == nil)
        // The offset's tenths would be rounded.
        #expect(try scale(0.5, 10_000_000_000_000_002) == nil)
        #expect(try scale(1, 10_000_000_000_000_002)?.scaled(1) == 10_000_000_000_000_003)
        #expect(try scale(1, 0, length: 32, kind: .float32) == nil)
        let widest = try #require(try scale(0x1p29, 0, length: 32, kind: .unsigned))
        #expect(widest.scaled(Int64(UInt32.max)) == Int64(UInt32.max) << 29)
    }
}
