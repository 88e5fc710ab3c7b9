import ControlCore
import VehicleModel

/// What must hold in every cycle, whatever came before: the numbers are those of the safety concept.
///
/// It recomputes power and bounds by itself from the values that the car really had.
struct Invariants {
    /// A rule by its number in the control design.
    typealias Rule = Int

    /// How many times each rule was looked at.
    private(set) var looks: [Rule: Int] = [:]

    /// Torque of one axle in one cycle, for one look.
    private struct Motor {
        var given: Double
        var start: Double
        var before: Double
        var speed: Double
        var envelope: Double
        var losses: AxleLosses

        /// Falls at the protective rate or has nothing left to fall.
        var isFalling: Bool { given == 0 || abs(given) <= abs(start) - 40 + 1e-6 }
        var idle: Double { loss(0) }
        var draws: Bool {
            given != 0 && (given * speed >= 0 || extra(given) > abs(given * speed))
        }
        func drawn(_ torque: Double) -> Double { max(torque * speed, 0) + extra(torque) }
        var returned: Double { draws ? 0 : -(given * speed + extra(given)) }

        /// What torque loses beside idling, W.
        private func extra(_ torque: Double) -> Double { loss(torque) - loss(0) }
        private func loss(_ torque: Double) -> Double {
            losses.drawn(by: Torque(torque), at: RotationalSpeed(speed)).rawValue - torque * speed
        }
    }

    /// Every rule that a drive can look at.
    static let rules: [Rule: String] = [
        1: "within the envelope", 2: "power within the limit",
        3: "returned power within the limit", 5: "no axle against what was arbitrated",
        8: "no torque while a safety input is invalid", 10: "a released pedal leaves creep",
        11: "the brake ends driving in 300 ms", 12: "no faster up than the rate",
        14: "axles against each other only in the lash band",
        15: "no torque without or against the gear", 21: "speed over ground bounded by the axles",
        23: "no more given than asked", 28: "no step on the wire",
        29: "the ladder goes up in calm after 2 s",
    ]

    private var lasting = LastingInvariants()
    private var before = AxlePair<Torque>(both: .zero)
    private var wire = AxlePair<Torque>(both: .zero)
    private var overLimit = 0.0
    private var overCharge = 0.0
    private var cyclesWithoutGear = 0
    /// Cycles for which each axle's inverter has not been sound.
    private var cyclesUnsound = AxlePair(both: 0)
    /// Cycles since stability control last asked for torque on one axle.
    private var sinceIncrease = 1000

