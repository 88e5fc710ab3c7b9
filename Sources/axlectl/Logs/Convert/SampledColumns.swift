import DBC

/// The signals that a table has in its columns.
struct SampledColumns {
    /// One of them.
    struct Column {
        /// The bus that was asked for; nil takes the one on which the message comes.
        let bus: String?
        /// The database's index in the set.
        let database: Int
        /// The message's index in the database.
        let message: Int
        /// The signal's index in the message.
        let signal: Int
        /// `BUS.MESSAGE.SIGNAL` as far as asked for.
        let name: String
        let unit: String
    }

    let databases: DatabaseSet
    let columns: [Column]

    /// Takes names, each with its message and bus before it or without; exit status 2 where no database
    /// has one of them.
    ///
    /// A name that several messages have becomes a column of each.
    init(_ names: [String], in databases: DatabaseSet) throws {
        self.databases = databases
        var columns: [Column] = []
        for name in names {
            let found = try Self.columns(name, databases)
            for column in found where !columns.contains(where: { $0.name == column.name }) {
                columns.append(column)
            }
        }
        guard !columns.isEmpty else {
            throw refusal("--signals: found no name, expected NAME,…")
        }
        self.columns = columns
    }

    private static func columns(_ name: String, _ databases: DatabaseSet) throws -> [Column] {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(parts.count), let signal = parts.last else {
            throw refusal("--signals: found \(name), expected NAME or [BUS.]MESSAGE.NAME")
        }
        let message = parts.count > 1 ? parts[parts.count - 2] : nil
        let bus = parts.count > 2 ? parts[0] : nil
        var columns: [Column] = []
        for (index, database) in databases.databases.enumerated() {
            for (place, candidate) in database.messages.enumerated()
            where message == nil || candidate.name == message {
                guard let found = candidate.signals.firstIndex(where: { $0.name == signal }) else {
                    continue
                }
                columns.append(
                    Column(
                        bus: bus,
                        database: index,
                        message: place,
                        signal: found,
                        name: (bus.map { $0 + "." } ?? "") + candidate.name + "." + signal,
                        unit: candidate.signals[found].unit
                    )
                )
            }
        }
        guard !columns.isEmpty else {
            throw refusal(
                "--signals: no database has a signal \(name)\(databases.hint(for: name))"
            )
        }
        return columns
    }
}
