@testable import ControlCore
import Testing
import VehicleModel

@Suite("The prototype's battery limits")
struct PrototypeBatteryTests {
    @Test("the launch from 93 % at 25 °C has 243 kW for 6 s with every limit in force")
    func launch() throws {
        let parameters = try #require(BatteryParameters.prototypeDischarge)
        var limiter = DischargeLimiter()
        var (inputs, plant) = (BatteryInputs.rested(0.93, 25), PackState())
        let model = parameters.model
        plant.step(inputs, current: .zero, scale: 1, model: model, period: .zero)
        for cycle in 0..<600 {
            inputs.now = .at(Double(cycle) * 10)
            inputs.broadcast.arrival = inputs.now
            let open = 96 * model.openCircuit.value(at: plant.stateOfCharge ?? 0)
            let u = open - plant.polarisation.rawValue
            let power = min(243_000, Double(cycle) * 2000)
            let current = (u - (u * u - 0.132 * power).squareRoot()) / 0.066
            plant.advance(
                by: .milliseconds(10),
                current: Current(current),
                scale: 1,
                model: model
            )
            inputs.current = Current(current)
            inputs.voltage = Voltage(u - 0.033 * current)
            inputs.leastCellVoltage = Voltage((open - (open - u + 0.033 * current) * 1.3) / 96)
            inputs.stateOfCharge = plant.stateOfCharge
            let limits = limiter.step(inputs, with: parameters)
            #expect(limits.power > Power(243_500), "\(cycle) \(limits.binding) \(limits.power)")
        }
    }
}
