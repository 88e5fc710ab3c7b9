/// What became of the guardian's frames for one axle's bus, since its start.
public struct TransmissionReport: Hashable, Sendable, BitwiseCopyable {
    /// Handed to the bus.
    public var queued: UInt32 = 0
    /// Due, and never handed over: the bus was down, in bus-off, absent, or its queue full.
    public var dropped: UInt32 = 0
    /// Come back from the bus: a controller gives a frame back when it was acknowledged on the wire.
    public var confirmed: UInt32 = 0
    /// Queued more than 50 ms ago, or before one that came back, and not come back.
    public var unconfirmed: UInt32 = 0
    /// How many of the unconfirmed are the newest: no later one came back.
    public var overdue: UInt32 = 0
    /// From handing the newest torque frame that came back to the bus to its coming back, in
    /// nanoseconds; 0 where none has.
    public var newestEcho: UInt32 = 0
    /// The greatest of these times.
    public var greatestEcho: UInt32 = 0

    /// Nothing was sent.
    public init() {}
}
