import CANFrames
import CANTransport
import Testing

@Suite struct CivilTimeTests {
    @Test(
        "an instant is what the calendar says, and comes back from there",
        arguments: [
            (0, [1970, 1, 1, 0, 0, 0, 0, 4]), (-1, [1969, 12, 31, 23, 59, 59, 999_999_999, 3]),
            (1_436_509_052_249_713_000, [2015, 7, 10, 6, 17, 32, 249_713_000, 5]),
            (951_827_696_000_000_000, [2000, 2, 29, 12, 34, 56, 0, 2]),
            (4_102_444_799_999_999_999, [2099, 12, 31, 23, 59, 59, 999_999_999, 4]),
        ]
    )
    func calendar(nanoseconds: Int, expected: [Int]) {
        let time = CivilTime(Timestamp(nanoseconds: Int64(nanoseconds)), in: .utc)
        let date = [time.year, time.month, time.day]
        let clock = [time.hour, time.minute, time.second, time.nanosecond]
        #expect(date + clock + [time.weekday] == expected)
        #expect(time.stamp(in: .utc)?.nanoseconds == Int64(nanoseconds))
    }

    @Test("local time comes back as the instant that it was")
    func local() {
        let stamp = Timestamp(nanoseconds: 1_436_509_052_249_713_000)
        #expect(CivilTime(stamp, in: .local).stamp(in: .local) == stamp)
    }

    @Test(
        "what no calendar has is refused",
        arguments: [
            [1899, 1, 1, 0, 0, 0], [2015, 0, 1, 0, 0, 0], [2015, 13, 1, 0, 0, 0],
            [2015, 1, 0, 0, 0, 0], [2015, 1, 32, 0, 0, 0], [2015, 1, 1, 24, 0, 0],
            [2015, 1, 1, 0, 60, 0], [2015, 1, 1, 0, 0, 60], [2015, 1, 1, 0, 0, -1],
        ]
    )
    func refuses(parts: [Int]) {
        #expect(Self.time(parts) == nil)
    }

    @Test("a day that its month lacks, and a year beyond 64 bits, are no instants")
    func noInstant() {
        #expect(Self.time([2015, 2, 29, 0, 0, 0])?.stamp(in: .utc) == nil)
        #expect(Self.time([2016, 2, 29, 0, 0, 0])?.stamp(in: .utc) != nil)
        #expect(Self.time([2263, 1, 1, 0, 0, 0])?.stamp(in: .utc) == nil)
    }

    private static func time(_ parts: [Int]) -> CivilTime? {
        CivilTime(
            year: parts[0],
            month: parts[1],
            day: parts[2],
            hour: parts[3],
            minute: parts[4],
            second: parts[5]
        )
    }
}
