/// A frame with where and when it was received.
public struct ReceivedFrame: Sendable, BitwiseCopyable {
    /// The frame.
    public var frame: Frame
    /// The index of the bus in the configuration's order, 0 to 15.
    public var bus: UInt8
    /// True where this host sent it (seen by loopback), false where it came from the wire.
    public var isLoopback: Bool
    /// Which databases were in force at reception, counted from 0 at the start; it is decoded by
    /// these or not at all.
    public var generation: UInt32 = 0
    /// The kernel's (or the hardware's, or the log's) wall-clock stamp.
    public var stamp: Timestamp
    /// The monotonic clock at reception in nanoseconds; ages are differences of this, so that a
    /// wall-clock jump makes nothing fresh or stale.
    public var arrival: Int64

    /// Puts the parts together.
    public init(
        frame: Frame,
        bus: UInt8,
        isLoopback: Bool = false,
        stamp: Timestamp,
        arrival: Int64
    ) {
        self.frame = frame
        self.bus = bus
        self.isLoopback = isLoopback
        self.stamp = stamp
        self.arrival = arrival
    }
}
