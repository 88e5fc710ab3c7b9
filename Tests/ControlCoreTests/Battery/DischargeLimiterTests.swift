@testable import ControlCore
import Testing
import VehicleModel

@Suite("DischargeLimiter")
struct DischargeLimiterTests {
    /// The 10 s power in kW and what binds, of a rested pack under a broadcast of 1 MW.
    private func tenSeconds(
        _ charge: Double,
        _ degrees: Double,
        spread: Double,
        amperes: Double
    ) -> PowerLimits {
        var parameters = BatteryParameters.discharge(
            .reference(spread: spread),
            horizons: [.seconds(10)]
        )
        parameters.currents = .constant(amperes)
        var limiter = DischargeLimiter()
        var inputs = BatteryInputs.rested(charge, degrees, broadcast: 600)
        inputs.leastCellVoltage = nil
        return limiter.step(inputs, with: parameters)
    }

    // The reference simulation states neither current table nor weakest cell; 720 A and a weakest cell
    // with 1.3 times the mean's resistance give its seven numbers within 3 %.
    @Test(
        "power for 10 s by charge and temperature is the reference simulation's within 3 %",
        arguments: [
            (0.80, 25, 244), (0.50, 25, 225), (0.20, 25, 215), (0.05, 25, 184), (0.50, 0, 147),
            (0.50, -10, 104), (0.50, -20, 72),
        ] as [(Double, Double, Double)]
    )
    func reference(charge: Double, degrees: Double, kilowatts: Double) {
        let limits = tenSeconds(charge, degrees, spread: 1.3, amperes: 720)
        #expect(abs(limits.power.kilowatts / kilowatts - 1) < 0.03, "\(limits.power.kilowatts)")
        let isWarm = degrees == 25 && charge > 0.1
        #expect(limits.binding == (isWarm ? .current : .cellVoltage))
    }

    @Test(
        "with equal cells and 700 A the pack alone gives these",
        arguments: [
            (0.80, 25, 243.72, .current), (0.50, 25, 225.79, .current),
            (0.05, 25, 204.68, .current),
            (0.50, 0, 194.73, .packVoltage), (0.50, -20, 94.9, .packVoltage),
        ] as [(Double, Double, Double, PowerLimit)]
    )
    func packAlone(charge: Double, degrees: Double, kilowatts: Double, binding: PowerLimit) {
        let limits = tenSeconds(charge, degrees, spread: 1, amperes: 700)
        #expect(abs(limits.power.kilowatts - kilowatts) < 0.05, "\(limits.power.kilowatts)")
        #expect(limits.binding == binding)
    }

    @Test("predicted voltage at the horizon's end is the floor, for power held that long")
    func atTheFloor() {
        let model = PackModel.reference()
        let limits = tenSeconds(0.12, 10, spread: 1, amperes: 5000)
        var pack = PackState()
        var charge = BatteryInputs.rested(0.12, 10)
        charge.voltage = nil
        let scale = model.resistanceScale(at: Temperature(10))
        pack.step(charge, current: .zero, scale: scale, model: model, period: .milliseconds(10))
        let current = Current(limits.power.rawValue / 288)
        for _ in 0..<1000 {
            pack.advance(by: .milliseconds(10), current: current, scale: scale, model: model)
        }
        let open = 96 * model.openCircuit.value(at: pack.stateOfCharge ?? 0)
        let voltage =
            open - pack.polarisation.rawValue - current.rawValue * 0.033 * scale
        #expect(abs(voltage - 288) < 0.01, "\(voltage)")
    }

    /// A full pull on a pack whose cells are 1.3 times as resistive at the weakest: V14.
    private func pull(
        horizons: [Duration]?,
        seconds: Int = 10
    ) -> (least: Double, greatestPower: Double, leastWeakest: Double) {
        let model = PackModel.reference(spread: 1.3)
        var parameters = BatteryParameters.discharge(model, horizons: horizons ?? [.zero])
        if horizons == nil {
            parameters.cellLimit = Voltage(0.1)
        } else {
            parameters.currents = .constant(720)
        }
        var limiter = DischargeLimiter()
        var plant = PackState()
        let scale = model.resistanceScale(at: Temperature(10))
        plant.step(.rested(0.12), current: .zero, scale: scale, model: model, period: .zero)
        var (least, greatest, weakest) = (400.0, 0.0, 400.0)
        var inputs = BatteryInputs.rested(0.12, 10)
        for cycle in 0..<seconds * 100 {
            inputs.now = .at(Double(cycle) * 10)
            inputs.broadcast.arrival = inputs.now
            let power = min(limiter.step(inputs, with: parameters).power, Power(kilowatts: 247))
            let open = 96 * model.openCircuit.value(at: plant.stateOfCharge ?? 0)
            let (u, r) = (open - plant.polarisation.rawValue, 0.033 * scale)
            let root = (u * u - 4 * r * power.rawValue).squareRoot()
            let current = Current((u - root) / (2 * r))
            let voltage = u - r * current.rawValue
            plant.advance(by: .milliseconds(10), current: current, scale: scale, model: model)
            inputs.current = current
            inputs.stateOfCharge = plant.stateOfCharge
            least = min(least, voltage)
            greatest = max(greatest, power.kilowatts)
            weakest = min(weakest, open - (open - voltage) * 1.3)
        }
        return (least, greatest, weakest)
    }

