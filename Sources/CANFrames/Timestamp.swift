/// A wall-clock instant: nanoseconds since 1970-01-01 UTC.
///
/// For logs and people; it may jump.
public struct Timestamp: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// Nanoseconds since the Unix epoch.
    public var nanoseconds: Int64

    /// Takes nanoseconds since the Unix epoch.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Seconds since the Unix epoch.
    public var seconds: Double { Double(nanoseconds) / 1e9 }
}
