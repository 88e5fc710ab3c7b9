import FrameLogs

/// Puts the lines of each control cycle in a log together.
struct RecordedCycles {
    /// One cycle.
    struct Cycle {
        /// Its time on the wall clock, s since 1970.
        var time: Double
        /// Its quantities by name; without those not known.
        var values: [String: Double]
    }

    private var columns: [UInt8: [String]] = [:]
    private var lastGroup: UInt8 = 0
    private var cycle: Cycle?

    /// Takes a log's item; the cycle that it completes, if any.
    mutating func take(_ item: LogItem) -> Cycle? {
        switch item {
        case .columns(let group, let names):
            // Another file's columns begin with the first group.
            if group == UInt8(ascii: "a") { columns = [:] }
            columns[group] = names
            lastGroup = group
            return nil
        case .cycle(let group, let stamp, let values):
            if let stamp { cycle = Cycle(time: Double(stamp.nanoseconds) / 1e9, values: [:]) }
            for (name, value) in zip(columns[group] ?? [], values) {
                if let value { cycle?.values[name] = value }
            }
            guard group == lastGroup else { return nil }
            defer { cycle = nil }
            return cycle
        case .frame, .mark, .notRecorded, .arrivals, .journal: return nil
        }
    }
}
