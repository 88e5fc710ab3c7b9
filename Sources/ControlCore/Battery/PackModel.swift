public import VehicleModel

extension Dimension {
    /// Ampere seconds.
    public enum Charge {}
}

/// Ampere seconds.
public typealias Charge = Quantity<Dimension.Charge>

/// A battery pack as one voltage source, one resistance and one RC pair.
public struct PackModel: Sendable, BitwiseCopyable {
    /// Cells in series, above 0.
    public let cells: Double
    /// What the pack holds, As, above 0.
    public let capacity: Charge
    /// A cell's voltage at rest over state of charge 0 to 1, V.
    public let openCircuit: BatteryCurve
    /// R0 of the pack at 25 °C, ohm, above 0.
    public let seriesResistance: Resistance
    /// R1 of the pack at 25 °C, ohm, not negative.
    public let polarisationResistance: Resistance
    /// τ of R1.
    public let polarisationTime: Duration
    /// Resistance now over resistance when new, above 0.
    public let ageing: Double
    /// Resistance of the weakest cell over that of the mean cell, at least 1.
    public let weakestCellResistance: Double

    /// Nil unless every number is finite and in its range.
    public init?(
        cells: Double,
        capacity: Charge,
        openCircuit: BatteryCurve,
        seriesResistance: Resistance,
        polarisationResistance: Resistance,
        polarisationTime: Duration,
        ageing: Double,
        weakestCellResistance: Double
    ) {
        guard cells.isFinite, cells > 0, capacity.isFinite, capacity > .zero,
            openCircuit.least > 0, seriesResistance.isFinite, seriesResistance > .zero,
            polarisationResistance.isFinite, polarisationResistance >= .zero,
            polarisationTime > .zero, ageing.isFinite, ageing > 0,
            weakestCellResistance.isFinite, weakestCellResistance >= 1
        else { return nil }
        self.cells = cells
        self.capacity = capacity
        self.openCircuit = openCircuit
        self.seriesResistance = seriesResistance
        self.polarisationResistance = polarisationResistance
        self.polarisationTime = polarisationTime
        self.ageing = ageing
        self.weakestCellResistance = weakestCellResistance
    }

    /// Resistance at a temperature over the resistance at 25 °C when new: ageing times
    /// exp(2500 (1/T − 1/298)), T in K.
    public func resistanceScale(at temperature: Temperature) -> Double {
        var exponential = SteadyExponential()
        return Self.resistanceScale(at: temperature, ageing: ageing, by: &exponential)
    }

    /// The same where the temperature is that of the cycle before, as a rule.
    static func resistanceScale(
        at temperature: Temperature,
        ageing: Double,
        by exponential: inout SteadyExponential
    ) -> Double {
        let kelvin = max(temperature.rawValue + 273.15, 200)
        return ageing * exponential(2500 * (1 / kelvin - 1 / 298))
    }
}

/// A pack's model without its curve: small enough to be handed on by value.
struct PackElectrics: Sendable, BitwiseCopyable {
    let cells: Double
    let capacity: Charge
    let seriesResistance: Resistance
    let polarisationResistance: Resistance
    let polarisationTime: Duration
    let weakestCellResistance: Double
}

extension PackModel {
    var electrics: PackElectrics {
        PackElectrics(
            cells: cells,
            capacity: capacity,
            seriesResistance: seriesResistance,
            polarisationResistance: polarisationResistance,
            polarisationTime: polarisationTime,
            weakestCellResistance: weakestCellResistance
        )
    }
}

/// A time that limits look ahead.
public struct Horizon: Sendable, BitwiseCopyable {
    /// How far.
    public let length: Duration
    /// The same in seconds.
    let seconds: Double
    /// e^(−length/τ) of the pack's polarisation.
    public let decay: Double

    /// Nil unless `length` is not negative.
    public init?(_ length: Duration, of model: PackModel) {
        guard length >= .zero else { return nil }
        self.length = length
        seconds = length.inSeconds
        decay = length.decay(of: model.polarisationTime)
    }
}

/// Up to four horizons.
public struct Horizons: Sendable, BitwiseCopyable {
    /// The horizons; only the first `count` are used.
    public let all: [4 of Horizon]
    /// How many are used, 1 to 4.
    public let count: Int

    /// Nil unless 1 to 4 are used.
    public init?(_ all: [4 of Horizon], count: Int) {
        guard count >= 1, count <= 4 else { return nil }
        self.all = all
        self.count = count
    }
}

/// A pack at the end of a horizon: a voltage behind a resistance.
public struct EquivalentSource: Sendable, BitwiseCopyable {
    /// Voltage without current, V.
    public let voltage: Voltage
    /// Volts lost an ampere, above 0.
    public let resistance: Resistance
    /// u / 2R, A: more current out gives less power.
    let mostCurrent: Current

    /// Puts the parts together.
    public init(voltage: Voltage, resistance: Resistance) {
        self.voltage = voltage
        self.resistance = resistance
        mostCurrent = Current(voltage.rawValue / (2 * resistance.rawValue))
    }

    /// The greatest power out with the voltage not below `floor`, W; zero for what is not finite.
    public func discharge(to floor: Voltage) -> Power {
        discharge(with: Current((voltage - floor).rawValue / resistance.rawValue))
    }

    /// The greatest power out with no more than `current`, W; zero for what is not finite.
    ///
    /// More than `mostCurrent` is not used.
    public func discharge(with current: Current) -> Power {
        guard mostCurrent.isFinite, !current.rawValue.isNaN else { return .zero }
        let used = max(.zero, min(current, mostCurrent))
        return Voltage(voltage.rawValue - used.rawValue * resistance.rawValue) * used
    }

    /// The greatest power in with the voltage not above `ceiling`, W; zero for what is not finite.
    public func charge(to ceiling: Voltage) -> Power {
        charge(with: Current((ceiling - voltage).rawValue / resistance.rawValue))
    }

    /// The greatest power in with no more than `current`, W; zero for what is not finite.
    public func charge(with current: Current) -> Power {
        guard current.isFinite, voltage.isFinite, resistance.isFinite else { return .zero }
        let used = max(.zero, current)
        return Voltage(voltage.rawValue + used.rawValue * resistance.rawValue) * used
    }
}
