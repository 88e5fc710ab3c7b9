@testable import ControlCore
import VehicleModel

extension BatteryCurve {
    /// Through points in order.
    static func through(_ points: [(Double, Double)]) -> BatteryCurve? {
        var places = [16 of Double](repeating: 0)
        var values = [16 of Double](repeating: 0)
        for (index, point) in points.prefix(16).enumerated() {
            places[index] = point.0
            values[index] = point.1
        }
        return BatteryCurve(places: places, values: values, count: points.count)
    }

    static func of(_ points: (Double, Double)...) -> BatteryCurve {
        guard let curve = through(points) else { preconditionFailure("the curve is refused") }
        return curve
    }
}

extension PackModel {
    /// The plant's 96-cell pack; `spread` is the weakest cell's resistance over the mean.
    static func reference(spread: Double = 1, ageing: Double = 1) -> PackModel {
        let openCircuit = BatteryCurve.of(
            (0, 3.20),
            (0.05, 3.43),
            (0.10, 3.48),
            (0.20, 3.56),
            (0.30, 3.61),
            (0.40, 3.65),
            (0.50, 3.70),
            (0.60, 3.79),
            (0.70, 3.88),
            (0.80, 3.97),
            (0.90, 4.06),
            (0.93, 4.085),
            (1, 4.18)
        )
        guard
            let model = PackModel(
                cells: 96,
                capacity: Charge(176.4 * 3600),
                openCircuit: openCircuit,
                seriesResistance: Resistance(0.033),
                polarisationResistance: Resistance(0.016),
                polarisationTime: .seconds(6),
                ageing: ageing,
                weakestCellResistance: spread
            )
        else { preconditionFailure("the pack is refused") }
        return model
    }
}

extension Horizons {
    static func of(_ lengths: [Duration], _ model: PackModel) -> Horizons {
        guard let first = Horizon(lengths[0], of: model) else {
            preconditionFailure("the horizon is refused")
        }
        var all = [4 of Horizon](repeating: first)
        for (index, length) in lengths.enumerated() {
            guard let horizon = Horizon(length, of: model) else { continue }
            all[index] = horizon
        }
        guard let horizons = Horizons(all, count: lengths.count) else {
            preconditionFailure("the horizons are refused")
        }
        return horizons
    }
}

extension CurrentTable {
    /// The same current at any time and temperature.
    static func constant(_ amperes: Double) -> CurrentTable {
        let curve = BatteryCurve.of((25, amperes))
        guard let window = CurrentWindow(.zero, curve) else {
            preconditionFailure("the window is refused")
        }
        return CurrentTable(peak: curve, windows: .init(repeating: window), continuous: curve)
    }
}

extension VoltageGuardParameters {
    /// 10 V, 20 kW/s down and 5 kW/s up for each volt.
    static var reference: VoltageGuardParameters {
        guard
            let parameters = VoltageGuardParameters(
                margin: Voltage(10),
                fall: PowerRate(20_000),
                rise: PowerRate(5000)
            )
        else { preconditionFailure("the guard is refused") }
        return parameters
    }
}

extension BatteryParameters {
    /// Discharge to 288 V, looking ahead by `horizons`; nothing else limits but the broadcast.
    static func discharge(
        _ model: PackModel = .reference(),
        horizons: [Duration] = [.milliseconds(100), .seconds(2), .seconds(10)]
    ) -> BatteryParameters {
        BatteryParameters(
            period: .milliseconds(10),
            limitRise: PowerRate(50_000),
            limpPower: Power(kilowatts: 30),
            model: model,
            horizons: .of(horizons, model),
            leastCellVoltage: Voltage(3),
            cellLimit: Voltage(3),
            coldestAssumed: Temperature(-20)
        )
    }

    /// Charge to 4.20 V a cell, trip at 4.25 V.
    static func charge(_ model: PackModel = .reference()) -> BatteryParameters {
        var parameters = discharge(model)
        parameters.cellLimit = Voltage(4.20)
        parameters.cellTrip = Voltage(4.25)
        return parameters
    }
}

extension BatteryInputs {
    /// A rested pack whose broadcast says `kilowatts` at `milliseconds`.
    static func rested(
        _ charge: Double?,
        _ degrees: Double? = 25,
        broadcast kilowatts: Double = 250,
        at milliseconds: Double = 0
    ) -> BatteryInputs {
        var inputs = BatteryInputs(now: .at(milliseconds))
        inputs.broadcast = .valid(kilowatts * 1000, at: .at(milliseconds))
        inputs.rule = InputRule(greatestAge: .milliseconds(500), minimum: 0, maximum: 655_350)
        inputs.stateOfCharge = charge
        inputs.temperature = degrees.map { Temperature($0) }
        inputs.current = .zero
        return inputs
    }

    func at(_ milliseconds: Double) -> BatteryInputs {
        var inputs = self
        inputs.now = .at(milliseconds)
        return inputs
    }
}

extension BatteryParameters {
    /// The AWD prototype's discharge limits.
    static var prototypeDischarge: BatteryParameters? {
        var parameters = discharge(.reference(spread: 1.3))
        let peak = BatteryCurve.of((-20, 250), (-10, 370), (0, 520), (10, 640), (25, 720))
        let long = BatteryCurve.of((-20, 170), (-10, 260), (0, 360), (10, 450), (25, 500))
        let ever = BatteryCurve.of((-20, 120), (-10, 180), (0, 250), (10, 310), (25, 350))
        guard let short = CurrentWindow(.seconds(10), peak),
            let longer = CurrentWindow(.seconds(30), long)
        else { return nil }
        var windows = [2 of CurrentWindow](repeating: short)
        windows[1] = longer
        parameters.currents = CurrentTable(peak: peak, windows: windows, continuous: ever)
        let seconds = Duration.seconds(15)
        parameters.fuse = HeatRating(peak: Current(800), continuous: Current(350), time: seconds)
        parameters.contactor = HeatRating(
            peak: Current(800),
            continuous: Current(300),
            time: seconds
        )
        parameters.energies[0] = EnergyWindow(
            peak: Power(kilowatts: 250),
            continuous: Power(kilowatts: 120),
            window: .seconds(10)
        )
        parameters.chargeTaper = .of((0, 20_000), (0.03, 40_000), (0.10, 250_000))
        parameters.voltageGuard = .reference
        parameters.binding.stateOfCharge = true
        parameters.binding.cellVoltages = true
        parameters.binding.temperature = true
        parameters.binding.voltage = true
        return parameters
    }
}
