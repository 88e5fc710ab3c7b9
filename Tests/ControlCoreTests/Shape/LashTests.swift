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

    private func next(_ rates: TorqueRates, from start: Double, to goal: Double) -> Double {
        let slew = LashSlew(rates, axles: 1, period: .milliseconds(10))
        return slew.step(from: Torque(start), to: Torque(goal)).rawValue
    }

    @Test("without a lash zone torque rises from zero at its rate")
    func noZone() {
        var rates = rates
        rates.shaping.lashTorque = .zero
        #expect(next(rates, from: 0, to: 340) == 12)
        #expect(next(rates, from: 0.5, to: 340) == 12.5)
        #expect(next(rates, from: -0.5, to: -340) == -12.5)
        #expect(next(rates, from: -5, to: -340) == -17)
    }

    @Test("in the lash zone torque rises no faster than outside, and falls by the zone's rate")
    func zoneRate() {
        var fast = rates
        fast.shaping.lashRate = TorqueRate(5000)
        #expect(next(fast, from: 0, to: 340) == 12)
        #expect(next(fast, from: 12, to: 0) == 0)
        var slow = rates
        slow.comfortDown = TorqueRate(100)
        #expect(next(slow, from: 12, to: 0) == 10)
        #expect(next(slow, from: 12.5, to: 0) == 11.5)
    }

    @Test("both axles together move twice as fast, in a zone of twice the size")
    func bothAxles() {
        let slew = LashSlew(rates, axles: 2, period: .milliseconds(10))
        #expect(slew.step(from: Torque(23), to: Torque(680)) == Torque(27))
        #expect(slew.step(from: Torque(24), to: Torque(680)) == Torque(48))
        #expect(slew.step(from: Torque(200), to: .zero) == Torque(150))
        #expect(slew.step(from: Torque(60), to: .zero) == Torque(20))
        for bad in notFinite {
            #expect(slew.step(from: Torque(bad), to: Torque(100)) == Torque(4))
            #expect(slew.step(from: Torque(100), to: Torque(bad)) == Torque(50))
            #expect(slew.step(from: .zero, to: Torque(bad)) == .zero)
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

    /// The torques of the cycles from `start` on the way to `goal`.
    private func way(
        _ stagger: inout LashStagger,
        from start: (Double, Double),
        to goal: (Double, Double),
        cycles: Int
    ) -> [[Double]] {
        var torques = AxlePair(front: Torque(start.0), rear: Torque(start.1))
        var way: [[Double]] = []
        for _ in 0..<cycles {
            torques = stagger.step(
                goal: AxlePair(front: Torque(goal.0), rear: Torque(goal.1)),
                sent: torques,
                isForced: false,
                period: .milliseconds(10),
                with: rates
            )
            way.append([torques.front.rawValue, torques.rear.rawValue])
        }
        return way
    }

    @Test("the rear comes to zero as it may, and leaves it two cycles after the front has passed")
    func waits() {
        for sign in [1.0, -1] {
            var stagger = LashStagger()
            let found = way(
                &stagger,
                from: (40 * sign, 8.5 * sign),
                to: (-100 * sign, -100 * sign),
                cycles: 11
            )
            let expected: [[Double]] = [
                [15, 6.5], [10, 4.5], [8, 2.5], [6, 0.5], [4, 0], [2, 0], [0, 0], [-2, 0],
                [-4, 0], [-6, -2], [-8, -4],
            ]
            #expect(found == expected.map { $0.map { $0 * sign } })
        }
    }

    @Test("a small torque waits as a large one does")
    func waitsForLittle() {
        var stagger = LashStagger()
        let found = way(&stagger, from: (2.5, 2.5), to: (-1, -1), cycles: 5)
        #expect(found == [[0.5, 0.5], [-1, 0], [-1, 0], [-1, -1], [-1, -1]])
        let back = way(&stagger, from: (-0.5, -0.5), to: (0.5, 0.5), cycles: 3)
        #expect(back == [[0.5, 0], [0.5, 0], [0.5, 0.5]])
    }

    @Test("each passage has its own wait")
    func waitsAgain() {
        var stagger = LashStagger()
        let there = way(&stagger, from: (1, 1), to: (-5, -5), cycles: 6)
        #expect(there == [[-1, 0], [-3, 0], [-5, -2], [-5, -4], [-5, -5], [-5, -5]])
        let back = way(&stagger, from: (-1, -1), to: (5, 5), cycles: 6)
        #expect(back == [[1, 0], [3, 0], [5, 2], [5, 4], [5, 5], [5, 5]])
    }

    @Test("a front axle that is asked for nothing has passed once it is at zero")
    func frontAtZero() {
        var stagger = LashStagger()
        let there = way(&stagger, from: (3, 1), to: (0, -100), cycles: 5)
        #expect(there == [[1, 0], [0, 0], [0, 0], [0, -2], [0, -4]])
        // The rear alone is asked for nothing: nobody waits.
        stagger.reset()
        let other = way(&stagger, from: (1, 1), to: (-100, 0), cycles: 2)
        #expect(other == [[-1, 0], [-3, 0]])
    }

    @Test("forgotten, a wait begins anew")
    func forgets() {
        var stagger = LashStagger()
        let begun = way(&stagger, from: (1, 0), to: (-100, -100), cycles: 2)
        #expect(begun == [[-1, 0], [-3, 0]])
        stagger.reset()
        let anew = way(&stagger, from: (-3, 0), to: (-100, -100), cycles: 3)
        #expect(anew == [[-5, 0], [-7, 0], [-9, -2]])
    }

    @Test("on the way to what is no number nobody waits")
    func noGoal() {
        var stagger = LashStagger()
        let bad = way(&stagger, from: (5, -5), to: (100, .infinity), cycles: 1)
        #expect(bad == [[7, -3]])
        let found = way(&stagger, from: (7, -1), to: (100, 100), cycles: 3)
        #expect(found == [[9, 0], [11, 0], [13, 2]])
    }

    @Test("a rear axle that is asked for nothing does not wait yet")
    func noGoalYet() {
        var stagger = LashStagger()
        let before = way(&stagger, from: (5, 0), to: (100, 0), cycles: 1)
        #expect(before == [[7, 0]])
        let after = way(&stagger, from: (7, 0), to: (100, 100), cycles: 3)
        #expect(after == [[9, 0], [11, 0], [13, 2]])
        // Nor one that stays on its side.
        stagger.reset()
        let within = way(&stagger, from: (5, 0.5), to: (100, 1), cycles: 1)
        #expect(within == [[7, 1]])
        let then = way(&stagger, from: (7, -1), to: (100, 100), cycles: 3)
        #expect(then == [[9, 0], [11, 0], [13, 2]])
    }

    @Test("forced, drive torque ends at its goal or at zero, and nothing rises to it")
    func forcedCases() {
        for (sent, goal, expected) in [
            (100, -50, 0), (100, 99, 99), (100, 100, 100), (100, 200, 112), (-100, 0, -75),
            (-100, -50, -75), (0, 0, 0), (.infinity, 100, 2),
        ] as [(Double, Double, Double)] {
            var stagger = LashStagger()
            let torques = step(&stagger, AxlePair(both: Torque(sent)), goal, isForced: true)
            #expect(torques.front == Torque(expected), "from \(sent) to \(goal)")
        }
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
