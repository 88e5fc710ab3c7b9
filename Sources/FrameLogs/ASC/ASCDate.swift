import CANFrames
import CANTransport

/// The date in an ASC log's header, which is in the writer's language:
/// `Fri Jul 10 06:17:32.249 am 2015`, `Sam Sep 30 15:06:13 2017`, `2017-09-30 15:06:13`.
///
/// It is local time, unless it ends in `Z`.
enum ASCDate {
    /// The instant; nil where the text is no date that is understood.
    static func parse(_ text: String) -> Timestamp? {
        let words = text.split(whereSeparator: { $0.isWhitespace || $0 == "T" && isISO(text) })
            .map(String.init)
        guard let place = words.firstIndex(where: { $0.contains(":") }),
            let clock = clock(words[place])
        else { return nil }
        let others = words.enumerated().filter { $0.offset != place }.map {
            $0.element.lowercased()
        }
        guard let day = day(others), let hour = hour(clock.hour, others) else { return nil }
        let civil = CivilTime(
            year: day.year,
            month: day.month,
            day: day.day,
            hour: hour,
            minute: clock.minute,
            second: clock.second,
            nanosecond: clock.nanosecond
        )
        return civil?.stamp(in: clock.isUniversal ? .utc : .local)
    }

    private static func isISO(_ text: String) -> Bool {
        text.first?.isNumber == true && text.contains("-")
    }

    /// Reads `15:06:13.191`, also with a comma or a `Z`.
    private static func clock(
        _ word: String
    ) -> (hour: Int, minute: Int, second: Int, nanosecond: Int, isUniversal: Bool)? {
        let isUniversal = word.hasSuffix("Z")
        let digits = isUniversal ? word.dropLast() : Substring(word)
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = whole(parts[0]), let minute = whole(parts[1]) else {
            return nil
        }
        let seconds = parts[2].split(
            maxSplits: 1,
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "." || $0 == "," }
        )
        guard let second = whole(seconds[0]) else { return nil }
        var nanosecond = 0
        if seconds.count == 2 {
            let fraction = seconds[1].prefix(9)
            guard let value = whole(fraction) else { return nil }
            nanosecond = (fraction.count..<9).reduce(value) { value, _ in value * 10 }
        }
        return (hour, minute, second, nanosecond, isUniversal)
    }

    /// The hour of 24; nil where 12 hours have no such one.
    private static func hour(_ hour: Int, _ words: [String]) -> Int? {
        let isMorning = words.contains("am")
        guard isMorning || words.contains("pm") else { return hour }
        guard (1...12).contains(hour) else { return nil }
        return hour % 12 + (isMorning ? 0 : 12)
    }

    private static func day(_ words: [String]) -> (year: Int, month: Int, day: Int)? {
        for word in words where word.contains("-") {
            let parts = word.split(separator: "-").compactMap { whole($0) }
            if parts.count == 3 { return (parts[0], parts[1], parts[2]) }
        }
        guard let year = words.compactMap({ whole($0) }).last(where: { $0 >= 1900 }),
            let place = words.firstIndex(where: { whole($0).map { (1...31).contains($0) } == true }
            ),
            let day = whole(words[place])
        else { return nil }
        // Where the month stands behind the day, before it may stand a weekday that looks like a month:
        // French mar. is Tuesday and March.
        let neighbours = [place + 1, place - 1].filter { words.indices.contains($0) }
        guard let month = neighbours.compactMap({ month(words[$0]) }).first else { return nil }
        return (year, month, day)
    }

    private static func month(_ word: String) -> Int? {
        if word.hasSuffix("月") || word.hasSuffix("월") { return whole(word.dropLast()) }
        let letters = word.hasSuffix(".") ? String(word.dropLast()) : word
        return ASCMonthNames.number(of: letters)
    }

    /// A number of decimal digits; a point or a comma may stand behind it.
    private static func whole(_ text: some StringProtocol) -> Int? {
        let isOrdinal = text.last == "." || text.last == ","
        let digits = isOrdinal ? text.dropLast() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(digits)
    }
}
