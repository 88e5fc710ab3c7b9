public import VehicleModel

/// From where torque falls with temperature, and where nothing is left.
public struct TemperatureSpan: Sendable, BitwiseCopyable {
    /// Up to here everything is given, °C.
    public var start: Temperature
    /// From here on nothing is given, °C, above `start`.
    public var end: Temperature

    /// Puts the two together.
    public init(start: Temperature, end: Temperature) {
        self.start = start
        self.end = end
    }

    /// What is left at `temperature`, 1 to 0; 1 where it is unknown, 0 where it is not finite.
    func part(at temperature: Temperature?) -> Double {
        guard let temperature else { return 1 }
        guard temperature.isFinite else { return 0 }
        return max(0, min(1, (end - temperature) / (end - start)))
    }
}

/// How hot a drive unit may become, and how long its motor bears peak torque.
public struct ThermalParameters: Sendable, BitwiseCopyable {
    /// The inverter's span.
    public var inverter: TemperatureSpan
    /// The motor's span.
    public var motor: TemperatureSpan
    /// The coolant's span.
    public var coolant: TemperatureSpan
    /// What the motor bears for ever, Nm, not negative.
    public var lastingTorque: Torque
    /// What it bears for `peakTime`, Nm, not below `lastingTorque`.
    public var peakTorque: Torque
    /// How long it bears its peak, above zero.
    public var peakTime: Duration
    /// How soon before the end the peak begins to be taken back, above zero.
    public var fadeTime: Duration
    /// What the weaker axle's part is of the stronger one's at least, above 0, up to 1.
    public var leastRatio: Double

    /// Puts the parts together.
    public init(
        inverter: TemperatureSpan,
        motor: TemperatureSpan,
        coolant: TemperatureSpan,
        lastingTorque: Torque,
        peakTorque: Torque,
        peakTime: Duration,
        fadeTime: Duration,
        leastRatio: Double
    ) {
        self.inverter = inverter
        self.motor = motor
        self.coolant = coolant
        self.lastingTorque = lastingTorque
        self.peakTorque = peakTorque
        self.peakTime = peakTime
        self.fadeTime = fadeTime
        self.leastRatio = leastRatio
    }
}
