import ControlRuntime
import DaemonConfiguration
import Logging
import StateServer
import Synchronization

/// Reads the configured databases again while the daemon runs, and has the control thread take them
/// over; the configuration itself stays as it was at the start.
final class DatabaseReloader: Sendable {
    private let configuration: DaemonConfiguration
    private let exchange: DatabaseExchange
    private let logger: Logger
    private let lastGeneration = Atomic<UInt32>(0)

    init(_ configuration: DaemonConfiguration, exchange: DatabaseExchange, logger: Logger) {
        self.configuration = configuration
        self.exchange = exchange
        self.logger = logger
    }

    /// One reload, on a thread that may wait; see `DatabaseReload`.
    func reload(
        _ prepare: (ReloadedDatabases) throws(DatabaseReloadError) -> Void
    ) throws(DatabaseReloadError) -> [LoadedDatabase] {
        // A number that was refused is not used again: no frame must ever fit two databases.
        let generation = lastGeneration.wrappingAdd(1, ordering: .relaxed).newValue
        let databases = try read()
        let bindings = try bind(databases, generation)
        for warning in databases.warnings { logger.warning("\(warning)") }
        try prepare(
            ReloadedDatabases(generation: generation, databases: databases.buses.byName)
        )
        switch exchange.offer(bindings) {
        case .done: break
        case .transmitting: throw .armed
        case .unanswered: throw .unanswered
        }
        return databases.files.map { file in
            LoadedDatabase(
                file: file.path,
                buses: file.buses,
                messages: file.messages,
                signals: file.signals,
                warnings: file.warnings
            )
        }
    }

    private func read() throws(DatabaseReloadError) -> DatabaseSet {
        do throws(AssemblyError) {
            return try DatabaseSet(configuration.buses)
        } catch {
            throw Self.broken(error)
        }
    }

    private func bind(
        _ databases: DatabaseSet,
        _ generation: UInt32
    ) throws(DatabaseReloadError) -> BindingSet {
        do throws(AssemblyError) {
            return try BindingSet(configuration.vehicle, on: databases, generation: generation)
        } catch {
            throw Self.broken(error)
        }
    }

    private static func broken(_ error: AssemblyError) -> DatabaseReloadError {
        .broken(error.description.split(separator: "\n").map(String.init))
    }
}
