@testable import ControlCore
import Testing
import VehicleModel

@Suite("DischargeLimiter without an input")
struct DischargeLimiterLossTests {
    /// The limits at `milliseconds` after inputs that `lose` damages from 0 ms on.
    private func limits(
        at milliseconds: Double,
        _ parameters: BatteryParameters,
        _ lose: (inout BatteryInputs) -> Void
    ) -> PowerLimits {
        var limiter = DischargeLimiter()
        var inputs = BatteryInputs.rested(0.8, 25)
        inputs.voltage = Voltage(381.12)
        inputs.leastCellVoltage = Voltage(3.97)
        _ = limiter.step(inputs, with: parameters)
        var limits = PowerLimits()
        for now in stride(from: 10.0, through: milliseconds, by: 10) {
            var next = inputs.at(now)
            next.broadcast.arrival = next.now
            lose(&next)
            limits = limiter.step(next, with: parameters)
        }
        return limits
    }

    private var bound: BatteryParameters {
        var parameters = BatteryParameters.discharge()
        parameters.currents = .constant(700)
        parameters.binding.stateOfCharge = true
        parameters.binding.temperature = true
        parameters.binding.cellVoltages = true
        parameters.binding.voltage = true
        parameters.voltageGuard = .reference
        parameters.chargeTaper = .of((0, 20_000), (0.9, 250_000))
        return parameters
    }

    @Test("a bound cell voltage that is lost is held for 100 ms, fades to 30 kW, then is zero")
    func cellLost() {
        func cell(_ time: Double, _ bad: Voltage?) -> Double {
            limits(at: time, bound) { $0.leastCellVoltage = bad }[.cellVoltage].rawValue
        }
        for bad in [nil, Voltage(.nan), Voltage(.infinity)] {
            let whole = cell(10, bad)
            #expect(whole > 300_000 && whole.isFinite)
            #expect(cell(100, bad) == whole)
            #expect(abs(cell(300, bad) - (whole + 30_000) / 2) < 1e-6)
            #expect(cell(500, bad) == 30_000)
            #expect(cell(510, bad) == 0)
        }
    }

    @Test("a bound temperature that is lost ages voltages and current")
    func temperatureLost() {
        let soon = limits(at: 100, bound) { $0.temperature = nil }
        let late = limits(at: 510, bound) { $0.temperature = Temperature(.nan) }
        for term in [PowerLimit.packVoltage, .cellVoltage, .current] {
            #expect(soon[term] > Power(240_000), "\(term)")
            #expect(late[term] == .zero, "\(term)")
        }
    }

    @Test("a temperature that is not bound is the coldest assumed")
    func coldest() {
        let unbound = limits(at: 10, .discharge()) { $0.temperature = nil }
        let cold = limits(at: 10, .discharge()) { $0.temperature = Temperature(-20) }
        #expect(unbound[.packVoltage] == cold[.packVoltage])
        #expect(cold[.packVoltage] < Power(200_000))
    }

    @Test("a state of charge that is lost is counted on, and one that never came allows nothing")
    func chargeLost() {
        let counted = limits(at: 2000, bound) {
            $0.stateOfCharge = nil
            $0.current = Current(600)
        }
        #expect(counted.power > Power(150_000))
        var limiter = DischargeLimiter()
        var inputs = BatteryInputs.rested(nil)
        inputs.voltage = Voltage(381)
        inputs.leastCellVoltage = Voltage(3.97)
        let never = limiter.step(inputs, with: bound)
        for term in [PowerLimit.packVoltage, .cellVoltage, .stateOfCharge] {
            #expect(never[term] == .zero, "\(term)")
        }
        // Without a model the current counts at the least voltage: 700 A at 288 V.
        #expect(never[.current] == Power(201_600))
        var unbound = BatteryParameters.discharge()
        unbound.chargeTaper = bound.chargeTaper
        let free = limiter.step(inputs, with: unbound)
        for term in [PowerLimit.packVoltage, .cellVoltage, .stateOfCharge] {
            #expect(free[term] == Power(.infinity), "\(term)")
        }
    }

