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
            rules[.wideDischargeLimit].isBound = isWideBound
            var inputs = BatteryInputs.rested(0.9)
            inputs.takeBroadcast(
                .dischargeLimit,
                wide: .wideDischargeLimit,
                from: InputReader(table.all, rules: rules.all, at: .at(0))
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
