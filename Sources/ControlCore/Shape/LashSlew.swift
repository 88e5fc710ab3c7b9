public import VehicleModel

/// Moves torque no faster than the rates allow, and slowly where the gears' lash closes.
public struct LashSlew: Sendable, BitwiseCopyable {
    /// The greatest growth of |torque| in a period, Nm.
    var rise: Double
    /// The greatest fall of |torque| in a period, Nm.
    var fall: Double
    /// The size of the lash zone, Nm.
    var zone: Double
    /// The greatest change in a period within the zone, Nm.
    var step: Double

    /// The slew of `axles` axles together.
    public init(_ rates: TorqueRates, axles: Double, period: Duration) {
        rise = (rates.up * period).rawValue * axles
        fall = (rates.comfortDown * period).rawValue * axles
        zone = rates.shaping.lashTorque.rawValue * axles
        step = min(rise, (rates.shaping.lashRate * period).rawValue * axles)
    }

    /// The torque one period after `start` on the way to `goal`; it never passes the goal.
    public func step(from start: Torque, to goal: Torque) -> Torque {
        let start = start.isFinite ? start.rawValue : 0
        let goal = goal.isFinite ? goal.rawValue : 0
        return Torque(start < 0 ? -advance(-start, -goal) : advance(start, goal))
    }

    /// From a start that is not negative.
    private func advance(_ start: Double, _ goal: Double) -> Double {
        if goal >= start {
            // Out of the zone the rest of the period goes at the full rate only in the next one.
            return min(goal, start + (start < zone ? step : rise))
        }
        if start <= zone { return max(goal, start - step) }
        return max(goal, max(start - fall, zone - step))
    }
}
