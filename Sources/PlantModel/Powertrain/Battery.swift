import Glibc
public import VehicleModel

/// The battery: an open-circuit voltage, a resistance, and resistors with capacitors, all of which
/// warmth changes, and which warm it.
public struct Battery: Equatable, Sendable {
    /// The battery's constants.
    public let parameters: BatteryParameters
    /// State of charge, 0 to 1.
    public private(set) var stateOfCharge: Double
    /// Terminal voltage.
    public private(set) var voltage: Voltage
    /// Current out of the terminals; negative charges.
    public private(set) var current = Current.zero
    /// Temperature, °C.
    public private(set) var temperature: Double
    /// Where its energy went since the start.
    public private(set) var energy = BatteryEnergy()

    /// The largest power out that its controller tells, W.
    public private(set) var dischargeLimit: Double
    /// The largest power in that its controller tells, W.
    public private(set) var chargeLimit: Double

    /// What a real battery tells in this one's place; nil where there is none.
    var measuredVoltage: Voltage?
    private var fast: PolarisedPair
    private var slow: PolarisedPair?
    /// Every resistance's factor at the temperature of the last step.
    private var factor: Double
    private let timeStep: Double
    private var report: LaggedSignal

    /// A battery at rest.
    public init(parameters: BatteryParameters, timeStep: Double) {
        self.parameters = parameters
        self.timeStep = timeStep
        stateOfCharge = parameters.initialStateOfCharge
        dischargeLimit = parameters.dischargeLimit
        chargeLimit = parameters.chargeLimit
        voltage = parameters.openCircuitVoltage(at: parameters.initialStateOfCharge)
        temperature = parameters.heat.initialTemperature
        factor = parameters.heat.resistanceFactor(at: parameters.heat.initialTemperature)
        let pair = Polarisation(
            resistance: parameters.polarisationResistance,
            time: parameters.polarisationTime
        )
        fast = PolarisedPair(pair, timeStep: timeStep)
        slow = parameters.slowPolarisation.map { PolarisedPair($0, timeStep: timeStep) }
        report = LaggedSignal(
            delay: parameters.currentReportDelay,
            lag: parameters.currentReportLag,
            timeStep: timeStep
        )
    }

    /// The current as the battery's controller reports it, late; negative charges.
    public var reportedCurrent: Current { Current(report.output) }

    /// Power out of the terminals; negative charges.
    public var power: Power { voltage * current }

    /// What the resistors with capacitors hold back, V; negative while it has been charged.
    public var polarisation: Double { fast.voltage + (slow?.voltage ?? 0) }

    mutating func setLimits(discharge: Double?, charge: Double?) {
        dischargeLimit = discharge ?? dischargeLimit
        chargeLimit = charge ?? chargeLimit
    }

    /// Delivers a power, or all it can, for one time step.
    public mutating func step(power: Power) {
        if let measuredVoltage, measuredVoltage > .zero {
            step(current: Current(power.rawValue / measuredVoltage.rawValue))
            voltage = measuredVoltage
            return
        }
        let openCircuit = openCircuit
        let source = openCircuit - polarisation
        let power = power.rawValue
        let resistance = parameters.seriesResistance * factor
        // V I = P with V = source - R I; the root with the higher voltage, without cancellation.
        let root = max(0, source * source - 4 * resistance * power).squareRoot()
        let possible = min(power, source * source / (4 * resistance))
        deliver(2 * possible / (source + root), from: openCircuit)
    }

    /// Delivers a current for one time step.
    public mutating func step(current: Current) {
        deliver(current.rawValue, from: openCircuit)
    }

    private mutating func deliver(_ current: Double, from openCircuit: Double) {
        self.current = Current(current)
        let lost = polarisation + current * parameters.seriesResistance * factor
        voltage = Voltage(openCircuit - lost)
        fast.step(current: current, factor: factor)
        slow?.step(current: current, factor: factor)
        stateOfCharge -= current * timeStep / (3600 * parameters.capacity)
        stateOfCharge = min(max(stateOfCharge, 0), 1)
        report.step(current)
        let stored = storedEnergy
        let heat = current * lost * timeStep - (stored - energy.stored)
        energy.source += openCircuit * current * timeStep
        energy.stored = stored
        energy.heat += heat
        warm(by: heat)
    }

    private mutating func warm(by heat: Double) {
        let thermal = parameters.heat
        guard let capacity = thermal.capacity else { return }
        let flow = thermal.cooling * (temperature - thermal.ambient) * timeStep
        energy.cooled += flow
        temperature += (heat - flow) / capacity
        factor = thermal.resistanceFactor(at: temperature)
    }

    /// Energy in the capacitors, J.
    private var storedEnergy: Double {
        fast.energy(factor: factor) + (slow?.energy(factor: factor) ?? 0)
    }

    private var openCircuit: Double {
        parameters.openCircuitVoltage(at: stateOfCharge).rawValue
    }
}

extension Battery {
    /// Voltage of the weakest cell under load: the least while current leaves, the greatest while it
    /// is charged.
    public var weakestCellVoltage: Voltage {
        let weakest = parameters.weakestCell
        let taken = (parameters.initialStateOfCharge - stateOfCharge) / weakest.capacity
        let cells = Double(parameters.cells)
        let open = parameters.openCircuitVoltage(
            at: min(max(parameters.initialStateOfCharge - taken, 0), 1)
        ).rawValue
        let lost = openCircuit - voltage.rawValue
        return Voltage((open - weakest.resistance * lost) / cells)
    }

    /// Voltage of every cell but the weakest.
    public var otherCellVoltage: Voltage { Voltage(voltage.rawValue / Double(parameters.cells)) }

    /// Voltage of the cell with the least.
    public var leastCellVoltage: Voltage { min(weakestCellVoltage, otherCellVoltage) }

    /// Voltage of the cell with the greatest.
    public var greatestCellVoltage: Voltage { max(weakestCellVoltage, otherCellVoltage) }
}

/// A resistor with a capacitor across it, charged by the current.
private struct PolarisedPair: Equatable {
    /// Voltage over it, V.
    private(set) var voltage = 0.0
    private let parameters: Polarisation
    private let gain: Double

    init(_ parameters: Polarisation, timeStep: Double) {
        self.parameters = parameters
        gain = 1 - exp(-timeStep / parameters.time)
    }

    mutating func step(current: Double, factor: Double) {
        voltage += (current * parameters.resistance * factor - voltage) * gain
    }

    /// Energy in the capacitor, J: its capacity is time constant over resistance.
    func energy(factor: Double) -> Double {
        let resistance = parameters.resistance * factor
        return resistance > 0 ? 0.5 * parameters.time / resistance * voltage * voltage : 0
    }
}

/// Where a battery's energy went since the start, J.
public struct BatteryEnergy: Equatable, Sendable {
    /// From the cells' chemistry; what is charged counts back.
    public var source = 0.0
    /// Become heat in its resistances.
    public var heat = 0.0
    /// Held in its capacitors now.
    public var stored = 0.0
    /// Given to what is around it.
    public var cooled = 0.0
}
