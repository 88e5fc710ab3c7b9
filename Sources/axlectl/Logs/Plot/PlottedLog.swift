import DBC
import FrameLogs
import SignalCodec
import StateProtocol

/// The signals of a log that are to be drawn, as they come.
struct PlottedLog {
    /// The signals, in the order asked for; a name that several messages have is several.
    private(set) var signals: [PlottedSignal] = []
    /// The log's marks: s from its beginning, and their text.
    private(set) var marks: [(time: Double, text: String)] = []
    /// The log's first stamp, ns; nil where it has none.
    private(set) var start: Int64?

    private let columns: SampledColumns?
    private var finder: ColumnFinder?
    /// Where in `signals` each column is.
    private var places: [Int] = []
    private var cycles = RecordedCycles()
    private var known: Set<String> = []
    private var hasCycles = false

    /// What the control core computed begins with this.
    private static let core = "axle."

    /// Takes names; exit status 2 where no database has one of them.
    init(_ names: [String], in databases: DatabaseSet) throws {
        guard !names.isEmpty else { throw refusal("--signals: found no name, expected NAME,…") }
        let decoded = names.filter { !$0.hasPrefix(Self.core) }
        if let first = decoded.first, databases.databases.isEmpty {
            throw refusal(
                "--signals: \(first) needs a database, --dbc FILE; without one only what begins with "
                    + "\(Self.core) can be drawn"
            )
        }
        columns = decoded.isEmpty ? nil : try SampledColumns(decoded, in: databases)
        finder = columns.map { ColumnFinder($0) }
        for column in columns?.columns ?? [] {
            let message = databases.databases[column.database].messages[column.message]
            places.append(signals.count)
            signals.append(PlottedSignal(column.name, message.signals[column.signal]))
        }
        for name in names where name.hasPrefix(Self.core) {
            guard !signals.contains(where: { $0.name == name }) else { continue }
            signals.append(PlottedSignal(core: name))
        }
        sort(by: names)
    }

    /// In the order asked for, whatever they come from, and called as they were asked for.
    private mutating func sort(by names: [String]) {
        let ranks = signals.map { signal in
            names.firstIndex { signal.name == $0 || signal.name.hasSuffix("." + $0) } ?? names.count
        }
        for (index, rank) in ranks.enumerated() where names.indices.contains(rank) {
            if ranks.count(where: { $0 == rank }) == 1 { signals[index].title = names[rank] }
        }
        let order = signals.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
        places = places.compactMap { order.firstIndex(of: $0) }
        signals = order.map { signals[$0] }
    }

    /// Takes the log's next item; what is wrong with it where a signal comes on two buses.
    mutating func take(_ item: LogItem) -> String? {
        if start == nil { start = item.stamp?.nanoseconds }
        switch item {
        case .frame(let entry): return take(entry)
        case .mark(let stamp?, let text): marks.append((seconds(stamp.nanoseconds), text))
        case .columns(_, let names):
            known.formUnion(names)
            _ = cycles.take(item)
        case .cycle:
            if let cycle = cycles.take(item) { take(cycle) }
        case .mark, .notRecorded, .arrivals, .journal: break
        }
        return nil
    }

    private mutating func take(_ entry: LogEntry) -> String? {
        guard let columns, finder != nil else { return nil }
        var conflict: String?
        let found = finder?.columns(in: entry, conflict: &conflict) ?? []
        for index in found {
            let column = columns.columns[index]
            let message = columns.databases.databases[column.database].messages[column.message]
            let time = seconds(entry.stamp.nanoseconds)
            signals[places[index]].append(message.signals[column.signal], of: entry.frame, at: time)
        }
        return conflict
    }

    private mutating func take(_ cycle: RecordedCycles.Cycle) {
        hasCycles = true
        let time = cycle.time - Double(start ?? 0) / 1e9
        for index in signals.indices where signals[index].name.hasPrefix(Self.core) {
            signals[index].append(cycle.values[signals[index].name], at: time)
        }
    }

    private func seconds(_ nanoseconds: Int64) -> Double {
        Double(nanoseconds - (start ?? nanoseconds)) / 1e9
    }

    /// Why what the control core computed cannot be drawn; nil where it can.
    var problem: String? {
        let core = signals.map(\.name).filter { $0.hasPrefix(Self.core) }
        guard let first = core.first else { return nil }
        guard !known.isEmpty, hasCycles else {
            return "\(first) cannot be drawn: no control cycles are recorded in it"
        }
        guard let unknown = core.first(where: { !known.contains($0) }) else { return nil }
        let like = NearestNames.like(unknown, among: known)
        return "its control cycles have no \(unknown)\(NearestNames.hint(like))"
    }
}

// The part of the time that is drawn.
extension PlottedLog {
    /// From when to when, s from the log's beginning; exit status 2 where nothing is known in it.
    func window(from: Double?, to: Double?, of log: String) throws -> ClosedRange<Double> {
        // Not only of the first and the last: a clock may have been set meanwhile.
        let times = signals.map { $0.samples.lazy.map(\.time) }
        guard let first = times.compactMap({ $0.min() }).min(),
            let last = times.compactMap({ $0.max() }).max()
        else { throw refusal("\(log): none of the signals is in it") }
        // What begins soon after the log is drawn from the log's beginning on.
        let start = first >= 0 && first <= 0.02 * last ? 0 : first
        let lower = from.map(relative) ?? start
        let upper = to.map(relative) ?? max(last, lower)
        let window = lower...max(lower, upper)
        guard namesWithout(valuesIn: window).count < signals.count else {
            throw refusal(
                "\(log): none of the signals has a value in this time; it has from "
                    + "\(rounded(first)) s to \(rounded(last)) s"
            )
        }
        return window
    }

    /// The signals of which nothing is known in a time.
    func namesWithout(valuesIn window: ClosedRange<Double>) -> [String] {
        signals.filter { signal in
            !signal.samples.contains { window.contains($0.time) && $0.value.isFinite }
        }.map(\.name)
    }

    /// Large numbers count from 1970.
    private func relative(_ time: Double) -> Double {
        time < 1e9 ? time : time - Double(start ?? 0) / 1e9
    }

    private func rounded(_ time: Double) -> String { plain((time * 1000).rounded() / 1000) }
}
