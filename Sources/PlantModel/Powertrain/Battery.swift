import Glibc
public import VehicleModel

/// A traction battery and what its controller reports.
public struct BatteryParameters: Equatable, Sendable {
    /// Cells in series.
    public var cells: Int
    /// Charge from full to empty, Ah.
    public var capacity: Double
    /// Energy from full to empty as the controller reports it, J.
    public var usableEnergy: Double
    /// State of charge at start, 0 to 1.
    public var initialStateOfCharge: Double
    /// Open-circuit voltage of a cell, V, over the state of charge, 0 to 1, rising.
    public var openCircuit: [OpenCircuitPoint]
    /// Resistance at once, ohm.
    public var seriesResistance: Double
    /// Resistance that is added over the time constant, ohm.
    public var polarisationResistance: Double
    /// The time constant of that, s.
    public var polarisationTime: Double
    /// Age of the current that the controller reports, s.
    public var currentReportDelay: Double
    /// Time constant of the filter on it, s.
    public var currentReportLag: Double
    /// The discharge limit that the controller broadcasts, W.
    public var dischargeLimit: Double
    /// The charge limit that the controller broadcasts, W.
    public var chargeLimit: Double
    /// Whether the controller also broadcasts limits beyond the 255.5 kW of its first message.
    public var hasWideLimits = false

    /// Puts the numbers together.
    public init(
        cells: Int,
        capacity: Double,
        usableEnergy: Double,
        initialStateOfCharge: Double,
        openCircuit: [OpenCircuitPoint],
        seriesResistance: Double,
        polarisationResistance: Double,
        polarisationTime: Double,
        currentReportDelay: Double,
        currentReportLag: Double,
        dischargeLimit: Double,
        chargeLimit: Double
    ) {
        self.cells = cells
        self.capacity = capacity
        self.usableEnergy = usableEnergy
        self.initialStateOfCharge = initialStateOfCharge
        self.openCircuit = openCircuit
        self.seriesResistance = seriesResistance
        self.polarisationResistance = polarisationResistance
        self.polarisationTime = polarisationTime
        self.currentReportDelay = currentReportDelay
        self.currentReportLag = currentReportLag
        self.dischargeLimit = dischargeLimit
        self.chargeLimit = chargeLimit
    }

    /// The greatest limit that the controller's first message can tell, W.
    public static let narrowLimit = 255_500.0

    /// Open-circuit voltage of the pack; a straight line between the points, flat outside.
    public func openCircuitVoltage(at stateOfCharge: Double) -> Voltage {
        guard let first = openCircuit.first, let last = openCircuit.last else { return .zero }
        let pack = Double(cells)
        guard stateOfCharge > first.stateOfCharge else { return Voltage(pack * first.voltage) }
        var below = first
        for above in openCircuit.dropFirst() {
            if stateOfCharge <= above.stateOfCharge {
                let part =
                    (stateOfCharge - below.stateOfCharge)
                    / (above.stateOfCharge - below.stateOfCharge)
                return Voltage(pack * (below.voltage + part * (above.voltage - below.voltage)))
            }
            below = above
        }
        return Voltage(pack * last.voltage)
    }
}

/// One point of a cell's open-circuit curve.
public struct OpenCircuitPoint: Equatable, Sendable {
    /// State of charge, 0 to 1.
    public var stateOfCharge: Double
    /// Voltage of the cell at rest, V.
    public var voltage: Double

    /// Puts the numbers together.
    public init(stateOfCharge: Double, voltage: Double) {
        self.stateOfCharge = stateOfCharge
        self.voltage = voltage
    }
}

/// The battery: an open-circuit voltage, a resistance, and one resistor with a capacitor.
public struct Battery: Equatable, Sendable {
    /// The battery's constants.
    public let parameters: BatteryParameters
    /// State of charge, 0 to 1.
    public private(set) var stateOfCharge: Double
    /// Terminal voltage.
    public private(set) var voltage: Voltage
    /// Current out of the terminals; negative charges.
    public private(set) var current = Current.zero

    /// The largest power out that its controller tells, W.
    public private(set) var dischargeLimit: Double
    /// The largest power in that its controller tells, W.
    public private(set) var chargeLimit: Double

    /// Voltage over the resistor with the capacitor, V.
    private var polarisation = 0.0

    private let timeStep: Double
    private let polarisationGain: Double
    private var report: LaggedSignal

    /// A battery at rest.
    public init(parameters: BatteryParameters, timeStep: Double) {
        self.parameters = parameters
        self.timeStep = timeStep
        stateOfCharge = parameters.initialStateOfCharge
        dischargeLimit = parameters.dischargeLimit
        chargeLimit = parameters.chargeLimit
        voltage = parameters.openCircuitVoltage(at: parameters.initialStateOfCharge)
        polarisationGain = 1 - exp(-timeStep / parameters.polarisationTime)
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

    mutating func setLimits(discharge: Double?, charge: Double?) {
        dischargeLimit = discharge ?? dischargeLimit
        chargeLimit = charge ?? chargeLimit
    }

    /// Delivers a power, or all it can, for one time step.
    public mutating func step(power: Power) {
        let source = openCircuit - polarisation
        let power = power.rawValue
        let resistance = parameters.seriesResistance
        // V I = P with V = source - R I; the root with the higher voltage, without cancellation.
        let root = max(0, source * source - 4 * resistance * power).squareRoot()
        let possible = min(power, source * source / (4 * resistance))
        step(current: Current(2 * possible / (source + root)))
    }

    /// Delivers a current for one time step.
    public mutating func step(current: Current) {
        self.current = current
        let current = current.rawValue
        voltage = Voltage(openCircuit - polarisation - current * parameters.seriesResistance)
        polarisation +=
            (current * parameters.polarisationResistance - polarisation) * polarisationGain
        stateOfCharge -= current * timeStep / (3600 * parameters.capacity)
        stateOfCharge = min(max(stateOfCharge, 0), 1)
        report.step(current)
    }

    private var openCircuit: Double {
        parameters.openCircuitVoltage(at: stateOfCharge).rawValue
    }
}
