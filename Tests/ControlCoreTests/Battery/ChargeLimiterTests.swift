@testable import ControlCore
import Testing
import VehicleModel

@Suite("ChargeLimiter")
struct ChargeLimiterTests {
    private func limits(
        _ charge: Double,
        _ degrees: Double = 25,
        _ parameters: BatteryParameters = .charge()
    ) -> PowerLimits {
        var limiter = ChargeLimiter()
        return limiter.step(.rested(charge, degrees), with: parameters)
    }

    @Test("charging stops where the cells reach 4.20 V at the horizon's end")
    func ceiling() {
        // At 80 %: 381.12 V to 403.2 V over 33 + 16 · 0.8111 mΩ + 10 s of 86.4 V / 635,040 As.
        let scale = PackModel.reference().resistanceScale(at: Temperature(25))
        let resistance = (0.033 + 0.016 * 0.811124) * scale + 864.0 / 635_040
        let expected = (403.2 - 381.12) / resistance * 403.2
        let limits = limits(0.80)
        #expect(abs(limits[.packVoltage].rawValue - expected) < 1, "\(limits[.packVoltage])")
        #expect(limits[.cellVoltage] == limits[.packVoltage])
        // The full pack rests at 4.18 V: 1.92 V of room.
        #expect(self.limits(1)[.packVoltage] < Power(20_000))
        #expect(self.limits(1)[.packVoltage] > .zero)
    }

    @Test("a full cell lowers the limit before the pack does")
    func fullestCell() {
        var limiter = ChargeLimiter()
        var inputs = BatteryInputs.rested(0.9)
        inputs.voltage = Voltage(96 * 4.06)
        inputs.greatestCellVoltage = Voltage(4.10)
        var limits = PowerLimits()
        for cycle in 0..<1000 {
            inputs.now = .at(Double(cycle) * 10)
            inputs.broadcast.arrival = inputs.now
            limits = limiter.step(inputs, with: .charge())
        }
        #expect(abs(limiter.pack.fullest.rawValue - 0.04) < 1e-4)
        // 100 mV of 140 mV of room are left.
        #expect(abs(limits[.cellVoltage] / limits[.packVoltage] - 100.0 / 140) < 0.001)
    }

    @Test(
        "cold takes little charge, below -20 °C none",
        arguments: [
            (-30, 0), (-20, 0), (-10, 14_000), (0, 28_000), (5, 60_000), (5.01, .infinity),
        ] as [(Double, Double)]
    )
    func cold(degrees: Double, watts: Double) {
        var parameters = BatteryParameters.charge()
        parameters.coldTaper = .of((-20, 0), (0, 28_000), (5, 60_000))
        let limit = limits(0.5, degrees, parameters)[.temperature].rawValue
        #expect(limit == watts || abs(limit - watts) < 1e-6)
    }

    @Test("little room tapers the limit, and an empty pack does not")
    func room() {
        var parameters = BatteryParameters.charge()
        parameters.chargeTaper = .of((0.6, 96_000), (0.9, 60_000), (0.98, 22_000), (1, 0))
        #expect(limits(0.59, 25, parameters)[.stateOfCharge] == Power(.infinity))
        #expect(limits(0.6, 25, parameters)[.stateOfCharge] == Power(96_000))
        #expect(limits(0.9, 25, parameters)[.stateOfCharge] == Power(60_000))
        #expect(limits(1, 25, parameters)[.stateOfCharge] == .zero)
    }

    @Test(
        "4.25 V ends charging at once until every cell is below 4.20 V",
        arguments: [true, false]
    )
    func trip(isCell: Bool) {
        var limiter = ChargeLimiter()
        func step(_ cell: Double, at now: Double) -> PowerLimits {
            var inputs = BatteryInputs.rested(0.5, at: now)
            inputs.voltage = Voltage(96 * (isCell ? 3.7 : cell))
            if isCell { inputs.greatestCellVoltage = Voltage(cell) }
            return limiter.step(inputs, with: .charge())
        }
        #expect(step(4.2499, at: 0).power > .zero)
        #expect(!limiter.isTripped)
        let tripped = step(4.25, at: 10)
        #expect((tripped.power, tripped.binding) == (.zero, isCell ? .cellVoltage : .packVoltage))
        #expect(limiter.isTripped)
        #expect(step(4.20, at: 20).power == .zero)
        #expect(step(4.1999, at: 30).power > .zero)
        _ = step(4.3, at: 40)
        let lost = BatteryInputs.rested(0.5, at: 50)
        #expect(limiter.step(lost, with: .charge()).power == .zero)
        #expect(limiter.isTripped)
    }

    @Test("current that charges uses up the charge windows, current that leaves does not")
    func direction() throws {
        var parameters = BatteryParameters.charge()
        parameters.energies[0] = EnergyWindow(
            peak: Power(kilowatts: 100),
            continuous: Power(kilowatts: 20),
            window: .seconds(2)
        )
        var (charging, driving) = (ChargeLimiter(), ChargeLimiter())
        var inputs = BatteryInputs.rested(0.3)
        inputs.voltage = Voltage(350)
        for cycle in 0..<100 {
            inputs.now = .at(Double(cycle) * 10)
            inputs.broadcast.arrival = inputs.now
            inputs.current = Current(-100_000.0 / 350)
            _ = charging.step(inputs, with: parameters)
            inputs.current = Current(100_000.0 / 350)
            _ = driving.step(inputs, with: parameters)
        }
        let one = charging.step(inputs, with: parameters)[.energy].rawValue
        let two = driving.step(inputs, with: parameters)[.energy].rawValue
        #expect(one < 70_000 && one > 20_000)
        #expect(two == 100_000)
    }

    @Test("the forecast is what is left after half a second at the limit, and nothing once stale")
    func forecast() throws {
        var parameters = BatteryParameters.charge()
        parameters.energies[0] = EnergyWindow(
            peak: Power(kilowatts: 100),
            continuous: Power(kilowatts: 20),
            window: .seconds(2)
        )
        var limiter = ChargeLimiter()
        var inputs = BatteryInputs.rested(0.3)
        let first = limiter.step(inputs, with: parameters)
        #expect(first.power == Power(100_000))
        // 160 kJ hold; 40 kJ are used after 0.5 s: 20 + 120 / 2 kW.
        #expect(abs(limiter.forecast.rawValue - 80_000) < 1e-6)
        #expect(limiter.step(inputs.at(30), with: parameters).power > .zero)
        #expect(limiter.forecast > .zero)
        _ = limiter.step(inputs.at(31), with: parameters)
        #expect(limiter.forecast == .zero)
        inputs = .rested(0.3, broadcast: 10, at: 40)
        _ = limiter.step(inputs, with: parameters)
        #expect(limiter.forecast == Power(10_000))
    }
}
