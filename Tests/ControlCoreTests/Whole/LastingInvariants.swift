import ControlCore
import VehicleModel

/// Rules about what lasts: a released pedal, a pressed brake, the speed over ground, the ladder.
struct LastingInvariants {
    /// A rule that was looked at in this cycle.
    struct Look {
        var holds: Bool
        var number: Invariants.Rule
        var name: String
    }

    private var released = 0
    private var braked = 0
    private var gear = Gear.park
    private var total = 0.0
    private var driving = 0.0
    private var level = LadderLevel.full
    /// Since the ladder last moved, ms of the clock that jumps forward with it.
    private var sinceMove = 0.0
    private var wasOff = false

    /// Nm, and what unequal tyres make of it: the split keeps the force, not the sum of torques.
    private static let creep = 40.1

    /// The rules that could be looked at after a cycle.
    ///
    /// `isIncreased`: stability control asks for more on an axle, or did lately.
    mutating func looks(
        _ bench: Bench,
        isIncreased: Bool,
        elapsed: Double,
        jump: Double
    ) -> [Look] {
        var looks = pedal(bench, isIncreased)
        looks += brake(bench, isIncreased)
        if let look = speed(bench) { looks.append(look) }
        if let look = ladder(bench, elapsed, jump) { looks.append(look) }
        total = bench.given.total.rawValue
        driving = Self.driving(bench)
        gear = bench.report.gear
        return looks
    }

    /// Released for 400 ms and without cruise control there is no more than creep.
    private mutating func pedal(_ bench: Bench, _ isIncreased: Bool) -> [Look] {
        let isCruising =
            bench.values[.cruiseTorque] != nil
            || (0..<RequestSet.capacity).contains { bench.requests[$0]?.source == .cruise }
        let isReleased = bench.report.pedal <= PedalMap.deadband
        released = isReleased && !isCruising && !isIncreased ? released + 1 : 0
        guard released > 40 else { return [] }
        let along = bench.given.total.rawValue * bench.report.gear.direction
        return [Look(holds: along <= Self.creep, number: 10, name: "released is creep")]
    }

    /// Less than the wire resolves, Nm.
    private static let count = 0.25

    /// What the axles drive together, Nm; what one brakes meanwhile is not set off.
    private static func driving(_ bench: Bench) -> Double {
        let direction = bench.report.gear.direction
        return max(0, bench.given.front.rawValue * direction)
            + max(0, bench.given.rear.rawValue * direction)
    }

    /// While the brake is pressed driving never grows, and is over within 300 ms.
    ///
    /// Braking may go at once, where its wheels would lock: then the sum grows without any drive.
    private mutating func brake(_ bench: Bench, _ isIncreased: Bool) -> [Look] {
        let report = bench.report
        let isSame = report.gear == gear && report.gear.direction != 0
        braked = report.isBraking && isSame && !isIncreased ? braked + 1 : 0
        guard braked > 1 else { return [] }
        let along = bench.given.total.rawValue * report.gear.direction
        var looks = [
            Look(holds: along <= driving + Self.count, number: 11, name: "brake falls")
        ]
        if braked > 30 {
            looks.append(Look(holds: along <= Self.count, number: 11, name: "brake ends driving"))
        }
        return looks
    }

    /// No faster than the slowest axle that is driven, no slower than the fastest that is braked, but for
    /// what an axle that grips again is slower than the vehicle.
    private func speed(_ bench: Bench) -> Look? {
        let report = bench.report
        let reference = report.referenceSpeed.rawValue
        guard abs(total) > 5, reference.isFinite else { return nil }
        let speeds = Axle.allCases.filter { $0 != bench.parameters.undriven }.map { axle in
            let drive = bench.parameters.axles[axle]
            return report.axles[axle].speed.rawValue / drive.gearRatio
                * drive.rollingRadius.rawValue
        }
        guard let least = speeds.min(), let greatest = speeds.max(),
            speeds.allSatisfy({ $0.isFinite })
        else { return nil }
        let most = bench.parameters.condition.estimator.greatestUndershoot.rawValue + 1e-6
        let holds = total > 0 ? reference <= least + most : reference >= greatest - most
        return Look(holds: holds, number: 21, name: "speed over ground bounded by the axles")
    }

    /// Up only in calm and 2 s after it moved last; from zero torque only by a key cycle.
    private mutating func ladder(_ bench: Bench, _ elapsed: Double, _ jump: Double) -> Look? {
        let report = bench.report
        let before = level
        level = report.ladder
        sinceMove += elapsed + max(0, jump)
        let driven = Axle.allCases.filter { $0 != bench.parameters.undriven }
        if driven.allSatisfy({ isOff(bench, $0) }) { wasOff = true }
        guard level != before else {
            return level >= .zeroTorque
                ? Look(holds: true, number: 29, name: "zero torque stays") : nil
        }
        let time = sinceMove
        sinceMove = 0
        guard level < before else {
            wasOff = false
            return nil
        }
        guard before < .zeroTorque else {
            return Look(holds: wasOff, number: 29, name: "zero torque is left by a key cycle")
        }
        let isCalm = report.pedal < 0.05 || abs(report.vehicleSpeed.rawValue) < 0.2
        return Look(
            holds: isCalm && time >= 2000,
            number: 29,
            name: "the ladder goes up in calm after 2 s"
        )
    }

    private func isOff(_ bench: Bench, _ axle: Axle) -> Bool {
        let input: InputQuantity = axle == .front ? .frontInverterReady : .rearInverterReady
        return !bench.isReady[axle] || bench.corrupt[input] != nil
    }
}
