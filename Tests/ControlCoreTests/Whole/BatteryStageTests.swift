import Testing
import VehicleModel

@testable import ControlCore

@Suite("The battery's limits in the core")
struct BatteryStageTests {
    /// Fresh broadcasts, W.
    private static func table(
        _ now: Instant,
        discharge: Double = 200_000,
        charge: Double = 60_000
    ) -> InputTable {
        var table = InputTable()
        table[.dischargeLimit] = .valid(discharge, at: now)
        table[.chargeLimit] = .valid(charge, at: now)
        return table
    }

    private static var inputs: ConditionedInputs {
        var inputs = ConditionedInputs()
        inputs.isRelayPermitted = true
        inputs.batteryVoltage = Voltage(350)
        inputs.voltageForFloor = Voltage(350)
        inputs.voltageForCharge = Voltage(350)
        inputs.stateOfCharge = 0.5
        inputs.leastCellVoltage = Voltage(3.6)
        inputs.greatestCellVoltage = Voltage(3.7)
        inputs.leastBatteryTemperature = Temperature(25)
        return inputs
    }

    private func take(
        _ core: inout ControlCore,
        _ inputs: ConditionedInputs = inputs,
        _ arming: ArmState = .disarmed,
        at now: Instant = .at(0)
    ) {
        let table = Self.table(now)
        core.takeBatteryLimits(table.all, .bare(.control, arming, at: now), inputs)
    }

    @Test(
        "auxiliaries draw what is measured, but 400 W at least, and what the file says unmeasured"
    )
    func auxiliary() {
        func auxiliary(_ measured: Double?) -> Power {
            var core = ControlCore(.plain)
            var inputs = Self.inputs
            inputs.auxiliaryPower = measured.map { Power($0) }
            take(&core, inputs)
            return core.battery.auxiliary
        }
        #expect(auxiliary(nil) == Power(500))
        #expect(auxiliary(0) == Power(400) && auxiliary(399.5) == Power(400))
        #expect(auxiliary(400.5) == Power(400.5) && auxiliary(2_000) == Power(2_000))
    }

    @Test("a broadcast alone is believed at once while disarmed, slowly while armed")
    func rise() {
        var core = ControlCore(.plain)
        take(&core, Self.inputs, .armed)
        #expect(core.battery.discharge == Power(500) && core.battery.charge == Power(500))
        #expect(core.battery.chargeForecast == Power(500))
        take(&core, Self.inputs, .disarmed, at: .at(10))
        #expect(core.battery.discharge == Power(200_000))
        #expect(core.battery.dischargeLimits[.broadcast] == Power(200_000))
        #expect(core.battery.charge == Power(60_000))
        #expect(core.battery.chargeLimits[.broadcast] == Power(60_000))
        #expect(core.battery.chargeForecast == Power(60_000))
    }

    @Test("while the relay's permission is unknown neither broadcast counts as fresh")
    func unknownRelay() {
        for parameters in [ControlParameters.plain, .whole] {
            var core = ControlCore(parameters)
            var inputs = Self.inputs
            inputs.isRelayPermitted = nil
            take(&core, inputs)
            #expect(core.battery.discharge == .zero && core.battery.charge == .zero)
        }
    }

    /// A core whose monitor has seen cycles that stall, and power 10 times over its limit.
    private func troubled(_ parameters: ControlParameters) -> ControlCore {
        var core = ControlCore(parameters)
        var inputs = Self.inputs
        inputs.batteryCurrent = Current(300)
        var surroundings = Surroundings()
        surroundings.isStalled = true
        var evidence = FaultEvidence()
        evidence.isControlling = true
        evidence.isArmed = true
        evidence.dischargeLimit = Power(10_000)
        for time in [0.0, 10, 20, 30] {
            evidence.batteryArrival = .at(time)
            core.monitor.step(inputs, surroundings, evidence, at: .at(time))
        }
        return core
    }

    @Test("the ladder's cap and a fault's factor both lower what may be drawn")
    func faults() {
        for parameters in [ControlParameters.plain, .whole] {
            var core = troubled(parameters)
            #expect(core.monitor.effects.powerFactor == 0.8)
            take(&core)
            let cap = Power(kilowatts: 100)
            #expect(core.battery.dischargeLimits[.ladder] == cap)
            #expect(core.battery.chargeLimits[.ladder] == Power(.infinity))
            #expect(core.battery.dischargeLimits.power <= cap)
            #expect(core.battery.dischargeLimits.power > Power(50_000))
            #expect(core.battery.discharge == core.battery.dischargeLimits.power * 0.8)
            #expect(core.battery.charge == core.battery.chargeLimits.power)
        }
    }

    @Test("the battery's own limits are stepped with what each direction must know")
    func limiters() throws {
        var core = ControlCore(.whole)
        var discharge = DischargeLimiter()
        var charge = ChargeLimiter()
        let battery = try #require(core.parameters.battery)
        for (cycle, predicted) in [150_000.0, 150_000, .nan, .infinity, 40_000].enumerated() {
            let now = Instant.at(Double(cycle) * 10)
            var inputs = Self.inputs
            // The one is short of the floor's margin, the other above the trip voltage.
            inputs.voltageForFloor = Voltage(290)
            inputs.voltageForCharge = cycle < 4 ? Voltage(400) : Voltage(410)
            core.predictedPower = Power(predicted)
            take(&core, inputs, .armed, at: now)

            var given = BatteryInputs(inputs, at: now, isArmed: true)
            given.predicted = Power(predicted.isFinite ? predicted : 0)
            given.rule = core.parameters.inputs[.dischargeLimit]
            given.broadcast = .valid(200_000, at: now)
            given.voltage = Voltage(290)
            let drawn = discharge.step(given, with: battery.discharge)
            given.rule = core.parameters.inputs[.chargeLimit]
            given.broadcast = .valid(60_000, at: now)
            given.voltage = inputs.voltageForCharge
            let returned = charge.step(given, with: battery.charge)
            for limit in PowerLimit.allCases {
                #expect(core.battery.dischargeLimits[limit] == drawn[limit], "\(cycle), \(limit)")
                #expect(core.battery.chargeLimits[limit] == returned[limit], "\(cycle), \(limit)")
            }
            #expect(core.battery.discharge == drawn.power)
            #expect(core.battery.charge == returned.power)
            #expect(core.battery.chargeForecast == charge.forecast)
            #expect((charge.forecast > .zero) == (cycle < 4))
        }
    }

    @Test("the trim compares what was measured with what was predicted and allowed")
    func trim() throws {
        var core = ControlCore(.whole)
        var trim = PowerTrim()
        let parameters = try #require(core.parameters.battery?.trim)
        var inputs = Self.inputs
        inputs.batteryCurrent = Current(400)
        for cycle in 0..<60 {
            core.predictedPower = Power(120_000)
            take(&core, inputs, .disarmed, at: .at(Double(cycle) * 10))
            let allowed = trim.step(
                limit: core.battery.dischargeLimits.power,
                predicted: Power(120_000),
                measured: Power(140_000),
                with: parameters,
                period: .milliseconds(10)
            )
            #expect(core.battery.discharge == allowed)
            #expect(core.battery.trim.reduction == trim.reduction)
        }
    }
}
