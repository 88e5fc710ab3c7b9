import Testing
import VehicleModel

@Suite("OperatorCeilings")
struct OperatorCeilingsTests {
    private func ceilings(_ torque: Double?, _ power: Double?, _ speed: Double?) -> OperatorCeilings
    {
        var ceilings = OperatorCeilings()
        ceilings.torque = torque.map { Torque($0) }
        ceilings.discharge = power.map { Power($0) }
        ceilings.charge = power.map { Power($0 * 2) }
        ceilings.speed = speed.map { Speed($0) }
        return ceilings
    }

    @Test("what a change names is set, what it leaves out stays, infinity lifts")
    func changes() {
        let set = ceilings(100, nil, 20)
        #expect(OperatorCeilings().changed(by: set) == set)
        #expect(set.changed(by: OperatorCeilings()) == set)
        #expect(set.changed(by: ceilings(nil, 5, nil)) == ceilings(100, 5, 20))
        #expect(set.changed(by: ceilings(.infinity, nil, 10)) == ceilings(nil, nil, 10))
        #expect(
            ceilings(1, 2, 3).changed(by: ceilings(.infinity, .infinity, .infinity))
                == OperatorCeilings()
        )
    }

    @Test(
        "what is no number, or below zero, allows nothing",
        arguments: [Double.nan, -1, -Double.infinity]
    )
    func unsound(value: Double) {
        let changed = ceilings(9, 9, 9).changed(by: ceilings(value, value, value))
        #expect(changed == ceilings(0, 0, 0))
    }

    @Test("of two the lower holds, one by one")
    func lower() {
        let one = ceilings(1, 8, nil)
        let other = ceilings(2, 4, 6)
        #expect(one.lowered(to: other) == ceilings(1, 4, 6))
        #expect(other.lowered(to: one) == ceilings(1, 4, 6))
        #expect(one.lowered(to: OperatorCeilings()) == one)
        #expect(OperatorCeilings().lowered(to: one) == one)
    }
}
