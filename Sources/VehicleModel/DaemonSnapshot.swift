/// What the control thread publishes each cycle.
public struct DaemonSnapshot: Sendable, BitwiseCopyable {
    /// The cycle.
    public var report = CycleReport()
    /// One entry a bus, in the configuration's order; those past the last bus are empty.
    public var buses: [8 of BusHealth] = .init(repeating: BusHealth())
    /// What the vehicle did when the faults that came last appeared.
    public var freezeFrames = FreezeFrames()
    /// Frames that the recorder could not take.
    public var recorderDropped: UInt64 = 0
    /// Frames that the server could not take.
    public var serverDropped: UInt64 = 0

    /// The most buses one daemon has.
    public static var busLimit: Int { 8 }

    /// Nothing yet.
    public init() {}
}
