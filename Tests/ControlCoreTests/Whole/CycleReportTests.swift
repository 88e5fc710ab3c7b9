import Testing
import VehicleModel

@testable import ControlCore

@Suite("What a cycle reports")
struct CycleReportTests {
    /// Every input of the report known.
    private var inputs: ConditionedInputs {
        var inputs = ConditionedInputs.turning(100, 50)
        inputs.pedal = 0.25
        inputs.isBraking = true
        inputs.speed = Speed(3)
        inputs.estimatedSpeed = Speed(4)
        inputs.stateOfCharge = 0.75
        inputs.batteryVoltage = Voltage(350)
        inputs.batteryCurrent = Current(20)
        inputs.motorTorques = AxlePair(front: Torque(70), rear: Torque(30))
        return inputs
    }

    @Test("what came in stands in it before torque is computed")
    func begins() {
        var core = ControlCore.plain(discharge: 40_000, charge: 20_000, ceiling: 200_000)
        core.battery.chargeForecast = Power(15_000)
        core.battery.dischargeLimits.add(.fuse, Power(45_000))
        core.battery.chargeLimits.add(.temperature, Power(25_000))
        for _ in 0..<40 {
            _ = core.battery.trim.step(
                limit: Power(40_000),
                predicted: .zero,
                measured: Power(50_000),
                with: .reference,
                period: .milliseconds(10)
            )
        }
        var report = CycleReport()
        core.begin(&report, inputs, .bare(.shadow, .disarming, at: .at(7)), gear: .brake)
        #expect(report.cycle == 1 && report.time == .at(7))
        #expect(report.mode == .shadow && report.arming == .disarming && report.gear == .brake)
        #expect(report.pedal == 0.25 && report.isBraking)
        #expect(report.vehicleSpeed == Speed(3) && report.referenceSpeed == Speed(4))
        #expect(report.stateOfCharge == 0.75)
        #expect(report.dischargeLimit == Power(40_000) && report.chargeLimit == Power(20_000))
        #expect(report.dischargeLimits.binding == .fuse)
        #expect(report.dischargeLimits.power == Power(45_000))
        #expect(report.chargeLimits.binding == .temperature)
        #expect(report.chargeLimits.power == Power(25_000))
        #expect(report.chargeForecast == Power(15_000))
        #expect(report.powerTrim > Power(1_000))
        #expect(report.powerTrim == core.battery.trim.reduction)
        #expect(report.systemCeiling == Power(200_000))
        #expect(report.batteryVoltage == Voltage(350) && report.batteryCurrent == Current(20))
        #expect(report.measuredPower == Power(7_000))
    }

    @Test("what is not known is no number, and an unknown brake is not pressed")
    func unknown() {
        var core = ControlCore.plain()
        var report = CycleReport()
        core.begin(&report, ConditionedInputs(), .bare(), gear: .park)
        #expect(report.pedal.isNaN && !report.isBraking && report.stateOfCharge.isNaN)
        #expect(report.vehicleSpeed.rawValue.isNaN && report.referenceSpeed.rawValue.isNaN)
        #expect(report.batteryVoltage.rawValue.isNaN && report.batteryCurrent.rawValue.isNaN)
        #expect(report.measuredPower.rawValue.isNaN)
    }

    /// The report's end where `given` is given at 100 and 50 rad/s.
    private func ended(
        _ given: AxlePair<Torque>,
        _ demand: Demand = Demand(),
        from start: CycleReport = CycleReport()
    ) -> CycleReport {
        var core = ControlCore.plain()
        let shafts = core.shafts(100, 50)
        var report = start
        core.end(&report, given, inputs, at: shafts, demand: demand)
        return report
    }

