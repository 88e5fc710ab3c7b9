import StateProtocol
import VehicleModel

/// Makes the documents that need the configuration.
struct DocumentMaker: Sendable {
    let configuration: StateServerConfiguration

    /// The state as of a snapshot.
    func state(_ snapshot: DaemonSnapshot, at now: Instant) -> StateDocument {
        StateDocument(
            snapshot,
            buses: configuration.buses,
            configuredMode: configuration.configuredMode,
            mode: mode(snapshot),
            now: now
        )
    }

    /// The mode in force, also before the first cycle.
    private func mode(_ snapshot: DaemonSnapshot) -> OperatingMode {
        snapshot.report.cycle > 0 ? snapshot.report.mode : configuration.mode
    }

    /// The first line of each connection.
    func hello(_ snapshot: DaemonSnapshot, socket: SocketKind) -> JSONValue {
        RPCMessage.notification(
            NotificationName.hello,
            [
                "protocol": .integer(RPCMessage.protocolVersion),
                "program": "axled",
                "version": .string(configuration.version),
                "vehicle": .string(configuration.vehicle),
                "mode": .string(mode(snapshot).wireName),
                "buses": .array(configuration.buses.map(\.json)),
                "socket": .string(socket.name),
                "methods": .array(socket.methods.map { .string($0) }),
            ]
        )
    }
}
