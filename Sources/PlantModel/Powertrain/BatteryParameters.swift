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
    /// Resistance at once where the temperature's factor is 1, ohm.
    public var seriesResistance: Double
    /// Resistance that is added over the time constant where that factor is 1, ohm.
    public var polarisationResistance: Double
    /// The time constant of that, s.
    public var polarisationTime: Double
    /// Resistance that is added more slowly; nil where none is.
    public var slowPolarisation: Polarisation?
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
    /// How warm it is, and what that does.
    public var heat: BatteryHeatParameters
    /// How the weakest cell differs from the rest.
    public var weakestCell: WeakestCell

    /// Puts the numbers together; without more, one RC pair, 25 °C whatever happens, and equal cells.
    public init(
        cells: Int,
        capacity: Double,
        usableEnergy: Double,
        initialStateOfCharge: Double,
        openCircuit: [OpenCircuitPoint],
        seriesResistance: Double,
        polarisationResistance: Double,
        polarisationTime: Double,
        slowPolarisation: Polarisation? = nil,
        currentReportDelay: Double,
        currentReportLag: Double,
        dischargeLimit: Double,
        chargeLimit: Double,
        heat: BatteryHeatParameters = BatteryHeatParameters(),
        weakestCell: WeakestCell = WeakestCell()
    ) {
        self.cells = cells
        self.capacity = capacity
        self.usableEnergy = usableEnergy
        self.initialStateOfCharge = initialStateOfCharge
        self.openCircuit = openCircuit
        self.seriesResistance = seriesResistance
        self.polarisationResistance = polarisationResistance
        self.polarisationTime = polarisationTime
        self.slowPolarisation = slowPolarisation
        self.currentReportDelay = currentReportDelay
        self.currentReportLag = currentReportLag
        self.dischargeLimit = dischargeLimit
        self.chargeLimit = chargeLimit
        self.heat = heat
        self.weakestCell = weakestCell
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

/// A resistor with a capacitor across it.
public struct Polarisation: Equatable, Sendable {
    /// Resistance where the temperature's factor is 1, ohm.
    public var resistance: Double
    /// Time constant, s.
    public var time: Double

    /// Puts the numbers together.
    public init(resistance: Double, time: Double) {
        self.resistance = resistance
        self.time = time
    }
}

/// How warm a battery is, and what that does to its resistance.
public struct BatteryHeatParameters: Equatable, Sendable {
    /// Temperature at the start, °C.
    public var initialTemperature: Double
    /// Temperature around it, °C.
    public var ambient: Double
    /// Heat that warms it by one degree, J/K; nil where it stays as warm as it is.
    public var capacity: Double?
    /// Heat that flows out for each degree above the ambient, W/K.
    public var cooling: Double
    /// Every resistance's factor over the temperature, rising temperature; none at all is 1.
    public var resistance: [TemperatureFactor]

    /// Puts the numbers together.
    public init(
        initialTemperature: Double = 25,
        ambient: Double = 25,
        capacity: Double? = nil,
        cooling: Double = 0,
        resistance: [TemperatureFactor] = []
    ) {
        self.initialTemperature = initialTemperature
        self.ambient = ambient
        self.capacity = capacity
        self.cooling = cooling
        self.resistance = resistance
    }

    /// Every resistance's factor at a temperature, °C: a straight line between the points, flat outside.
    public func resistanceFactor(at temperature: Double) -> Double {
        guard let first = resistance.first, let last = resistance.last else { return 1 }
        guard temperature > first.temperature else { return first.factor }
        var below = first
        for above in resistance.dropFirst() {
            if temperature <= above.temperature {
                let part =
                    (temperature - below.temperature) / (above.temperature - below.temperature)
                return below.factor + part * (above.factor - below.factor)
            }
            below = above
        }
        return last.factor
    }
}

/// One point of a curve over the temperature.
public struct TemperatureFactor: Equatable, Sendable {
    /// Temperature, °C.
    public var temperature: Double
    /// The factor there, above 0.
    public var factor: Double

    /// Puts the numbers together.
    public init(temperature: Double, factor: Double) {
        self.temperature = temperature
        self.factor = factor
    }
}

/// How the weakest cell differs from the rest, which are equal.
///
/// It is one among many: what it lacks is told by its own voltage and not by the pack's.
public struct WeakestCell: Equatable, Sendable {
    /// Its capacity over that of the others, above 0 to 1.
    public var capacity: Double
    /// Its resistance over that of the others, 1 or more.
    public var resistance: Double

    /// Puts the numbers together; without more it is as the others.
    public init(capacity: Double = 1, resistance: Double = 1) {
        self.capacity = capacity
        self.resistance = resistance
    }
}
