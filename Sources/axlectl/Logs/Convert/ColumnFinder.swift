import DBC
import FrameLogs

/// Finds out which of the columns a frame has a value for.
///
/// A frame with a wrong checksum has none. A column without a bus of its own takes the first one on which
/// its message comes.
struct ColumnFinder {
    private let columns: SampledColumns
    private var decoders: [String: [FrameDecoder]] = [:]
    /// The bus on which each column's message came first.
    private var buses: [String?]

    /// A finder that has seen no frame.
    init(_ columns: SampledColumns) {
        self.columns = columns
        buses = columns.columns.map(\.bus)
    }

    /// The columns' indices; `conflict` says where one would get values of two buses.
    mutating func columns(in entry: LogEntry, conflict: inout String?) -> [Int] {
        let bus = entry.interface
        let found = decode(
            entry.frame,
            with: &decoders[bus, default: columns.databases.decoders()]
        )
        guard let found, found.frame.checksum != .bad else { return [] }
        var indices: [Int] = []
        for (index, column) in columns.columns.enumerated()
        where column.database == found.decoder && column.message == found.frame.message {
            let message = columns.databases.databases[column.database].messages[column.message]
            guard message.hasSignal(column.signal, in: entry.frame) else { continue }
            if let known = buses[index], known != bus {
                if column.bus != nil { continue }
                conflict =
                    "\(column.name) comes on \(known) and on \(bus); expected in --signals "
                    + "\(known).\(column.name) or \(bus).\(column.name)"
                return indices
            }
            buses[index] = bus
            indices.append(index)
        }
        return indices
    }
}
