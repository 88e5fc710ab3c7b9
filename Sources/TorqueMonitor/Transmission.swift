/// What became of the frames for one axle's bus since the monitor's start.
///
/// Queued frames are confirmed, unconfirmed, or on their way.
public struct Transmission: Sendable {
    /// Handed to the bus.
    public internal(set) var queued: UInt32 = 0
    /// Due, and never handed over: the bus was not ready or did not take them.
    public internal(set) var dropped: UInt32 = 0
    /// Come back from the bus.
    ///
    /// A controller gives a frame back when it was acknowledged on the wire; a virtual interface and a
    /// local bus give it back at once.
    public internal(set) var confirmed: UInt32 = 0
    /// Not come back so far, or given up: a later one came back without it.
    public internal(set) var unconfirmed: UInt32 = 0
    /// How many of the unconfirmed are the newest: not come back, nor any later one.
    public internal(set) var overdue: UInt32 = 0
    /// From handing a torque frame over to its coming back, in nanoseconds: the newest.
    public internal(set) var newestEcho: Int64 = 0
    /// The greatest of these times.
    public internal(set) var greatestEcho: Int64 = 0

    // On a bus of 500 kbit/s a frame takes 0.27 ms at most: in 50 ms it has lost the bus to others, or
    // gone without acknowledgement, nearly two hundred times.
    static var patience: Int64 { 50_000_000 }
    // Less than four cycles of 10 ms, after which counters repeat themselves.
    static var unrepeated: Int64 { 35_000_000 }
}
