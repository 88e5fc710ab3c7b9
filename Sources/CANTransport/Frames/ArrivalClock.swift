import CLinuxCAN

/// Turns a frame's wall-clock stamp into the monotonic time at which it was queued.
///
/// A frame that waited in the socket is older than the call that takes it out, and only its
/// wall-clock stamp says by how much. A jump of the wall clock must make nothing fresh or stale: the
/// age is believed only back to the moment when the queue was last seen empty.
struct ArrivalClock: Sendable {
    private var emptyAt: Int64

    /// Starts with an empty queue at this monotonic time.
    init(emptyAt: Int64 = axle_clock_monotonic()) { self.emptyAt = emptyAt }

    /// The two clocks right after a reception, and how far back a frame of it may reach.
    struct Reading: Sendable {
        var earliest: Int64
        var monotonic: Int64
        var wall: Int64

        /// The monotonic time of a frame that the wall clock stamped, in nanoseconds.
        func arrival(ofStamp stamp: Int64) -> Int64 {
            let (difference, overflow) = wall.subtractingReportingOverflow(stamp)
            let waited = max(0, monotonic - earliest)
            return monotonic - (overflow ? waited : min(max(0, difference), waited))
        }
    }

    /// Reads both clocks after a reception that began at `begin` and `emptied` the queue or did not.
    mutating func read(begunAt begin: Int64, emptied: Bool) -> Reading {
        let reading = Reading(
            earliest: emptyAt,
            monotonic: axle_clock_monotonic(),
            wall: axle_clock_wall()
        )
        if emptied { emptyAt = begin }
        return reading
    }
}