    @Test(
        "a full pull at 12 % and 10 °C: looking 10 s ahead keeps 293 V, 2 s less, not at all 246 V"
    )
    func fullPull() {
        let ten = pull(horizons: [.seconds(10)])
        let two = pull(horizons: [.seconds(2)])
        let none = pull(horizons: nil)
        #expect(abs(ten.greatestPower - 145.9) < 0.5, "\(ten)")
        #expect(abs(two.greatestPower - 180.4) < 0.5, "\(two)")
        #expect(none.greatestPower == 247)
        #expect(ten.least > two.least && two.least > 288)
        #expect(none.least < 275 && none.leastWeakest < 262, "\(none)")
        // The floor is the weakest cell's; nothing passes it by more than the slope's rounding.
        #expect(ten.leastWeakest > 287.9 && two.leastWeakest > 287.9, "\(ten) \(two)")
    }

    @Test("the longest horizon gives the least, and all together the least of all")
    func horizons() {
        var last = Power(.infinity)
        let lengths: [Duration] = [.milliseconds(100), .seconds(2), .seconds(10), .seconds(30)]
        for length in lengths {
            var limiter = DischargeLimiter()
            let parameters = BatteryParameters.discharge(horizons: [length])
            let limits = limiter.step(.rested(0.12, 10, broadcast: 600), with: parameters)
            #expect(limits[.packVoltage] < last)
            last = limits[.packVoltage]
        }
        var limiter = DischargeLimiter()
        let all = limiter.step(
            .rested(0.12, 10, broadcast: 600),
            with: .discharge(horizons: lengths)
        )
        #expect(all[.packVoltage] == last)
    }

    @Test("of all terms the least is in force and named")
    func least() {
        var parameters = BatteryParameters.discharge()
        parameters.chargeTaper = .of((0, 20_000), (0.03, 40_000), (0.10, 250_000))
        parameters.energies[1] = EnergyWindow(
            peak: Power(kilowatts: 200),
            continuous: Power(kilowatts: 100),
            window: .seconds(10)
        )
        parameters.fuse = HeatRating(
            peak: Current(500),
            continuous: Current(300),
            time: .seconds(9)
        )
        parameters.contactor = HeatRating(peak: Current(400), continuous: Current(300), time: .zero)
        var inputs = BatteryInputs.rested(0.80, 25, broadcast: 250)
        inputs.ladderCeiling = Power(kilowatts: 90)
        inputs.operatorCeiling = Power(kilowatts: 80)
        var limiter = DischargeLimiter()
        let limits = limiter.step(inputs, with: parameters)
        #expect((limits.binding, limits.power) == (.operatorCeiling, Power(80_000)))
        #expect(limits[.ladder] == Power(90_000))
        #expect(limits[.energy] == Power(200_000))
        #expect(limits[.broadcast] == Power(250_000))
        #expect(limits[.stateOfCharge] == Power(.infinity))
        #expect(limits[.temperature] == Power(.infinity))
        #expect(limits[.voltageGuard] == Power(.infinity))
        // 381.12 V behind 47.14 mΩ in 10 s at 25 °C.
        #expect(abs(limits[.fuse].rawValue - 500 * (381.12 - 500 * 0.047145)) < 20)
        #expect(abs(limits[.contactor].rawValue - 300 * (381.12 - 300 * 0.047145)) < 20)
        inputs.operatorCeiling = Power(.nan)
        #expect(limiter.step(inputs, with: parameters).power == .zero)
        inputs.operatorCeiling = nil
        #expect(limiter.step(inputs, with: parameters).binding == .ladder)
    }

    @Test(
        "little charge leaves 20 kW at 0, 40 at 3 %, all above 10 %",
        arguments: [
            (0, 20_000), (0.015, 30_000), (0.03, 40_000), (0.065, 145_000), (0.10, 250_000),
            (0.1001, .infinity), (1, .infinity),
        ] as [(Double, Double)]
    )
    func taper(charge: Double, watts: Double) {
        var parameters = BatteryParameters.discharge()
        parameters.chargeTaper = .of((0, 20_000), (0.03, 40_000), (0.10, 250_000))
        var limiter = DischargeLimiter()
        let power = limiter.step(.rested(charge), with: parameters)[.stateOfCharge].rawValue
        #expect(power == watts || abs(power - watts) < 1e-6)
    }

    @Test("the wide message counts where it is bound, whatever the narrow one says")
    func wide() {
        var table = InputTable()
        table[.dischargeLimit] = .valid(255_500, at: .at(0))
        table[.wideDischargeLimit] = .valid(300_000, at: .at(0))
        var rules = InputRules(
            all: InputRule(greatestAge: .seconds(1), minimum: 0, maximum: 255_500)
        )
        rules[.wideDischargeLimit].maximum = 6_553_500
        func power(_ isWideBound: Bool) -> Double {
            var inputs = BatteryInputs.rested(0.9)
            inputs.takeBroadcast(
                .dischargeLimit,
                wide: .wideDischargeLimit,
                isWideBound: isWideBound,
                from: table,
                rules: rules
            )
            var limiter = DischargeLimiter()
            return limiter.step(inputs, with: .discharge())[.broadcast].rawValue
        }
        #expect(power(false) == 255_500)
        #expect(power(true) == 300_000)
        table[.wideDischargeLimit].quality = .notAvailable
        #expect(power(true) == 0)
        #expect(power(false) == 255_500)
    }
}

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
        }
    }
}