    @Test("what is given, its power and its slip stand in it at the end")
    func ends() {
        var start = CycleReport()
        start.axles.front.asked = Torque(120)
        start.axles.rear.asked = Torque(40)
        start.axles.front.setMargin(.envelope, Torque(10))
        let report = ended(.of(80, -40), from: start)
        let (front, rear) = (report.axles.front, report.axles.rear)
        #expect(front.given == Torque(80) && rear.given == Torque(-40))
        #expect(front.greatestTorque == Torque(90) && rear.greatestTorque == Torque(40))
        #expect(front.speed == RotationalSpeed(100) && rear.speed == RotationalSpeed(50))
        #expect(front.measured == Torque(70) && rear.measured == Torque(30))
        #expect(front.unallocated == Torque(40) && rear.unallocated == Torque(80))
        #expect(abs(front.slip.rawValue - (100 * 0.3285 / 8.193 - 4)) < 1e-12)
        #expect(abs(rear.slip.rawValue - (50 * 0.3285 / 8.193 - 4)) < 1e-12)
        #expect(front.predictedPower == Power(8_000 + 800 + 100))
        #expect(rear.predictedPower == Power(-2_000 + 200 + 100))
        #expect(report.predictedPower == Power(8_900 - 1_700 + 500))
    }

    @Test("without speeds and torques of the motors these are no numbers")
    func endsUnknown() {
        var core = ControlCore.plain()
        let shafts = core.shafts(100, 50)
        var report = CycleReport()
        core.end(&report, .of(10, 10), ConditionedInputs(), at: shafts, demand: Demand())
        for axle in Axle.allCases {
            #expect(report.axles[axle].measured.rawValue.isNaN)
            #expect(report.axles[axle].speed.rawValue.isNaN)
            #expect(report.axles[axle].slip.rawValue.isNaN)
        }
    }

    @Test("who has what was asked is bound by nothing, but while it only falls there")
    func whole() {
        func binding(_ limit: BindingLimit, asked: Double, given: Double) -> BindingLimit {
            var start = CycleReport()
            start.axles.front.asked = Torque(asked)
            start.axles.front.binding = limit
            return ended(.of(given, 0), from: start).axles.front.binding
        }
        #expect(binding(.discharge, asked: 100, given: 100) == .none)
        #expect(binding(.discharge, asked: 100, given: 99.75) == .none)
        #expect(binding(.discharge, asked: -100, given: -100.25) == .none)
        #expect(binding(.discharge, asked: 100, given: 99.5) == .discharge)
        #expect(binding(.downRate, asked: 100, given: 100) == .downRate)
        #expect(binding(.downRate, asked: 100, given: 110) == .downRate)
    }

    @Test(
        "the brakes' part is what regeneration was asked for and is not given",
        arguments: [1.0, -1]
    )
    func shortfall(direction: Double) {
        func shortfall(_ asked: (Double, Double), _ given: (Double, Double)) -> Double {
            var demand = Demand()
            demand.direction = direction
            demand.torques = .of(asked.0 * direction, asked.1 * direction)
            let report = ended(.of(given.0 * direction, given.1 * direction), demand)
            return report.regenerationShortfall.rawValue
        }
        #expect(shortfall((-100, -50), (-40, 10)) == 60 + 50)
        #expect(shortfall((-100, -50), (-100, -50)) == 0)
        #expect(shortfall((-100, -50), (-120, -20)) == 30)
        #expect(shortfall((100, 50), (20, -30)) == 0)
    }

    @Test("a whole cycle runs every stage once and knows what it draws in the next")
    func wholeCycle() {
        var bench = Bench.ready(at: 50)
        bench.holdsSpeed = true
        bench.pedal = 0.5
        bench.run(60)
        let report = bench.report
        #expect(report.stages == 0x4321)
        #expect(report.time == bench.now)
        #expect(report.predictedPower > Power(10_000))
        #expect(bench.core.predictedPower == report.predictedPower)
        for axle in Axle.allCases {
            #expect(abs(report.axles[axle].slip.rawValue) < 1e-9)
            #expect(report.axles[axle].greatestTorque >= report.axles[axle].given)
        }
    }
}
