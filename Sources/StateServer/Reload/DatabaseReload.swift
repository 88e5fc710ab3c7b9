public import DBC

/// Reads the databases again and puts them in force; run on a thread that may wait.
///
/// It calls `prepare` before the control thread can receive a frame under the new databases.
/// - Returns: what was loaded, once the control thread has taken it over.
public typealias DatabaseReload =
    @Sendable (
        _ prepare: (ReloadedDatabases) throws(DatabaseReloadError) -> Void
    ) throws(DatabaseReloadError) -> [LoadedDatabase]

/// Databases that were read again, for the server to decode with.
public struct ReloadedDatabases: Sendable {
    /// What `ReceivedFrame.generation` says of frames that they decode; never used before.
    public var generation: UInt32
    /// The database of each bus, by the bus's name.
    public var databases: [String: CompiledDatabase]

    /// Puts the two together.
    public init(generation: UInt32, databases: [String: CompiledDatabase]) {
        self.generation = generation
        self.databases = databases
    }
}

/// A database file that was loaded.
public struct LoadedDatabase: Sendable {
    /// The path as the configuration gives it.
    public var file: String
    /// The names of the buses that it describes.
    public var buses: [String]
    /// How many messages it has.
    public var messages: Int
    /// How many signals they have.
    public var signals: Int
    /// How much in it is odd, and no error.
    public var warnings: Int

    /// Puts the parts together.
    public init(file: String, buses: [String], messages: Int, signals: Int, warnings: Int) {
        self.file = file
        self.buses = buses
        self.messages = messages
        self.signals = signals
        self.warnings = warnings
    }
}

/// Why the databases in force stay in force.
public enum DatabaseReloadError: Error, Equatable, Sendable {
    /// An arming is in force or on its way out.
    case armed
    /// The databases are being read again already.
    case underWay
    /// The new databases cannot be used; one sentence for each reason, with its place.
    case broken([String])
    /// The databases came with a replay's start and go with its end.
    case replay
    /// The control thread gave no answer.
    case unanswered
    /// The server stops.
    case stopping
}
