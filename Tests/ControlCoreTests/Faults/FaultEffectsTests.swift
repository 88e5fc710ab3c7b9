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
    }
}
