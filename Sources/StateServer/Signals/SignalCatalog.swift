import DBC
import StateProtocol

/// One message of one bus's database.
struct MessageKey: Hashable, Sendable {
    let bus: Int
    let message: Int
}

/// Every signal that can be asked for, by name.
struct SignalCatalog: Sendable {
    /// Where a signal's value comes from.
    enum Source: Sendable {
        /// The frames of a message.
        case frames(MessageKey, signal: Int)
        /// The control core's report.
        case report(CoreSignal)
    }

    /// A name and where its value comes from.
    struct Entry: Sendable {
        let name: String
        let source: Source
    }

    let entries: [Entry]
    /// The database of each bus; nil for a bus without one.
    let databases: [CompiledDatabase?]
    private let exact: [String: Int]
    /// Entries by each shorter form of their name: `LB_Status.LB_Current`, `LB_Current`.
    private let shorter: [String: [Int]]

    /// The longest name or pattern that is looked up, in bytes.
    static let longestName = 200
    /// The most names and patterns in one request.
    static let mostNames = 256

    init(buses: [BusIdentity], databases: [String: CompiledDatabase]) {
        var entries = CoreSignal.all.map { Entry(name: $0.name, source: .report($0)) }
        self.databases = buses.map { databases[$0.name] }
        for (bus, database) in self.databases.enumerated() {
            for (index, message) in (database?.messages ?? []).enumerated() {
                let key = MessageKey(bus: bus, message: index)
                let prefix = "\(buses[bus].name).\(message.name)."
                for (signal, compiled) in message.signals.enumerated() {
                    let source = Source.frames(key, signal: signal)
                    entries.append(Entry(name: prefix + compiled.name, source: source))
                }
            }
        }
        var exact: [String: Int] = [:]
        var shorter: [String: [Int]] = [:]
        for (index, entry) in entries.enumerated() {
            exact[entry.name] = exact[entry.name] ?? index
            var rest = Substring(entry.name)
            while let dot = rest.firstIndex(of: ".") {
                rest = rest[rest.index(after: dot)...]
                shorter[String(rest), default: []].append(index)
            }
        }
        self.entries = entries
        self.exact = exact
        self.shorter = shorter
    }

    /// The signal of that full name; nil where there is none.
    func index(of name: String) -> Int? { exact[name] }

    /// The signals that names and patterns mean, each once, in the order asked for.
    func resolve(_ names: [String]) throws(RPCError) -> [Int] {
        var found: [Int] = []
        var isFound: Set<Int> = []
        for name in names {
            for index in try resolve(name) where isFound.insert(index).inserted {
                found.append(index)
            }
        }
        return found
    }

    private func resolve(_ name: String) throws(RPCError) -> [Int] {
        guard name.utf8.count <= Self.longestName else {
            throw Parameters.error(
                "names: \(NearestName.shortened(name)) has \(name.utf8.count) bytes, at most "
                    + "\(Self.longestName) are allowed"
            )
        }
        if let index = exact[name] { return [index] }
        if let pattern = GlobPattern(name) {
            let matching = entries.indices.filter { pattern.matches(entries[$0].name) }
            guard !matching.isEmpty else {
                throw Parameters.error("names: no signal matches \(name); see signal.list")
            }
            return matching
        }
        guard let candidates = shorter[name] else { throw unknown(name) }
        guard candidates.count == 1 else {
            let shown = candidates.prefix(8).map { entries[$0].name }.joined(separator: ", ")
            let rest = candidates.count > 8 ? " and \(candidates.count - 8) more" : ""
            throw Parameters.error("names: \(name) is ambiguous: \(shown)\(rest)")
        }
        return candidates
    }

    private func unknown(_ name: String) -> RPCError {
        // A short name is compared with short names, so that a missing bus is no edit.
        let nearest: String?
        switch name.count(where: { $0 == "." }) {
        case 0, 1: nearest = NearestName.find(name, in: shorter.keys.sorted())
        default: nearest = NearestName.find(name, in: entries.map(\.name))
        }
        let hint = nearest.map { "did you mean \($0)?" } ?? "see signal.list"
        return Parameters.error("names: unknown signal \(name); \(hint)")
    }
}
