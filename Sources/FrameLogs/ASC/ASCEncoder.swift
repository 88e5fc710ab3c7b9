import CANFrames
import CANTransport

/// Writes an ASC log in the form of can-utils' log2asc: hexadecimal, time from the header's date.
///
/// The date has whole seconds, and the first event has the rest: so no stamp loses its microseconds.
/// What the form has no word for stands in comments, which every reader skips: names of channels, the
/// class of an error frame, marks.
struct ASCEncoder {
    /// Frames that are older than the header's date, and so stand at 0.
    private(set) var clamped = 0

    private var start: Int64?
    private var channels: [String: Int] = [:]
    private var announced: Set<Int> = []
    /// Losses before the first stamp, which the header must precede.
    private var pending: [LogItem] = []

    init(channels names: [String]) {
        for name in names where channels[name] == nil { channels[name] = channels.count + 1 }
    }

    mutating func append(_ item: LogItem, to text: inout [UInt8]) {
        // A black box's journal goes with candump's form alone.
        if case .arrivals = item { return }
        if case .journal = item { return }
        guard start != nil || item.stamp != nil else { return pending.append(item) }
        let start = begin(item.stamp, &text)
        switch item {
        case .frame(let entry): append(entry, since: start, to: &text)
        case .mark, .notRecorded, .columns, .cycle, .arrivals, .journal:
            Self.append(remark: item, to: &text)
        }
    }

    /// The beginning; writes the header where there is none yet.
    private mutating func begin(_ stamp: Timestamp?, _ text: inout [UInt8]) -> Int64 {
        if let start { return start }
        let first = max(0, stamp?.nanoseconds ?? 0)
        let start = first - first % 1_000_000_000
        self.start = start
        let date = ASCDate.format(Timestamp(nanoseconds: start))
        text += Array("date \(date)\n".utf8)
        text += Array("base hex  timestamps absolute\nno internal events logged\n".utf8)
        for item in pending { Self.append(remark: item, to: &text) }
        pending = []
        return start
    }

    private static func append(remark item: LogItem, to text: inout [UInt8]) {
        text += Array("// ".utf8)
        LogRemark.append(item, to: &text)
        text.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ entry: LogEntry, since start: Int64, to text: inout [UInt8]) {
        let channel = channel(of: entry.interface, &text)
        let frame = entry.frame
        if frame.kind == .error, frame != ASCEvent.unknownError {
            ASCErrorComment.append(frame, to: &text)
        }
        let elapsed = entry.stamp.nanoseconds - start
        if elapsed < 0 { clamped += 1 }
        ASCText.append(microseconds: max(0, elapsed) / 1000, to: &text)
        if frame.kind == .error {
            ASCText.append(channel, width: 2, to: &text)
            text += Array(" ErrorFrame\n".utf8)
        } else if frame.flags.contains(.isFD) {
            ASCText.append(long: frame, channel, entry.direction, to: &text)
        } else {
            ASCText.append(classic: frame, channel, entry.direction, to: &text)
        }
    }

    private mutating func channel(of name: String, _ text: inout [UInt8]) -> Int {
        let channel: Int
        if let known = channels[name] {
            channel = known
        } else {
            channel = channels.count + 1
            channels[name] = channel
        }
        if announced.insert(channel).inserted, ASCChannels.usualName(of: channel) != name {
            ASCChannels.append(channel, name, to: &text)
        }
        return channel
    }
}

extension ASCDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// An instant as can-utils write it: `Fri Jul 10 06:17:32 2015`, local time, whole seconds.
    static func format(_ stamp: Timestamp) -> String {
        let time = CivilTime(stamp, in: .local)
        func pair(_ value: Int, _ filler: String = "0") -> String {
            value < 10 ? "\(filler)\(value)" : "\(value)"
        }
        let clock = "\(pair(time.hour)):\(pair(time.minute)):\(pair(time.second))"
        let day = "\(weekdays[time.weekday]) \(months[time.month - 1]) \(pair(time.day, " "))"
        return "\(day) \(clock) \(time.year)"
    }
}
