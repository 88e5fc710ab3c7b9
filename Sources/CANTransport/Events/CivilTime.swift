public import CANFrames
import Glibc

/// An instant as calendar and clock show it.
public struct CivilTime: Hashable, Sendable {
    /// Where the clock hangs.
    public enum Zone: Sendable {
        /// Coordinated universal time.
        case utc
        /// The machine's time zone, or that of the environment's `TZ`.
        case local
    }

    /// The year, such as 2026.
    public var year: Int
    /// The month, 1 to 12.
    public var month: Int
    /// The day of the month, 1 to 31.
    public var day: Int
    /// The hour, 0 to 23.
    public var hour: Int
    /// The minute, 0 to 59.
    public var minute: Int
    /// The second, 0 to 59.
    public var second: Int
    /// The part of the second, 0 to 999,999,999.
    public var nanosecond: Int

    /// Puts the parts together; nil where one is out of range.
    public init?(
        year: Int,
        month: Int,
        day: Int,
        hour: Int,
        minute: Int,
        second: Int,
        nanosecond: Int = 0
    ) {
        guard (1900...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0...999_999_999).contains(nanosecond)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.nanosecond = nanosecond
    }

    /// What calendar and clock show at `stamp`.
    public init(_ stamp: Timestamp, in zone: Zone) {
        let (seconds, rest) = Self.split(stamp.nanoseconds)
        var time = time_t(seconds)
        var fields = tm()
        switch zone {
        case .utc: gmtime_r(&time, &fields)
        case .local: localtime_r(&time, &fields)
        }
        year = Int(fields.tm_year) + 1900
        month = Int(fields.tm_mon) + 1
        day = Int(fields.tm_mday)
        hour = Int(fields.tm_hour)
        minute = Int(fields.tm_min)
        // A leap second, where the zone has them, is the 59th twice.
        second = min(59, Int(fields.tm_sec))
        nanosecond = Int(rest)
    }

    /// The instant; nil where the month has no such day, or where 64 bits of nanoseconds do not reach.
    public func stamp(in zone: Zone) -> Timestamp? {
        var fields = tm()
        fields.tm_year = Int32(year - 1900)
        fields.tm_mon = Int32(month - 1)
        fields.tm_mday = Int32(day)
        fields.tm_hour = Int32(hour)
        fields.tm_min = Int32(minute)
        fields.tm_sec = Int32(second)
        // Whether it is summer is the zone's affair.
        fields.tm_isdst = -1
        let seconds: Int
        switch zone {
        case .utc: seconds = timegm(&fields)
        case .local: seconds = mktime(&fields)
        }
        guard Int(fields.tm_mday) == day else { return nil }
        let (whole, isTooLarge) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isBeyond) = whole.addingReportingOverflow(Int64(nanosecond))
        return isTooLarge || isBeyond ? nil : Timestamp(nanoseconds: sum)
    }

    /// The day of the week, 0 is Sunday.
    public var weekday: Int {
        // Zeller's rule, which counts January and February to the year before.
        let early = month < 3
        let (year, month) = (early ? year - 1 : year, early ? month + 12 : month)
        let sum = day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400
        return (sum + 6) % 7
    }

    private static func split(_ nanoseconds: Int64) -> (seconds: Int64, rest: Int64) {
        let billion: Int64 = 1_000_000_000
        let rest = (nanoseconds % billion + billion) % billion
        return ((nanoseconds - rest) / billion, rest)
    }
}
