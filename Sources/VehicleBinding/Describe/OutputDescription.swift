public import VehicleModel

/// Which messages carry commands to the inverters.
public struct OutputDescription: Sendable {
    /// One inverter each, nil for an axle without a motor.
    ///
    /// Never on the same bus, because their identifiers are the same.
    public var axles: AxlePair<AxleOutput?>

    /// Takes both axles' messages.
    public init(axles: AxlePair<AxleOutput?>) { self.axles = axles }
}

/// The messages that command one inverter.
public struct AxleOutput: Hashable, Sendable {
    /// The name of the inverter's bus.
    public var bus: String
    /// The message that carries the torque.
    public var torqueMessage: String
    /// The message that carries the gear.
    public var gearMessage: String
    /// The message that keeps the inverter awake.
    public var stateMessage: String
    /// Whether the motor is mounted the other way round, so that a negative torque on the wire
    /// drives forward.
    public var isInverted: Bool

    /// Puts the parts together.
    public init(
        bus: String,
        torqueMessage: String,
        gearMessage: String,
        stateMessage: String,
        isInverted: Bool
    ) {
        self.bus = bus
        self.torqueMessage = torqueMessage
        self.gearMessage = gearMessage
        self.stateMessage = stateMessage
        self.isInverted = isInverted
    }
}
