public import VehicleModel

/// Stage S5: a jerk-limited reference of the total, slow where the gears' lash closes.
///
/// The total only ever moves towards what is asked: a rate towards anything else ends at once. The
/// notch at the body's pitch frequency acts between the last total and the reference, so that it can
/// neither outrun a rate nor hold torque that nobody asks for any more.
public struct TotalShaping: Sendable, BitwiseCopyable {
    private var reference = 0.0
    /// Nm/s.
    private var rate = 0.0
    private var inputs = (0.0, 0.0)
    private var outputs = (0.0, 0.0)
    private var given = 0.0

    /// Below this distance the goal is reached, Nm.
    private static let reached = 0.01

    /// At rest at zero.
    public init() {}

    /// Forgets everything; on the way to READY every torque state is zero.
    public mutating func reset() { self = TotalShaping() }

    /// The total one period later on the way to `goal`, Nm in the direction of the gear.
    ///
    /// `sent` is what was really sent in the cycle before: where a later stage or the guardian took
    /// torque, shaping goes on from there. `ceiling` is a cap on drive torque that has its own
    /// ramp, the brake's: nothing is above it. `axles` says how many have a motor. What is not finite
    /// counts as zero.
    public mutating func step(
        goal: Torque,
        sent: Torque,
        ceiling: Torque = Torque(.infinity),
        isComfort: Bool,
        axles: Double = 2,
        period: Duration,
        with rates: TorqueRates
    ) -> Torque {
        follow(sent, period: period, with: rates)
        let cap = ceiling.rawValue.isNaN ? 0 : max(0, ceiling.rawValue)
        let target = min(goal.isFinite ? goal.rawValue : 0, cap)
        let slew = LashSlew(rates, axles: axles, period: period)
        advance(towards: target, slew, period: period, with: rates)
        given =
            isComfort ? notched(slew, period: period, with: rates) : moved(to: reference, slew)
        if given > cap {
            given = cap
            reference = min(reference, cap)
            rate = min(rate, 0)
        }
        remember()
        return Torque(given)
    }

    /// Goes on from what was sent, with the rate that it really had.
    private mutating func follow(
        _ sent: Torque,
        period: Duration,
        with rates: TorqueRates
    ) {
        let isKnown = sent.isFinite
        let sent = isKnown ? sent.rawValue : 0
        guard !isKnown || abs(sent - given) > rates.shaping.tolerance.rawValue else { return }
        rate = (sent - outputs.1) / period.inSeconds
        reference = sent
        given = sent
        inputs = (sent, sent)
        outputs = (sent, sent)
    }

    private mutating func advance(
        towards target: Double,
        _ slew: LashSlew,
        period: Duration,
        with rates: TorqueRates
    ) {
        let distance = target - reference
        guard abs(distance) > Self.reached else {
            reference = moved(from: reference, to: target, slew)
            rate = 0
            return
        }
        let sign = distance < 0 ? -1.0 : 1
        let time = period.inSeconds
        let change = rates.shaping.jerk * time
        // What no one asks for any more ends at once: away from less, towards less without delay.
        let isLess = reference * sign < 0
        let speed = isLess ? .infinity : max(0, rate * sign) + change
        var next = min(
            speed,
            Self.braking(from: abs(distance), to: 0, change, rates.shaping.jerk)
        )
        let toZone = abs(reference) - slew.zone
        if isLess && toZone > 0 {
            let last = slew.step / time
            next = min(next, Self.braking(from: toZone, to: last, change, rates.shaping.jerk))
        }
        let wished = reference + sign * min(next * time, abs(distance))
        let reached = moved(from: reference, to: wished, slew)
        rate = (reached - reference) / time
        reference = reached
    }

    /// The greatest rate from which `last` is reached within `distance` by steps of `change` a period.
    private static func braking(
        from distance: Double,
        to last: Double,
        _ change: Double,
        _ jerk: Double
    ) -> Double {
        (change * change + last * last + 2 * jerk * distance).squareRoot() - change
    }

    /// The notch's output, kept between the last total and the reference.
    private func notched(
        _ slew: LashSlew,
        period: Duration,
        with rates: TorqueRates
    ) -> Double {
        let notch = rates.shaping.notch
        let filtered =
            notch.b0 * reference + notch.b1 * inputs.0 + notch.b2 * inputs.1 - notch.a1 * outputs.0
            - notch.a2 * outputs.1
        let (low, high) = (min(given, reference), max(given, reference))
        var wished = max(low, min(high, filtered))
        // |total| falls at least so fast, whatever the notch remembers.
        let fall = (rates.shaping.leastFall * period).rawValue
        if given > 0 && reference < given { wished = min(wished, max(reference, given - fall)) }
        if given < 0 && reference > given { wished = max(wished, min(reference, given + fall)) }
        return moved(to: wished, slew)
    }

    private func moved(to goal: Double, _ slew: LashSlew) -> Double {
        moved(from: given, to: goal, slew)
    }

    private func moved(from start: Double, to goal: Double, _ slew: LashSlew) -> Double {
        slew.step(from: Torque(start), to: Torque(goal)).rawValue
    }

    private mutating func remember() {
        inputs = (reference, inputs.0)
        outputs = (given, outputs.0)
    }
}
