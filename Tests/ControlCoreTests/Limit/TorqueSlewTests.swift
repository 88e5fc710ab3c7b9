import ControlCore
import Testing
import VehicleModel

@Suite("TorqueSlew")
struct TorqueSlewTests {
    private func step(_ previous: Double, _ target: Double) -> Double {
        TorqueSlew.step(
            from: Torque(previous),
            to: Torque(target),
            up: TorqueRate(1200),
            down: TorqueRate(4000),
            period: .milliseconds(10)
        ).rawValue
    }

    @Test(
        "torque rises by 12 Nm a cycle and falls by 40, each side of zero alike",
        arguments: [
            // from, to, expected
            (0, 340, 12), (0, 12, 12), (0, 11.75, 11.75), (0, 12.25, 12), (100, 340, 112),
            (100, 112, 112), (100, 100, 100), (100, 0, 60), (100, 60, 60), (100, 60.25, 60.25),
            (100, 59.75, 60), (40, 0, 0), (39, 0, 0), (41, 0, 1), (40, -340, 0), (0, -340, -12),
            (20, -340, -6), (30, -340, -3), (30, -2, -2), (41, -340, 1), (0, 0, 0),
        ] as [(Double, Double, Double)]
    )
    func golden(from: Double, to: Double, expected: Double) {
        #expect(abs(step(from, to) - expected) < 1e-9)
        #expect(abs(step(-from, -to) + expected) < 1e-9)
    }

    @Test("where torque must not fall at all, it still rises no faster than it may")
    func fallsNever() {
        func step(_ previous: Double, _ target: Double) -> Double {
            TorqueSlew.step(
                from: Torque(previous),
                to: Torque(target),
                up: TorqueRate(1200),
                down: .zero,
                period: .milliseconds(10)
            ).rawValue
        }
        #expect(step(50, 0) == 50)
        #expect(step(50, 340) == 62)
        #expect(abs(step(0, -340)) <= 12)
        #expect(abs(step(-0.0, 340)) <= 12)
    }

    @Test("a target that is not finite means zero, and so does a start", arguments: notFinite)
    func notFiniteMeansZero(bad: Double) {
        #expect(step(100, bad) == 60)
        #expect(step(-100, bad) == -60)
        #expect(step(30, bad) == 0)
        #expect(step(bad, 340) == 12)
        #expect(step(bad, bad) == 0)
    }

    @Test(
        "no step is larger than the rates, none overshoots, and the target is reached",
        arguments: 0..<100
    )
    func properties(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var torque = random.number(-340...340)
        for _ in 0..<20 {
            let target = random.one(of: [0, random.number(-340...340), random.number(-10...10)])
            for cycle in 0..<60 {
                let next = step(torque, target)
                #expect(step(-torque, -target) == -next, "seed \(seed)")
                if next * torque > 0 {
                    #expect(abs(next) <= abs(torque) + 12 + 1e-9, "seed \(seed)")
                    #expect(abs(next) >= abs(torque) - 40 - 1e-9, "seed \(seed)")
                } else {
                    // What is left of the period after the fall, at the rising rate.
                    let used = abs(torque) / 40 + abs(next) / 12
                    #expect(used <= 1 + 1e-9, "seed \(seed)")
                }
                let low = min(torque, target) - 1e-9
                let high = max(torque, target) + 1e-9
                #expect(next >= low && next <= high, "seed \(seed)")
                torque = next
                if cycle == 59 { #expect(abs(torque - target) < 1e-9, "seed \(seed)") }
            }
        }
    }
}