    @Test("the charge counts down by current, or by the predicted power where that is lost too")
    func counted() {
        var pack = DischargeLimiter()
        var inputs = BatteryInputs.rested(0.5)
        _ = pack.step(inputs, with: .discharge())
        inputs.stateOfCharge = nil
        inputs.current = Current(635.04)
        for cycle in 1...1000 { _ = pack.step(inputs.at(Double(cycle) * 10), with: .discharge()) }
        #expect(abs((pack.pack.stateOfCharge ?? 0) - 0.49) < 1e-9)
        // 16 mΩ, all but e^(-10/6) of the way, at the scale of 25 °C, which is not 298 K exactly.
        #expect(abs(pack.pack.polarisation.rawValue - 635.04 * 0.016 * 0.8111) < 0.05)
        inputs.current = nil
        inputs.predicted = Power(635.04 * 288)
        for cycle in 1001...2000 {
            _ = pack.step(inputs.at(Double(cycle) * 10), with: .discharge())
        }
        #expect(abs((pack.pack.stateOfCharge ?? 0) - 0.48) < 1e-9)
        inputs.predicted = Power(.nan)
        _ = pack.step(inputs.at(20_010), with: .discharge())
        #expect(abs((pack.pack.stateOfCharge ?? 0) - 0.48) < 1e-9)
    }

    @Test("a bound pack voltage that is lost ages the guard; unbound there is none")
    func voltageLost() {
        #expect(limits(at: 510, bound) { $0.voltage = nil }[.voltageGuard] == .zero)
        #expect(limits(at: 510, bound) { $0.voltage = Voltage(.nan) }.power == .zero)
        #expect(limits(at: 400, bound) { $0.voltage = nil }[.voltageGuard] == Power(30_000))
        var unbound = bound
        unbound.binding.voltage = false
        #expect(limits(at: 510, unbound) { $0.voltage = nil }[.voltageGuard] == Power(.infinity))
    }

    @Test("the broadcast alone ages when it is lost, and a clock that jumps back leaves nothing")
    func broadcastLost() {
        let late = limits(at: 510, bound) { $0.broadcast = .missing }
        #expect((late.binding, late.power) == (.broadcast, .zero))
        var limiter = DischargeLimiter()
        let inputs = BatteryInputs.rested(0.8)
        _ = limiter.step(inputs, with: .discharge())
        #expect(limiter.step(inputs.at(-3_600_000), with: .discharge()).power == .zero)
    }

    @Test(
        "no input, however wrong, gives more than the broadcast or less than nothing",
        arguments: 0..<60
    )
    func anyInput(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var (discharge, charge) = (DischargeLimiter(), ChargeLimiter())
        var chargeParameters = BatteryParameters.charge()
        chargeParameters.currents = .constant(300)
        chargeParameters.binding = bound.binding
        var now = 0.0
        func any(_ range: ClosedRange<Double>) -> Double? {
            random.one(
                of: [nil, .nan, .infinity, -.infinity, 1e300, 0]
                    + Array(repeating: random.number(range), count: 8)
            )
        }
        for _ in 0..<400 {
            now += random.one(of: [10, 10, 10, 10, 600, -5000])
            var inputs = BatteryInputs.rested(any(0...1), any(-40...60), at: now)
            inputs.broadcast.value = any(0...250_000) ?? 0
            inputs.voltage = any(200...420).map { Voltage($0) }
            inputs.current = any(-500...900).map { Current($0) }
            inputs.leastCellVoltage = any(2...4.3).map { Voltage($0) }
            inputs.greatestCellVoltage = any(2...4.3).map { Voltage($0) }
            inputs.predicted = Power(any(-2e5...3e5) ?? 0)
            for limits in [
                discharge.step(inputs, with: bound), charge.step(inputs, with: chargeParameters),
            ] {
                #expect(limits.power >= .zero && limits.power <= limits[.broadcast], "seed \(seed)")
                #expect(limits.power <= Power(655_350), "seed \(seed)")
            }
            #expect(charge.forecast >= .zero && charge.forecast.isFinite, "seed \(seed)")
            let soc = discharge.pack.stateOfCharge ?? 0
            #expect(soc >= 0 && soc <= 1 && discharge.pack.polarisation.isFinite, "seed \(seed)")
            for cell in [discharge.pack.weakest, charge.pack.fullest] {
                #expect(cell.isFinite, "seed \(seed)")
            }
        }
    }
}
