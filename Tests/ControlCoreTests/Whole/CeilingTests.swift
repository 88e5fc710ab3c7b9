import ControlCore
import Testing
import VehicleModel

@Suite("Ceilings of the operator in the whole core")
struct CeilingTests {
    private func driving(_ change: (inout OperatorCeilings) -> Void) -> Bench {
        var bench = Bench.ready(at: 50)
        bench.holdsSpeed = true
        bench.pedal = 1
        change(&bench.ceilings)
        bench.run(120)
        return bench
    }

    @Test("torque: each motor has no more, and the report says so", arguments: [0.0, 40, 100, 340])
    func torque(greatest: Double) {
        let bench = driving { $0.torque = Torque(greatest) }
        for axle in Axle.allCases {
            let report = bench.report.axles[axle]
            #expect(report.given.rawValue <= greatest + 1e-9)
            #expect(report.given.rawValue >= min(greatest, 200) - 0.25)
            #expect((report.binding == .operatorCeiling) == (greatest < 200))
        }
        #expect(bench.report.ceilings.torque == Torque(greatest))
    }

    @Test("torque: regeneration is held as well")
    func regeneration() {
        var bench = Bench.ready(.brake, at: 80)
        bench.holdsSpeed = true
        bench.run(60)
        #expect(bench.given.front < Torque(-50))
        bench.ceilings.torque = Torque(20)
        bench.run(60)
        #expect(abs(bench.given.front.rawValue + 20) < 1e-9)
        #expect(bench.report.axles.front.binding == .operatorCeiling)
    }

    @Test("power: both ways, named among the battery's limits")
    func power() {
        let bench = driving { $0.discharge = Power(kilowatts: 30) }
        #expect(bench.report.dischargeLimit == Power(kilowatts: 30))
        #expect(bench.report.dischargeLimits.binding == .operatorCeiling)
        #expect(bench.report.predictedPower <= Power(kilowatts: 30))
        #expect(bench.report.predictedPower > Power(kilowatts: 29))
        #expect(bench.report.axles.front.binding == .discharge)
        let braking = driving { $0.charge = Power(kilowatts: 3) }
        #expect(braking.report.chargeLimit == Power(kilowatts: 3))
    }

    @Test("speed: at the ceiling there is no drive torque")
    func speed() {
        #expect(driving { $0.speed = Speed(kilometresPerHour: 50) }.given.total == .zero)
        let near = driving { $0.speed = Speed(kilometresPerHour: 51) }
        #expect(near.given.total > .zero && near.given.total < Torque(100))
        #expect(near.report.axles.front.binding == .operatorCeiling)
        let far = driving { $0.speed = Speed(kilometresPerHour: 80) }
        #expect(far.given.total > Torque(500))
    }

    @Test("of the bus's ceiling and the client's the lower one holds", arguments: [20.0, 60])
    func lower(client: Double) {
        var bench = Bench.ready(at: 50)
        bench.isSlippery = true
        bench.holdsSpeed = true
        bench.values[.operatorDischargeCeiling] = 40_000
        bench.ceilings.discharge = Power(kilowatts: client)
        bench.run(20)
        #expect(bench.report.dischargeLimit == Power(kilowatts: min(40, client)))
        #expect(bench.report.ceilings.discharge == Power(kilowatts: min(40, client)))
    }

    @Test("lifted at full pedal, torque rises no faster than the rate")
    func lifted() {
        var bench = driving { $0.torque = Torque(40) }
        bench.ceilings.torque = nil
        for _ in 0..<40 {
            let last = bench.given.front.rawValue
            bench.step()
            #expect(bench.given.front.rawValue <= last + 12 + 1e-9)
        }
        #expect(bench.given.front > Torque(200))
    }
}
