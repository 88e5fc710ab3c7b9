public import VehicleModel

/// The end of stage S5, after the split: the axles pass through zero one after the other.
///
/// The front goes first. The rear waits at zero until 20 ms after the front has passed, so that the
/// driver feels two half lash hits; both keep the lash zone's rate.
public struct LashStagger: Sendable, BitwiseCopyable {
    private var waited: Duration?

    /// Nobody waits.
    public init() {}

    /// Forgets a passage under way.
    public mutating func reset() { waited = nil }

    /// Each axle's torque one period after `sent` on the way to `goal`, Nm in the direction of the gear.
    ///
    /// With `isForced` drive torque falls to the goal at once: a cap with a ramp of its own asks for it.
    public mutating func step(
        goal: AxlePair<Torque>,
        sent: AxlePair<Torque>,
        isForced: Bool,
        period: Duration,
        with rates: TorqueRates
    ) -> AxlePair<Torque> {
        let slew = LashSlew(rates, axles: 1, period: period)
        let front = slew.step(from: sent.front, to: goal.front)
        var rear = slew.step(from: sent.rear, to: goal.rear)
        let from = sent.rear.isFinite ? sent.rear : .zero
        if Self.passes(from, to: goal.rear) {
            // The front has passed once it is on the rear's new side, or where it is asked for nothing.
            let isFrontThrough =
                front.rawValue * goal.rear.rawValue > 0
                || (goal.front == .zero && front == .zero)
            let time = (waited ?? .zero) + (waited == nil ? .zero : period)
            if isFrontThrough { waited = time }
            if !isFrontThrough || time < rates.shaping.stagger {
                // Waiting at zero, never beyond.
                if rear.rawValue * goal.rear.rawValue > 0 { rear = .zero }
            }
        } else {
            waited = nil
        }
        var given = AxlePair(front: front, rear: rear)
        if isForced {
            given.front = Self.forced(given.front, to: goal.front)
            given.rear = Self.forced(given.rear, to: goal.rear)
        }
        return given
    }

    /// Whether the way from one torque to the other leads through zero or begins there.
    private static func passes(_ start: Torque, to goal: Torque) -> Bool {
        goal.isFinite && goal != .zero && start.rawValue * goal.rawValue <= 0
    }

    private static func forced(_ torque: Torque, to goal: Torque) -> Torque {
        let goal = goal.isFinite ? goal : .zero
        return min(torque, max(.zero, goal))
    }
}
