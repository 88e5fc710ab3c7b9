public import VehicleModel

/// Moves torque towards a target no faster than its rates allow.
public enum TorqueSlew {
    /// The torque one period after `previous` on the way to `target`.
    ///
    /// |torque| rises no faster than `up` and falls no faster than `down`; through zero it falls
    /// first and rises with what is left of the period. A target that is not finite means zero.
    public static func step(
        from previous: Torque,
        to target: Torque,
        up: TorqueRate,
        down: TorqueRate,
        period: Duration
    ) -> Torque {
        let start = previous.isFinite ? previous : .zero
        let goal = target.isFinite ? target : .zero
        // Mirrored so that one side is enough: start is never negative below.
        if start < .zero {
            return -step(from: -start, to: -goal, up: up, down: down, period: period)
        }
        if goal >= start { return min(goal, start + up * period) }
        let fall = down * period
        if goal >= start - fall && goal >= .zero { return goal }
        if start - fall >= .zero { return max(goal, start - fall) }
        let left = period * (1 - start / fall)
        return max(goal, -(up * left))
    }
}
