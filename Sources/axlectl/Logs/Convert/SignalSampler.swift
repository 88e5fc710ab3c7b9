import DBC
import FrameLogs
import SignalCodec

/// Turns frames into rows at a common rate: each has the newest values up to its time.
struct SignalSampler {
    private let columns: SampledColumns
    private let rate: Double
    private let isAbsolute: Bool
    private var finder: ColumnFinder
    private var cells: [[UInt8]]
    private let scales: [DecimalScale?]
    private var first: Int64?
    private var last: Int64 = .min
    /// How many rows there are before the next one.
    private var rows: Int64 = 0

    /// Longer than this nothing is held, ns: a clock that was set would give rows without end.
    private static let longestHold: Int64 = 3_600_000_000_000

    /// Rows at `rate` in Hz, with seconds since 1970 where they are absolute.
    init(_ columns: SampledColumns, rate: Double, isAbsolute: Bool) {
        self.columns = columns
        self.rate = rate
        self.isAbsolute = isAbsolute
        cells = Array(repeating: [], count: columns.columns.count)
        finder = ColumnFinder(columns)
        scales = columns.columns.map { column in
            let message = columns.databases.databases[column.database].messages[column.message]
            return DecimalScale(message.layouts[column.signal])
        }
    }

    /// Appends the row of headings.
    func appendHeadings(to text: inout [UInt8]) {
        text += Array("time [s]".utf8)
        for column in columns.columns {
            let unit = column.unit.isEmpty ? "" : " [\(column.unit)]"
            text.append(UInt8(ascii: ","))
            text += Array(Self.cell(column.name + unit).utf8)
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Gives the rows before the frame to `write`, then takes its values.
    ///
    /// `conflict` says where a column would get values of two buses.
    mutating func take(
        _ entry: LogEntry,
        conflict: inout String?,
        _ write: ([UInt8]) throws -> Void
    ) throws {
        let now = entry.stamp.nanoseconds
        if first == nil { first = now }
        if isHole(before: now) {
            while let time = nextTime, time <= last { try write(row(at: time)) }
            rows = Int64((Double(now - (first ?? now)) * rate / 1e9).rounded(.up))
        }
        while let time = nextTime, time < now { try write(row(at: time)) }
        last = max(last, now)
        conflict = update(with: entry)
    }

    /// Appends the row that is due at the last frame, if one is.
    mutating func appendLast(to text: inout [UInt8]) {
        while let time = nextTime, time <= last { text += row(at: time) }
    }

    private var nextTime: Int64? {
        first.map { $0 &+ Int64((Double(rows) * 1e9 / rate).rounded()) }
    }

    private func isHole(before now: Int64) -> Bool {
        // Both are stamps of a log, which are not negative.
        last > .min && now - last > Self.longestHold
    }

    private mutating func row(at time: Int64) -> [UInt8] {
        var text = JSONText()
        text.append(seconds: isAbsolute ? time : time - (first ?? 0))
        for cell in cells {
            text.append(",")
            text.append(cell)
        }
        text.append("\n")
        rows += 1
        return text.bytes
    }

    private mutating func update(with entry: LogEntry) -> String? {
        var conflict: String?
        for index in finder.columns(in: entry, conflict: &conflict) {
            let column = columns.columns[index]
            let message = columns.databases.databases[column.database].messages[column.message]
            cells[index] = value(of: message.layouts[column.signal], scales[index], entry)
        }
        return conflict
    }

    private func value(
        of layout: SignalLayout,
        _ scale: DecimalScale?,
        _ entry: LogEntry
    ) -> [UInt8] {
        if let scale {
            var digits: [UInt8] = []
            scale.append(layout.raw(in: entry.frame.payload), to: &digits)
            return digits
        }
        if let integer = layout.integer(in: entry.frame.payload) {
            return Array(integer.description.utf8)
        }
        let value = layout.physical(in: entry.frame.payload)
        return value.isFinite ? Array(plain(value).utf8) : []
    }

    /// A text as a cell: in quotes where it has what would end one.
    private static func cell(_ text: String) -> String {
        let isPlain = !text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        guard !isPlain else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
