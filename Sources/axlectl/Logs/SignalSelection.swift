import DBC

/// Signals that a command is asked for, by name or by message and name.
struct SignalSelection {
    private let names: Set<String>

    /// Takes names with commas between; exit status 2 where no database has one of them.
    init(_ lists: [String], in databases: DatabaseSet) throws {
        names = Set(lists.flatMap { $0.split(separator: ",").map(String.init) })
        var known: Set<String> = []
        for database in databases.databases {
            for message in database.messages {
                for signal in message.signals {
                    known.insert(signal.name)
                    known.insert("\(message.name).\(signal.name)")
                }
            }
        }
        if let unknown = names.sorted().first(where: { !known.contains($0) }) {
            throw refusal(
                "--signals: no database has a signal \(unknown)\(databases.hint(for: unknown))"
            )
        }
        guard !names.isEmpty else { throw refusal("--signals: found no name, expected NAME,…") }
    }

    func contains(_ signal: String, of message: String) -> Bool {
        names.contains(signal) || names.contains("\(message).\(signal)")
    }
}
