public import DBC
public import DaemonConfiguration
public import VehicleBinding

/// A database file, and what was in it.
public struct DatabaseFile: Sendable {
    /// The path as the configuration gives it.
    public let path: String
    /// The names of the buses that it describes, in the configuration's order.
    public fileprivate(set) var buses: [String] = []
    /// How many messages it has.
    public let messages: Int
    /// How many signals they have.
    public let signals: Int
    /// How much in it is odd, and no error.
    public fileprivate(set) var warnings = 0
    /// Where each message stands, by its name.
    fileprivate let positions: [String: SourcePosition]

    fileprivate init(path: String, _ database: Database) {
        self.path = path
        messages = database.messages.count
        signals = database.messages.reduce(0) { $0 + $1.signals.count }
        positions = Dictionary(
            database.messages.map { ($0.name, $0.position) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

/// The databases of all buses, read and compiled; without errors.
public struct DatabaseSet: Sendable {
    /// The buses in the configuration's order, each with its database.
    public let buses: [BoundBus]
    /// The files, each once.
    public let files: [DatabaseFile]
    /// What is odd about them, and no error.
    public let warnings: [Diagnostic]

    /// Reads and compiles the files of each bus; several files become one database.
    /// - Throws: `AssemblyError.database` or `.diagnostics`.
    public init(_ descriptions: [BusDescription]) throws(AssemblyError) {
        var library = DatabaseLibrary()
        var buses: [BoundBus] = []
        for bus in descriptions {
            buses.append(BoundBus(name: bus.name, database: try library.compile(bus)))
        }
        // All files' errors at once: whoever mends one wants to know of the next.
        guard library.errors.isEmpty else { throw .diagnostics(library.errors) }
        self.buses = buses
        files = library.files
        warnings = library.warnings
    }

    /// Where the databases are to blame for a binding that cannot be made: `file:line:column`, or the
    /// files that a message should be in; nil where they are not.
    func place(of error: BindingError) -> String? {
        switch error {
        case .unknownSignal(_, let message, _): return place(ofMessage: message, on: nil)
        case .unit(_, let signal, _):
            let parts = signal.split(separator: ".").map(String.init)
            return parts.count == 3 ? place(ofMessage: parts[1], on: parts[0]) : nil
        case .unknownMessage(_, let bus):
            let paths = files.filter { $0.buses.contains(bus) }.map(\.path)
            return paths.isEmpty ? nil : paths.joined(separator: ", ")
        case .unknownBus, .malformedPath, .otherMessage, .tooMany: return nil
        }
    }

    private func place(ofMessage message: String, on bus: String?) -> String? {
        for file in files where bus.map(file.buses.contains) ?? true {
            guard let position = file.positions[message] else { continue }
            return "\(file.path):\(position.line):\(position.column)"
        }
        return nil
    }
}

/// Reads each file once, and compiles each list of files once.
private struct DatabaseLibrary {
    private(set) var files: [DatabaseFile] = []
    private(set) var warnings: [Diagnostic] = []
    private(set) var errors: [Diagnostic] = []
    private var databases: [String: Database] = [:]
    private var compiled: [Source: CompiledDatabase] = [:]

    /// What a compiled database is made of.
    private struct Source: Hashable {
        let paths: [String]
        let matchesParameterGroups: Bool
    }

    mutating func compile(_ bus: BusDescription) throws(AssemblyError) -> CompiledDatabase {
        let source = Source(
            paths: bus.databases,
            matchesParameterGroups: bus.matchesParameterGroups
        )
        var merged = Database()
        merged.file = source.paths.joined(separator: ", ")
        for (index, path) in source.paths.enumerated() {
            let database = try read(path)
            if source.paths.count == 1 {
                merged = database
            } else if compiled[source] == nil {
                warnOfShared(database, merged, source.paths[..<index])
                merged.add(database.resolved())
            }
            if let file = files.firstIndex(where: { $0.path == path }),
                !files[file].buses.contains(bus.name)
            {
                files[file].buses.append(bus.name)
            }
        }
        if let known = compiled[source] { return known }
        // What compiling finds was said of each file by itself.
        let result = CompiledDatabase(
            merged,
            matching: source.matchesParameterGroups ? .parameterGroup : .exact
        )
        compiled[source] = result
        return result
    }

    private mutating func read(_ path: String) throws(AssemblyError) -> Database {
        if let known = databases[path] { return known }
        let database: Database
        let diagnostics: [Diagnostic]
        do throws(DBCError) {
            (database, diagnostics) = try DBCReader.read(path: path)
        } catch {
            throw .database(error)
        }
        files.append(DatabaseFile(path: path, database))
        databases[path] = database
        take(diagnostics + CompiledDatabase(database).diagnostics)
        return database
    }

    /// Of two files of one bus that have an identifier, the first decides.
    private mutating func warnOfShared(
        _ database: Database,
        _ before: Database,
        _ paths: ArraySlice<String>
    ) {
        let known = Set(before.messages.map(\.rawID))
        take(
            database.messages.filter { known.contains($0.rawID) }.map { message in
                Diagnostic(
                    file: database.file,
                    position: message.position,
                    severity: .warning,
                    message: "\(message.name) has the number \(message.rawID), which "
                        + "\(paths.joined(separator: ", ")) has too; it is not decoded"
                )
            }
        )
    }

    private mutating func take(_ diagnostics: [Diagnostic]) {
        errors += diagnostics.filter { $0.severity == .error }
        let odd = diagnostics.filter { $0.severity == .warning }
        warnings += odd
        for diagnostic in odd {
            guard let file = files.firstIndex(where: { $0.path == diagnostic.file }) else {
                continue
            }
            files[file].warnings += 1
        }
    }
}

extension Database {
    /// Takes the messages of another file in; both have been resolved.
    fileprivate mutating func add(_ other: Database) {
        messages += other.messages
        valueTables += other.valueTables
        let known = attributeDefinitions
        attributeDefinitions += other.attributeDefinitions.filter { definition in
            !known.contains { $0.object == definition.object && $0.name == definition.name }
        }
    }

    /// The same with every default set where it is inherited, so that no other file's counts there.
    fileprivate func resolved() -> Database {
        var resolved = self
        let defaults = (message: defaults(for: .message), signal: defaults(for: .signal))
        for index in resolved.messages.indices {
            resolved.messages[index].attributes.inherit(defaults.message)
            for signal in resolved.messages[index].signals.indices {
                resolved.messages[index].signals[signal].attributes.inherit(defaults.signal)
            }
        }
        for index in resolved.attributeDefinitions.indices {
            resolved.attributeDefinitions[index].defaultValue = nil
        }
        return resolved
    }
}

extension Attributes {
    /// Sets what is not set.
    fileprivate mutating func inherit(_ defaults: [String: AttributeValue]) {
        for (name, value) in defaults where self[name] == nil { self[name] = value }
    }
}
