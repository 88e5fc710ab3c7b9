/// A bound that rises at once and falls no faster than its ramp.
struct FallingBound: Sendable {
    // In billionths of 0.25 Nm, so that no part of a step is lost.
    private var value = 0
    private var at: Int64?

    /// Moves toward a target in 0.25 Nm at a rate in 0.25 Nm a second, and says where it is.
    mutating func step(to target: Int, rate: Int, at now: Int64) -> Int {
        // Longer than any ramp, short enough not to overflow.
        let elapsed = min(max(0, now &- (at ?? now)), 1_000_000_000)
        value = max(target * 1_000_000_000, value - rate * Int(elapsed))
        at = now
        return value / 1_000_000_000
    }
}

/// The bounds of the driver's torque that remember.
///
/// Each is of both axles' torque together, in 0.25 Nm.
struct BoundRamps: Sendable {
    var upper = FallingBound()
    var lower = FallingBound()
    var brake = FallingBound()
    var abs = FallingBound()
    /// The last driving gear's: 1 drive, -1 reverse.
    var direction = 1
}
