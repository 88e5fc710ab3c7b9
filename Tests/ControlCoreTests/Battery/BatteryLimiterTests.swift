@testable import ControlCore
import Testing
import VehicleModel

@Suite("BatteryLimiter")
struct BatteryLimiterTests {
    @Test("each of the three energy windows limits", arguments: 0..<3)
    func energies(index: Int) {
        var parameters = BatteryParameters.discharge()
        for other in 0..<3 {
            parameters.energies[other] = EnergyWindow(
                peak: Power(other == index ? 90_000 : 200_000),
                continuous: Power(50_000),
                window: .seconds(10)
            )
        }
        var limiter = DischargeLimiter()
        let limits = limiter.step(.rested(0.9), with: parameters)
        #expect(limits[.energy] == Power(90_000))
        #expect((limits.binding, limits.power) == (.energy, Power(90_000)))
    }

    @Test("discharging, the guard holds the voltage above its floor")
    func dischargingGuard() {
        var parameters = BatteryParameters.discharge()
        parameters.voltageGuard = .reference
        var limiter = DischargeLimiter()
        func step(_ volts: Double, at now: Double) -> PowerLimits {
            var inputs = BatteryInputs.rested(nil, broadcast: 200, at: now)
            inputs.voltage = Voltage(volts)
            return limiter.step(inputs, with: parameters)
        }
        // The floor is 288 V; from 10 V above it on nothing is held.
        #expect(step(298.1, at: 0)[.voltageGuard] == Power(.infinity))
        #expect(step(298, at: 10)[.voltageGuard] == Power(.infinity))
        // Each volt less takes 20 kW/s, 200 W a cycle.
        for (volts, now, watts) in [
            (297, 20, 199_800), (288, 30, 197_800), (278, 40, 193_800), (298, 50, 193_800),
        ] as [(Double, Double, Double)] {
            let limits = step(volts, at: now)
            #expect(abs(limits[.voltageGuard].rawValue - watts) < 1e-6, "\(volts)")
            #expect(limits.binding == .voltageGuard)
        }
    }

    @Test("tripped, charging begins again only where every voltage that is bound is known and low")
    func tripEnds() {
        // Bound cells, pack and cell in V, and whether the trip ends.
        let cases: [(Bool, Double?, Double?, Bool)] = [
            (true, 3.7, 3.7, true), (true, 3.7, nil, false), (true, nil, 3.7, false),
            (true, 3.7, .nan, false), (true, .nan, 3.7, false), (true, nil, nil, false),
            (true, 3.7, 4.2, false), (true, 4.2, 3.7, false), (true, 4.1999, 4.1999, true),
            (false, 3.7, nil, true), (false, 3.7, 3.7, true), (false, nil, 3.7, false),
            (false, 3.7, 4.2, false), (false, nil, nil, false),
        ]
        for (isBound, pack, cell, ends) in cases {
            var parameters = BatteryParameters.charge()
            parameters.binding.cellVoltages = isBound
            var limiter = ChargeLimiter()
            var inputs = BatteryInputs.rested(0.5)
            inputs.voltage = Voltage(96 * 4.3)
            inputs.greatestCellVoltage = Voltage(4.3)
            _ = limiter.step(inputs, with: parameters)
            #expect(limiter.isTripped)
            inputs.voltage = pack.map { Voltage(96 * $0) }
            inputs.greatestCellVoltage = cell.map { Voltage($0) }
            _ = limiter.step(inputs, with: parameters)
            let what = "\(isBound) \(String(describing: pack)) \(String(describing: cell))"
            #expect(limiter.isTripped != ends, "\(what)")
        }
    }
}

@Suite("The charge limiter's forecast")
struct ChargeForecastTests {
    @Test("the current that cells bear is used up by the limit itself, at the least voltage")
    func current() throws {
        let (peak, ever) = (BatteryCurve.of((25, 300)), BatteryCurve.of((25, 100)))
        let window = try #require(CurrentWindow(.seconds(2), peak))
        var parameters = BatteryParameters.charge()
        parameters.currents = CurrentTable(
            peak: peak,
            windows: .init(repeating: window),
            continuous: ever
        )
        var limiter = ChargeLimiter()
        // 300 A at 288 V.
        #expect(limiter.step(.rested(nil), with: parameters).power == Power(86_400))
        // 400 As hold; 100 As are used after 0.5 s: 100 + 300 / 2 A at 288 V.
        #expect(abs(limiter.forecast.rawValue - 72_000) < 1e-6)
    }

    @Test("the charge is counted on, not the one that is broadcast now")
    func charge() {
        var parameters = BatteryParameters.charge()
        parameters.chargeTaper = .of((0.9, 60_000), (0.901, 0))
        var limiter = ChargeLimiter()
        let limits = limiter.step(.rested(0.9), with: parameters)
        #expect((limits.binding, limits.power) == (.stateOfCharge, Power(60_000)))
        // 60 kW at 288 V for 0.5 s, of 635,040 As.
        let moved = 60_000.0 / 288 * 0.5 / 635_040
        #expect(abs(limiter.forecast.rawValue - 60_000 * (1 - moved / 0.001)) < 1e-6)
    }

    @Test("the power then is the limit, whatever voltage is measured now", arguments: [300.0, 400])
    func voltage(volts: Double) {
        var parameters = BatteryParameters.charge()
        parameters.energies[0] = EnergyWindow(
            peak: Power(kilowatts: 100),
            continuous: Power(kilowatts: 20),
            window: .seconds(2)
        )
        var limiter = ChargeLimiter()
        var inputs = BatteryInputs.rested(0.3)
        inputs.voltage = Voltage(volts)
        #expect(limiter.step(inputs, with: parameters).power == Power(100_000))
        // 160 kJ hold; 40 kJ are used after 0.5 s: 20 + 120 / 2 kW.
        #expect(abs(limiter.forecast.rawValue - 80_000) < 1e-6)
    }
}
