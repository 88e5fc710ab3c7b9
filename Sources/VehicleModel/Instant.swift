/// A point on the monotonic clock.
///
/// Time is an input everywhere: nothing here reads a clock.
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// Nanoseconds of the monotonic clock.
    public var nanoseconds: Int64

    /// Takes nanoseconds of the monotonic clock.
    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Orders by time.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The time from `right` to `left`; negative where `right` is later.
    ///
    /// Wraps rather than traps, so that no stamp can stop the program.
    @inlinable
    public static func - (left: Self, right: Self) -> Duration {
        .nanoseconds(left.nanoseconds &- right.nanoseconds)
    }

    /// The instant `duration` later.
    @inlinable
    public static func + (left: Self, duration: Duration) -> Self {
        Self(nanoseconds: left.nanoseconds &+ Int64(duration / .nanoseconds(1)))
    }
}
