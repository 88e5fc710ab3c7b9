import Foundation
import PlantModel
import Testing
import VehicleModel

@Suite struct BatteryHeatTests {
    private func flat() throws -> BatteryParameters {
        var battery = try prototype().battery
        battery.heat = BatteryHeatParameters()
        battery.seriesResistance = 0.033
        battery.polarisationResistance = 0.016
        battery.polarisationTime = 6
        battery.openCircuit = [
            OpenCircuitPoint(stateOfCharge: 0, voltage: 4),
            OpenCircuitPoint(stateOfCharge: 1, voltage: 4),
        ]
        return battery
    }

    @Test("two pairs answer a step of current each with its own time", arguments: [1, 5, 60, 200])
    func twoPairs(seconds: Int) throws {
        var parameters = try flat()
        parameters.slowPolarisation = Polarisation(resistance: 0.012, time: 80)
        var battery = Battery(parameters: parameters, timeStep: 0.001)
        for _ in 0..<seconds * 1000 { battery.step(current: Current(200)) }
        let time = Double(seconds) - 0.001
        let resistance =
            0.033 + 0.016 * (1 - exp(-time / 6)) + 0.012 * (1 - exp(-time / 80))
        #expect(abs(battery.voltage.rawValue - (384 - 200 * resistance)) < 1e-6)
        // At rest it recovers what the pairs hold, with the same times.
        for _ in 0..<6000 { battery.step(current: .zero) }
        let rest = 5.999
        let held =
            0.016 * (1 - exp(-(time + 0.001) / 6)) * exp(-rest / 6)
            + 0.012 * (1 - exp(-(time + 0.001) / 80)) * exp(-rest / 80)
        #expect(abs(battery.voltage.rawValue - (384 - 200 * held)) < 1e-3)
    }

    @Test(
        "resistance follows the temperature's table, in straight lines and flat outside",
        arguments: [(-30.0, 4.0), (-20, 4), (-10, 3), (0, 2), (12.5, 1.5), (25, 1), (60, 0.8)]
    )
    func temperature(celsius: Double, factor: Double) throws {
        var parameters = try flat()
        parameters.heat.resistance = [(-20.0, 4.0), (0, 2), (25, 1), (45, 0.8)].map {
            TemperatureFactor(temperature: $0.0, factor: $0.1)
        }
        parameters.heat.initialTemperature = celsius
        var battery = Battery(parameters: parameters, timeStep: 0.001)
        for _ in 0..<6000 { battery.step(current: Current(100)) }
        let lost = 100 * factor * (0.033 + 0.016 * (1 - exp(-5.999 / 6)))
        #expect(abs(384 - battery.voltage.rawValue - lost) < 1e-6)
    }

    @Test("its losses warm it with the time constant of its mass, and cooling brings it back")
    func warming() throws {
        var parameters = try flat()
        parameters.polarisationResistance = 0
        parameters.heat.capacity = 10_000
        parameters.heat.cooling = 20
        parameters.heat.ambient = 10
        var battery = Battery(parameters: parameters, timeStep: 0.01)
        // 300 A over 33 mohm: 2,970 W against 20 W/K; it begins at 25 and tends to 158.5 degrees.
        for _ in 0..<50_000 { battery.step(current: Current(300)) }
        let tends = 10 + 2970.0 / 20
        #expect(abs(battery.temperature - (tends + (25 - tends) * exp(-1))) < 0.1)
        let warm = battery.temperature
        for _ in 0..<50_000 { battery.step(current: .zero) }
        #expect(abs(battery.temperature - (10 + (warm - 10) * exp(-1))) < 0.1)
    }

    @Test("what the cells give is terminal power, heat and what the capacitors hold")
    func energy() throws {
        var parameters = try prototype().battery
        parameters.slowPolarisation = Polarisation(resistance: 0.01, time: 60)
        parameters.heat = BatteryHeatParameters(capacity: 50_000, cooling: 30)
        parameters.heat.resistance = [
            TemperatureFactor(temperature: 20, factor: 1.2),
            TemperatureFactor(temperature: 40, factor: 0.9),
        ]
        var battery = Battery(parameters: parameters, timeStep: 0.001)
        var terminals = 0.0
        for step in 0..<60_000 {
            battery.step(power: Power(step % 20_000 < 12_000 ? 180_000 : -60_000))
            terminals += battery.power.rawValue * 0.001
        }
        let energy = battery.energy
        #expect(abs(energy.source - terminals - energy.heat - energy.stored) < 1e-6 * terminals)
        let warmed = (battery.temperature - 25) * 50_000
        #expect(abs(energy.heat - energy.cooled - warmed) < 1e-6 * energy.heat)
        #expect(energy.heat > 0 && energy.stored > 0 && energy.cooled > 0)
    }

    @Test("the weakest cell is the lowest while current leaves, the highest while it is charged")
    func spread() throws {
        var parameters = try prototype().battery
        parameters.seriesResistance = 0.033
        parameters.weakestCell = WeakestCell(capacity: 0.9, resistance: 1.3)
        var battery = Battery(parameters: parameters, timeStep: 0.001)
        #expect(battery.leastCellVoltage == battery.greatestCellVoltage)
        battery.step(current: Current(400))
        #expect(battery.leastCellVoltage == battery.weakestCellVoltage)
        let mean = battery.voltage.rawValue / 96
        #expect(battery.greatestCellVoltage == Voltage(mean))
        // 30 % more of 400 A over 33 mohm in a pack of 96.
        #expect(abs(mean - battery.leastCellVoltage.rawValue - 0.3 * 400 * 0.033 / 96) < 1e-4)
        battery.step(current: Current(-300))
        #expect(battery.greatestCellVoltage == battery.weakestCellVoltage)
        // 40 % of the charge later it lacks a ninth more of it.
        for _ in 0..<100_000 { battery.step(current: Current(176.4 * 0.4 * 36)) }
        for _ in 0..<100_000 { battery.step(current: .zero) }
        let taken = 0.93 - battery.stateOfCharge
        let weak = parameters.openCircuitVoltage(at: 0.93 - taken / 0.9).rawValue / 96
        #expect(abs(battery.weakestCellVoltage.rawValue - weak) < 1e-4)
        #expect(battery.leastCellVoltage < battery.greatestCellVoltage)
    }
}
