/// Whether a bus can be used.
public enum BusState: UInt8, Sendable, BitwiseCopyable {
    /// The interface or socket does not exist.
    case absent
    /// It exists and is down.
    case down
    /// Frames can be received.
    case up
    /// It is up and its controller in bus-off: nothing passes until it is restarted.
    case busOff
}

/// Whether receiving on a bus is invisible to it.
public enum Acknowledgement: UInt8, Sendable, BitwiseCopyable {
    /// Not known.
    case unknown
    /// The controller is listen-only: it acknowledges nothing.
    case silent
    /// The controller acknowledges frames even while the program is silent.
    case acknowledges
    /// There is no controller: a virtual or local bus.
    case virtual
}

/// Which clock stamps a bus's frames.
public enum StampClock: UInt8, Sendable, BitwiseCopyable {
    /// No frame has come yet.
    case unknown
    /// The kernel's, when the driver handed the frame over.
    case software
    /// The adapter's.
    case hardware
    /// The hub's of a local bus.
    case hub
}

/// What is counted and known of one bus.
public struct BusHealth: Sendable, BitwiseCopyable {
    /// Whether it can be used.
    public var state: BusState = .absent
    /// Frames received since the start.
    public var received: UInt64 = 0
    /// Frames lost in the kernel's receive queue since the start.
    public var lost: UInt64 = 0
    /// Error frames received since the start.
    public var errors: UInt64 = 0
    /// Frames whose checksum was wrong since the start, of those bound.
    public var badChecksums: UInt64 = 0
    /// Alive-counter gaps since the start, of those bound.
    public var counterGaps: UInt64 = 0
    /// Frames a second over the last second.
    public var rate: UInt32 = 0
    /// Times the bus was attached.
    public var attachments: UInt32 = 0
    /// Which clock stamped its newest frame.
    public var stamps: StampClock = .unknown
    /// What its interface is told to be.
    public var link = LinkHealth()
    /// When the last frame arrived; meaningless before one did.
    public var lastArrival = Instant(nanoseconds: 0)

    /// Nothing known yet.
    public init() {}
}

#if !hasFeature(Embedded)
extension BusState: CaseIterable {}
extension Acknowledgement: CaseIterable {}
extension StampClock: CaseIterable {}
#endif
