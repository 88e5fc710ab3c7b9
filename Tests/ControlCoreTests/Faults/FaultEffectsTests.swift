import ControlCore
import Testing
import VehicleModel

@Suite("FaultEffects")
struct FaultEffectsTests {
    private let peaks = AxlePair(both: Torque(340))

    private func goal(
        _ effect: AxleEffect,
        of torque: Double,
        from start: Double
    ) -> Double {
        var effects = FaultEffects()
        effects.axles.front = effect
        let goal = effects.goal(
            of: AxlePair(front: Torque(torque), rear: Torque(50)),
            from: AxlePair(front: Torque(start), rear: .zero),
            peaks: peaks
        )
        #expect(goal.rear == Torque(50))
        return goal.front.rawValue
    }

    @Test("held torque may fall, and neither rises nor changes its sign")
    func hold() {
        #expect(goal(.hold, of: 101, from: 100) == 100)
        #expect(goal(.hold, of: 100, from: 100) == 100)
        #expect(goal(.hold, of: 99, from: 100) == 99)
        #expect(goal(.hold, of: -101, from: -100) == -100)
        #expect(goal(.hold, of: -5, from: 100) == 0)
        #expect(goal(.hold, of: 5, from: 0) == 0)
        #expect(goal(.hold, of: 0.5, from: 0.75) == 0.5)
        #expect(goal(.hold, of: -0.5, from: 0.75) == 0)
        #expect(goal(.hold, of: 5, from: .nan) == 0 && goal(.hold, of: -5, from: .nan) == 0)
        #expect(goal(.hold, of: 5, from: .infinity) == 5)
        #expect(goal(.hold, of: .nan, from: 100) == 0 && goal(.hold, of: .nan, from: -100) == 0)
    }

    @Test("ramped and cut torque heads for zero; only cut is zero at once")
    func zero() {
        #expect(goal(.none, of: 100, from: 50) == 100)
        #expect(goal(.ramp, of: 100, from: 50) == 0)
        #expect(goal(.cut, of: 100, from: 50) == 0)
        var effects = FaultEffects()
        effects.axles = AxlePair(front: .ramp, rear: .cut)
        #expect(!effects.cuts(.front) && effects.cuts(.rear))
        effects.withholdsTorque = true
        #expect(effects.cuts(.front))
        let none = effects.goal(of: peaks, from: peaks, peaks: peaks)
        #expect(none == AxlePair(both: .zero))
        effects.axles = AxlePair(both: .none)
        let withheld = effects.goal(of: peaks, from: peaks, peaks: peaks)
        #expect(withheld == AxlePair(both: .zero))
    }

    @Test("each axle has its own effect, and what the ladder leaves bounds both")
    func eachAxle() {
        var effects = FaultEffects()
        effects.axles = AxlePair(front: .none, rear: .hold)
        effects.ladder.torqueFactors = AxlePair(front: 0.5, rear: 0.25)
        let goal = effects.goal(
            of: AxlePair(both: Torque(300)),
            from: AxlePair(front: Torque(10), rear: Torque(50)),
            peaks: peaks
        )
        #expect(goal == AxlePair(front: Torque(170), rear: Torque(50)))
        effects.axles.rear = .none
        let free = effects.goal(of: AxlePair(both: Torque(300)), from: goal, peaks: peaks)
        #expect(free == AxlePair(front: Torque(170), rear: Torque(85)))
    }

    @Test("an axle is given up where it is ramped or cut, and where the ladder leaves it nothing")
    func givenUp() {
        for (effect, isGivenUp) in [
            (AxleEffect.none, false), (.hold, false), (.ramp, true), (.cut, true),
        ] {
            var effects = FaultEffects()
            effects.axles.rear = effect
            #expect(effects.givesUp(.rear) == isGivenUp && !effects.givesUp(.front))
        }
        for (factor, isGivenUp) in [(0, true), (0.01, false), (.nan, true)] as [(Double, Bool)] {
            var effects = FaultEffects()
            effects.ladder.torqueFactors.front = factor
            #expect(effects.givesUp(.front) == isGivenUp && !effects.givesUp(.rear))
        }
    }
}
