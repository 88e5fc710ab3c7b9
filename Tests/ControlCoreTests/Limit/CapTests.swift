import Testing
import VehicleModel

@testable import ControlCore

@Suite("Motor caps")
struct CapTests {
    private func cap(_ torque: Torque, at speed: Double?, gear: Gear = .drive) -> AxlePair<Torque> {
        let core = ControlCore(.prototype)
        var inputs = ConditionedInputs()
        let shaft = speed.map { RotationalSpeed($0) }
        inputs.motorSpeeds = AxlePair(both: shaft)
        inputs.leadSpeeds = AxlePair(both: shaft)
        var report = CycleReport()
        return core.cap(AxlePair(both: torque), inputs, gear: gear, into: &report)
    }

    @Test("torque that is not finite becomes none, not the greatest", arguments: notFinite)
    func notFiniteIsNothing(bad: Double) {
        for gear in Gear.allCases {
            #expect(cap(Torque(bad), at: 100, gear: gear) == AxlePair(both: .zero))
        }
    }

    @Test("without a speed there is no torque")
    func unknownSpeed() {
        #expect(cap(Torque(100), at: nil) == AxlePair(both: .zero))
        #expect(cap(Torque(-100), at: nil) == AxlePair(both: .zero))
        for bad in notFinite { #expect(cap(Torque(100), at: bad) == AxlePair(both: .zero)) }
    }

    @Test(
        "torque is capped at the envelope and, against the gear, at the regeneration optimum",
        arguments: [
            // torque, speed, expected in D; reverse is the mirror
            (339.9, 100, 339.9), (340, 100, 340), (340.1, 100, 340), (340, -100, 340),
            (100, -20, 100), (-84.7, 20, -84.7), (-84.8, 20, -84.745), (-340, 20, -84.745),
            (-10, 0, 0), (-10, -20, 0), (0, 0, 0), (-340, 300, -340), (-341, 300, -340),
        ] as [(Double, Double, Double)]
    )
    func golden(torque: Double, speed: Double, expected: Double) {
        let forward = cap(Torque(torque), at: speed)
        let backward = cap(Torque(-torque), at: -speed, gear: .reverse)
        for axle in Axle.allCases {
            #expect(abs(forward[axle].rawValue - expected) < 1e-3)
            #expect(backward[axle] == -forward[axle])
        }
    }
}
