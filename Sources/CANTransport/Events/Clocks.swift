public import CANFrames
import CLinuxCAN

/// The clock that ages are measured with: it never jumps.
public enum MonotonicClock {
    /// Nanoseconds since some moment in the past.
    public static func now() -> Int64 { axle_clock_monotonic() }
}

/// The clock that people read: it may jump.
public enum WallClock {
    /// The time of day.
    public static func now() -> Timestamp { Timestamp(nanoseconds: axle_clock_wall()) }
}
