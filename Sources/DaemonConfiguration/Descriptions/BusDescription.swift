/// One bus that the daemon listens on.
public struct BusDescription: Hashable, Sendable {
    /// What configuration, signals and people call it, such as `front`.
    public var name: String
    /// An interface such as `can0`, or `unix:` and the absolute path of a local bus.
    public var address: String
    /// The paths of the databases that describe its messages; empty where none does.
    public var databases: [String]
    /// Whether an extended identifier that no message has is found by its parameter group (SAE J1939).
    public var matchesParameterGroups: Bool
    /// Whether error frames are received.
    public var receivesErrors: Bool
    /// What is set on its adapter each time it appears; nil leaves the adapter as it is.
    public var adapter: AdapterDescription?
    /// How its controller is restarted after bus-off; nil leaves it to the kernel.
    public var recovery: RecoveryDescription?

    /// Puts the parts together.
    public init(
        name: String,
        address: String,
        databases: [String],
        matchesParameterGroups: Bool = false,
        receivesErrors: Bool,
        adapter: AdapterDescription? = nil,
        recovery: RecoveryDescription? = nil
    ) {
        self.name = name
        self.address = address
        self.databases = databases
        self.matchesParameterGroups = matchesParameterGroups
        self.receivesErrors = receivesErrors
        self.adapter = adapter
        self.recovery = recovery
    }
}
