import ControlCore
import Testing
import VehicleModel

@Suite("LashSlew and LashStagger")
struct LashTests {
    private let rates = TorqueRates.make()

    @Test(
        "one axle moves by its rates, and by 2 Nm a cycle in the lash zone, mirrored alike",
        arguments: [
            (0, 340, 2), (11.9, 340, 13.9), (12, 340, 24), (100, 340, 112), (100, 105, 105),
            (340, 0, 315), (40, 0, 15), (30, 0, 10), (12.5, 0, 10), (12, 0, 10), (1, -340, -1),
            (0, -340, -2), (-12, -340, -24), (5, 5, 5), (20, -100, 10),
        ] as [(Double, Double, Double)]
    )
    func slew(start: Double, goal: Double, expected: Double) {
        let slew = LashSlew(rates, axles: 1, period: .milliseconds(10))
        for sign in [1.0, -1] {
            let next = slew.step(from: Torque(start * sign), to: Torque(goal * sign)).rawValue
            #expect(abs(next - expected * sign) < 1e-9)
        }
    }

    private func step(
        _ stagger: inout LashStagger,
        _ sent: AxlePair<Torque>,
        _ goal: Double,
        isForced: Bool = false
    ) -> AxlePair<Torque> {
        stagger.step(
            goal: AxlePair(both: Torque(goal)),
            sent: sent,
            isForced: isForced,
            period: .milliseconds(10),
            with: rates
        )
    }

    @Test("the rear passes zero 20 ms after the front, in both directions", arguments: [1.0, -1])
    func staggered(sign: Double) {
        var stagger = LashStagger()
        var torques = AxlePair(both: Torque(20 * sign))
        var passed = AxlePair<Int?>(both: nil)
        for cycle in 0..<40 {
            torques = step(&stagger, torques, -100 * sign)
            #expect(
                torques.front.rawValue * torques.rear.rawValue >= 0
                    || torques.rear.magnitude <= Torque(12)
            )
            for axle in Axle.allCases where passed[axle] == nil {
                if torques[axle].rawValue * sign < 0 { passed[axle] = cycle }
            }
        }
        #expect(passed.rear! - passed.front! == 1 + 1)
        #expect(torques == AxlePair(both: Torque(-100 * sign)))
    }

    @Test("forced, drive torque falls at once and braking does not grow faster")
    func forced() {
        var stagger = LashStagger()
        let torques = step(&stagger, AxlePair(both: Torque(100)), 0, isForced: true)
        #expect(torques == AxlePair(both: .zero))
        let partly = step(&stagger, AxlePair(both: Torque(100)), 40, isForced: true)
        #expect(partly == AxlePair(both: Torque(40)))
        stagger.reset()
        let braking = step(&stagger, AxlePair(both: .zero), -100, isForced: true)
        #expect(braking == AxlePair(front: Torque(-2), rear: .zero))
    }

    @Test("numbers that are not finite mean zero", arguments: notFinite)
    func notFiniteIsZero(bad: Double) {
        var stagger = LashStagger()
        let torques = step(&stagger, AxlePair(both: Torque(bad)), 100)
        #expect(torques == AxlePair(front: Torque(2), rear: .zero))
        let falling = step(&stagger, AxlePair(both: Torque(100)), bad)
        #expect(falling == AxlePair(both: Torque(75)))
        let forced = step(&stagger, AxlePair(both: Torque(100)), bad, isForced: true)
        #expect(forced == AxlePair(both: .zero))
    }
}
