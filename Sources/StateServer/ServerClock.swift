import FoundationEssentials
import NIOCore
import VehicleModel

/// The control thread's clock as seen from the server.
///
/// It is this machine's monotonic clock, except in a replay, where it runs as the log does: then
/// the last report's time is carried on by the time that passed since.
struct ServerClock {
    /// Offsets to add to the monotonic clock, ns; 0 where the clocks are one.
    private var offset: Int64 = 0
    private var wallOffset: Int64?

    /// Clocks that differ by more than this are different clocks, ns.
    private static let largestDelay: Int64 = 1_000_000_000

    /// Notes a report that arrived just now.
    mutating func note(_ report: CycleReport) {
        let difference = report.time.nanoseconds &- Self.monotonic
        offset = difference.magnitude <= Self.largestDelay.magnitude ? 0 : difference
        wallOffset = report.wallTime &- report.time.nanoseconds
    }

    /// The time on the control thread's clock.
    var now: Instant { Instant(nanoseconds: Self.monotonic &+ offset) }

    /// The time of day that belongs to `now`, ns since 1970.
    var wall: Int64 {
        if let wallOffset { return now.nanoseconds &+ wallOffset }
        return Int64(Date().timeIntervalSince1970 * 1e9)
    }

    /// This machine's monotonic clock, ns.
    static var monotonic: Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }
}