    /// The rules that the last cycle of `bench` broke; `sent` is what the guardian had said before it.
    mutating func broken(
        _ bench: Bench,
        sent: AxlePair<Torque>?,
        elapsed: Double,
        jump: Double = 0
    ) -> [String] {
        let report = bench.report
        let front = motor(bench, .front, sent)
        let rear = motor(bench, .rear, sent)
        var found: [String] = []
        func rule(_ holds: Bool, _ number: Rule, _ name: String) {
            looks[number, default: 0] += 1
            if !holds { found.append("\(number): \(name)") }
        }

        let increase = [bench.values[.frontStabilityMinimum], bench.values[.rearStabilityMinimum]]
        sinceIncrease = increase.contains { ($0 ?? 0) > 0 } ? 0 : sinceIncrease + 1
        // A lease, and a fall from 60 Nm at the comfortable rate.
        let isIncreased = sinceIncrease < 20
        for motor in [front, rear] {
            rule(motor.given.isFinite, 8, "torque is finite")
            let isWithin = abs(motor.given) <= motor.envelope + 1e-9 || motor.isFalling
            rule(isWithin, 1, "within the envelope")
            rule(rises(motor), 12, "no faster up than the rate")
            let isBackwards = motor.given * report.arbitrated.rawValue < 0
            rule(
                !isBackwards || (isIncreased && abs(motor.given) <= 60 + 1e-9)
                    || (motor.given * motor.start > 0 && abs(motor.given) <= abs(motor.start)),
                5,
                "no axle against what was arbitrated"
            )
            rule(followsGear(motor, report.gear), 15, "no torque against the gear but regeneration")
        }
        rule(powerHolds(front, rear, bench, elapsed), 2, "power within the limit")
        rule(chargeHolds(front, rear, bench, elapsed), 3, "returned power within the limit")
        rule(
            isIncreased || front.given * rear.given >= 0
                || min(abs(front.given), abs(rear.given)) <= 12 + 1e-9,
            14,
            "axles against each other only in the lash band"
        )
        cyclesWithoutGear = report.gear.direction == 0 ? cyclesWithoutGear + 1 : 0
        let isZero = front.given == 0 && rear.given == 0
        rule(cyclesWithoutGear <= 14 || isZero, 15, "no torque without a gear")
        rule(!forbids(bench) || isZero, 8, "no torque while a common safety input is invalid")
        for (axle, motor) in [(Axle.front, front), (Axle.rear, rear)] {
            rule(fallsUnsound(axle, motor, bench), 8, "an unsound axle's torque is gone in 90 ms")
        }
        rule(wireHolds(bench, sent), 28, "no step on the wire")
        let last = max(abs(front.before + rear.before), abs(front.start + rear.start))
        let isShared = sharesHold(report, last: last, increase: isIncreased ? 120 : 0)
        rule(isShared, 23, "no more given than asked")
        let lastingLooks = lasting.looks(
            bench,
            isIncreased: isIncreased,
            elapsed: elapsed,
            jump: jump
        )
        for look in lastingLooks { rule(look.holds, look.number, look.name) }
        before = bench.given
        return found
    }

    private func motor(_ bench: Bench, _ axle: Axle, _ sent: AxlePair<Torque>?) -> Motor {
        let report = bench.report.axles[axle]
        let parameters = bench.parameters.axles[axle]
        let known = report.speed
        let speed = known.isFinite ? known : .zero
        let last = before[axle].rawValue
        var start = last
        if let sent = sent?[axle].rawValue {
            start = sent * last <= 0 ? 0 : abs(sent) < abs(last) ? sent : last
        }
        let link: InputQuantity = axle == .front ? .frontLinkVoltage : .rearLinkVoltage
        let isKnown = bench.isFresh(link) || bench.isFresh(.batteryVoltage)
        return Motor(
            given: report.given.rawValue,
            start: start,
            before: last,
            speed: speed.rawValue,
            envelope: parameters.envelope.greatestTorque(
                at: speed,
                voltage: isKnown ? Voltage(bench.voltage) : nil
            ).rawValue,
            losses: parameters.losses
        )
    }

    private func rises(_ motor: Motor) -> Bool {
        let from = motor.given * motor.start > 0 ? abs(motor.start) : 0
        return abs(motor.given) <= from + 12 + 1e-9
    }

    private func followsGear(_ motor: Motor, _ gear: Gear) -> Bool {
        let isAgainst = motor.given * gear.direction < 0
        guard isAgainst, motor.speed * gear.direction <= 0 else { return true }
        return abs(motor.given) <= max(0, abs(motor.start) - 25) + 1e-6
    }

    private mutating func powerHolds(
        _ front: Motor,
        _ rear: Motor,
        _ bench: Bench,
        _ elapsed: Double
    ) -> Bool {
        let fixed = front.idle + rear.idle + Self.auxiliary(bench)
        var drawn = fixed
        var drawnBefore = fixed
        for motor in [front, rear] where motor.draws {
            drawn += motor.drawn(motor.given)
            // No credit for the other axle: with it at zero there is less to count, not more.
            drawnBefore += motor.drawn(motor.start)
        }
        let isOver = drawn > bench.report.dischargeLimit.rawValue * 1.001 && drawn > fixed
        overLimit = isOver ? overLimit + 1 : 0
        guard isOver else { return true }
        let falls = (front.draws && front.isFalling) || (rear.draws && rear.isFalling)
        return falls && drawn <= drawnBefore && overLimit <= 12
    }

