public import DBC
public import FrameLogs
public import StateProtocol
public import VehicleModel

/// What the server needs to know before it starts.
public struct StateServerConfiguration: Sendable {
    /// Where `state.sock` is made.
    public var statePath: String
    /// Where `control.sock` is made.
    public var controlPath: String
    /// The group that may read; nil leaves the daemon's own.
    public var stateGroup: String?
    /// The group that may write; nil leaves the daemon's own.
    public var controlGroup: String?
    /// What the configuration calls the vehicle.
    public var vehicle: String
    /// The daemon's version.
    public var version: String
    /// The buses, in the order of `ReceivedFrame.bus`; at most `DaemonSnapshot.busLimit`.
    public var buses: [BusIdentity]
    /// The database of each bus, by the bus's name.
    public var databases: [String: CompiledDatabase]
    /// The highest mode there is.
    public var configuredMode: OperatingMode
    /// The mode in force; a replay's is below control whatever is configured.
    public var mode: OperatingMode
    /// Reads the databases again; nil where they stay for good, as in a replay.
    public var reload: DatabaseReload?
    /// Records what the buses bring, where clients may have that done; nil where nothing is recorded.
    public var recorder: LogRecorder?
    /// Whether a fault that appears while armed has the recorder's black box written.
    public var dumpsAtFaults = false
    /// The longest lease that may be asked for.
    public var leaseLimit: Duration = .seconds(1)
    /// How long a client may take nothing before it is disconnected.
    public var stuckLimit: Duration = .seconds(5)
    /// How long the control thread's answer to a request is waited for.
    public var answerLimit: Duration = .seconds(1)
    /// The most connections on each socket.
    public var clientLimit = 32

    /// Puts together what has no default; where no `mode` is given it is the configured one.
    public init(
        statePath: String,
        controlPath: String,
        stateGroup: String? = nil,
        controlGroup: String? = nil,
        vehicle: String,
        version: String = Release.version,
        buses: [BusIdentity],
        databases: [String: CompiledDatabase],
        configuredMode: OperatingMode,
        mode: OperatingMode? = nil
    ) {
        self.statePath = statePath
        self.controlPath = controlPath
        self.stateGroup = stateGroup
        self.controlGroup = controlGroup
        self.vehicle = vehicle
        self.version = version
        self.buses = buses
        self.databases = databases
        self.configuredMode = configuredMode
        self.mode = mode ?? configuredMode
    }
}
