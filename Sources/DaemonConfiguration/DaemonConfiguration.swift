public import VehicleModel

/// Everything that the daemon is told by its files, checked.
public struct DaemonConfiguration: Sendable {
    /// The vehicle.
    public var vehicle: VehicleDescription
    /// The highest mode that a client can have; observe where the file does not say.
    public var mode: OperatingMode
    /// The buses in the file's order, 1 to `DaemonSnapshot.busLimit`.
    public var buses: [BusDescription]
    /// Where clients connect.
    public var sockets: SocketDescription
    /// Where the guardian listens; never nil in control mode.
    public var guardSocket: String?
    /// Where frames are recorded; nil records none.
    public var recording: RecordingDescription?
    /// What is asked of the kernel.
    public var realTime: RealTimeDescription
    /// What is allowed and probably not meant.
    public var warnings: [ConfigurationWarning]

    /// Puts the parts together; they are not checked against each other.
    public init(
        vehicle: VehicleDescription,
        mode: OperatingMode,
        buses: [BusDescription],
        sockets: SocketDescription,
        guardSocket: String?,
        recording: RecordingDescription?,
        realTime: RealTimeDescription,
        warnings: [ConfigurationWarning]
    ) {
        self.vehicle = vehicle
        self.mode = mode
        self.buses = buses
        self.sockets = sockets
        self.guardSocket = guardSocket
        self.recording = recording
        self.realTime = realTime
        self.warnings = warnings
    }

    /// Reads the daemon's file at `path` and the vehicle's file that it names.
    ///
    /// Relative paths are relative to the directory of the file in which they stand. Throws every
    /// problem of both files at once.
    public static func read(path: String) throws(ConfigurationError) -> DaemonConfiguration {
        let reader = DaemonReader(path: path)
        guard let configuration = reader.read() else {
            throw ConfigurationError(problems: reader.findings.inOrder())
        }
        return configuration
    }
}