    /// What the core must count for the auxiliaries, W: what they are said to draw, and never less than
    /// 400 W, which is all that is sure of what an input says that lies.
    private static func auxiliary(_ bench: Bench) -> Double {
        bench.isFresh(.auxiliaryPower) ? bench.parameters.power.auxiliary.rawValue : 400
    }

    private mutating func chargeHolds(
        _ front: Motor,
        _ rear: Motor,
        _ bench: Bench,
        _ elapsed: Double
    ) -> Bool {
        let returned = front.returned + rear.returned
        let isOver = returned > bench.report.chargeLimit.rawValue * 1.001 + 1e-6
        overCharge = isOver ? overCharge + 1 : 0
        guard isOver else { return true }
        let falls =
            (front.returned > 0 && front.isFalling) || (rear.returned > 0 && rear.isFalling)
        return falls && overCharge <= 12
    }

    /// Whether an axle that is not sound has no torque, or falls at the protective rate for no longer
    /// than full torque does.
    private mutating func fallsUnsound(_ axle: Axle, _ motor: Motor, _ bench: Bench) -> Bool {
        let isSound = isSound(axle, bench)
        cyclesUnsound[axle] = isSound ? 0 : cyclesUnsound[axle] + 1
        return isSound || motor.given == 0 || motor.isFalling && cyclesUnsound[axle] < 9
    }

    /// Whether an axle's inverter has a known speed and none of the faults that give it up.
    private func isSound(_ axle: Axle, _ bench: Bench) -> Bool {
        let memory = bench.report.faults
        return bench.report.axles[axle].speed.isFinite
            && !Fault.allCases.contains {
                $0.axle == axle && $0.reaction != .note && memory[$0].isActive
            }
    }

    /// Whether something is invalid that must take torque of both axles away in the same cycle.
    private func forbids(_ bench: Bench) -> Bool {
        let memory = bench.report.faults
        return Fault.allCases.contains { $0.forbidsTorque && memory[$0].isActive }
            || bench.mode == .observe || bench.arming == .tripped
            || (bench.mode == .control && bench.arming == .disarmed)
            || bench.report.pedal.isNaN || areAxlesUnsound(bench)
    }

    /// Whether so many speeds are unknown that no axle may go on.
    private func areAxlesUnsound(_ bench: Bench) -> Bool {
        let known = AxlePair(
            front: bench.report.axles.front.speed.isFinite,
            rear: bench.report.axles.rear.speed.isFinite
        ).filled(in: bench.parameters.undriven)
        let (front, rear) = (known.front, known.rear)
        return bench.parameters.faults.goesOnWithOneAxle ? !front && !rear : !front || !rear
    }

    /// What leaves for the motors never rises by more than the rate, through every mode and arming.
    private mutating func wireHolds(_ bench: Bench, _ sent: AxlePair<Torque>?) -> Bool {
        let isSent = bench.mode == .control && bench.arming != .disarmed
        var holds = true
        for axle in Axle.allCases {
            let next = isSent ? bench.given[axle].rawValue : 0
            let last = wire[axle].rawValue
            let from = next * last > 0 ? abs(last) : 0
            if abs(next) > from + 12 + 1e-9 { holds = false }
            wire[axle] = Torque(next)
        }
        return holds
    }

    /// `last` is where the sum's fall began, Nm: an axle that is said to have sent the other way starts at
    /// zero, and sets nothing off.
    private func sharesHold(_ report: CycleReport, last: Double, increase: Double) -> Bool {
        let front = report.axles.front
        let rear = report.axles.rear
        let given = abs((front.given + rear.given).rawValue)
        // A maximum below zero asks for more braking than the driver does.
        let asked = max(
            abs((front.asked + rear.asked).rawValue),
            abs(report.arbitrated.rawValue)
        )
        return report.frontShare >= 0 && report.frontShare <= 1
            && (given <= asked * 1.001 + increase + 1e-9 || given <= last + 1e-9
                || report.arbitrated.rawValue * (front.asked + rear.asked).rawValue <= 0)
    }
}

extension Fault {
    /// What follows from it.
    fileprivate var reaction: FaultReaction { FaultTable.standard[self].reaction }
}
