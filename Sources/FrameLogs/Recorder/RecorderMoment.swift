import CANFrames

/// When something happens, by both clocks.
struct RecorderMoment: Sendable {
    /// Monotonic nanoseconds.
    var monotonic: Int64
    /// The time of day.
    var wall: Timestamp
}

extension Duration {
    /// Nanoseconds; of what 64 bits do not hold the most they do.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isBeyond) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return isBeyond ? .max : whole + attoseconds / 1_000_000_000
    }
}
