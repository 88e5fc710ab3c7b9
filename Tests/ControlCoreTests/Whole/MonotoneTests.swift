import ControlCore
import Testing
import VehicleModel

/// Invariant 9, through the whole core: what is steady after a second and a half.
@Suite("More and less of a wish or a limit")
struct MonotoneTests {
    /// What one car is driven with.
    private struct Case {
        var speed: Double
        var gear: Gear
        var pedal: Double
        var discharge: Double
        var charge: Double

        /// Torque with the gear in the end, Nm.
        func torque() -> Double {
            var bench = Bench.ready(gear, at: speed)
            bench.holdsSpeed = true
            bench.pedal = pedal
            bench.limits = (discharge, charge)
            bench.run(150)
            return bench.given.total.rawValue * bench.report.gear.direction
        }
    }

    @Test("more pedal never gives less, nor a lower limit more", arguments: 0..<100)
    func monotone(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 9)
        let gear = random.one(of: [Gear.drive, .drive, .brake, .reverse])
        let base = Case(
            speed: gear == .reverse ? -random.number(0...20) : random.number(0...150),
            gear: gear,
            pedal: random.one(of: [0, 1, random.number(0...1)]),
            discharge: random.number(3000...255_000),
            charge: random.number(0...80_000)
        )
        let torque = base.torque()
        var more = base
        more.pedal = min(1, base.pedal + random.number(0...0.3))
        // The split follows what is asked, and an uneven one makes a little less of the same power.
        #expect(more.torque() >= torque - 0.01 * max(1, torque), "\(base) \(more)")
        var less = base
        less.discharge *= random.number(0...1)
        #expect(less.torque() <= max(0, torque) + 0.01, "\(base) \(less)")
        var held = base
        held.charge *= random.number(0...1)
        // A lower charge limit leaves less braking, and never more driving.
        #expect(held.torque() <= max(0, torque) + 0.01, "\(base) \(held)")
        #expect(held.torque() >= min(0, torque) - 0.01, "\(base) \(held)")
        printInvariant(9, "more wish, or less of a limit", steps: 600, looks: 4)
    }
}
