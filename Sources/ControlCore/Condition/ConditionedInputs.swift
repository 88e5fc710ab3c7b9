public import VehicleModel

/// The vehicle as the later stages see it: each value checked, or nil.
public struct ConditionedInputs: Sendable, BitwiseCopyable {
    /// The lower of the two pedal sensors, or the one that is left, 0 to 1; nil where both are
    /// invalid.
    public var pedal: Double?
    /// The two pedal sensors have differed for too long, and have not agreed for long enough since.
    public var isPedalImplausible = false
    /// Only one pedal sensor is valid.
    public var hasOnePedal = false
    /// A pedal sensor stands although the other moved; it counts as invalid.
    public var hasStuckPedal = false
    /// Whether the brake is pressed; nil where unknown.
    public var isBraking: Bool?
    /// The selector; nil where unknown.
    public var selector: Gear?
    /// Motor speeds; nil where unknown.
    public var motorSpeeds = AxlePair<RotationalSpeed?>(both: nil)
    /// A motor's speed stands although its wheels and the other axle moved; it counts as unknown.
    public var isMotorSpeedStuck = AxlePair(both: false)
    /// Motor speeds when a command given now has become torque; nil where the speed is unknown.
    public var leadSpeeds = AxlePair<RotationalSpeed?>(both: nil)
    /// Torque that the inverters report; nil where unknown.
    public var motorTorques = AxlePair<Torque?>(both: nil)
    /// DC link voltage at the inverters; nil where unknown.
    public var linkVoltages = AxlePair<Voltage?>(both: nil)
    /// Whether the inverters are ready; nil where unknown.
    public var isInverterReady = AxlePair<Bool?>(both: nil)
    /// Link and pack voltages have differed for too long.
    public var isVoltageImplausible = false
    /// The voltage to hold above the floor: the battery's, or the lowest known where they differ.
    public var voltageForFloor: Voltage?
    /// The voltage to hold below the ceiling: the battery's, or the highest known where they differ.
    public var voltageForCharge: Voltage?
    /// Pack voltage; nil where unknown.
    public var batteryVoltage: Voltage?
    /// Pack current, positive leaves; nil where unknown.
    public var batteryCurrent: Current?
    /// Whether the battery permits the main relay; nil where unknown.
    public var isRelayPermitted: Bool?
    /// State of charge, 0 to 1; nil where unknown.
    public var stateOfCharge: Double?
    /// Vehicle speed, positive forward; nil where neither wheels nor motors tell.
    public var speed: Speed?
    /// Speed that the faster motor's wheels would roll at, or the only one's that is known; nil where
    /// neither is.
    ///
    /// Beside `speed`, so that wheel sensors that say zero cannot make a moving car stand.
    public var motorPace: Speed?
    /// Means of each axle's wheels, with the motors' sign; nil unless all four wheels are known.
    public var wheelSpeeds = AxlePair<Speed?>(both: nil)
    /// Vehicle speed that slip of both axles does not raise; nil where no axle's speed is known.
    public var estimatedSpeed: Speed?
    /// The estimate is the bounding axle alone, because acceleration is not measured.
    public var isEstimateBoundAlone = false
    /// The axles' speeds and the estimate have differed for too long without slip.
    public var isSpeedImplausible = false
    /// Measured longitudinal acceleration; nil where unknown.
    public var acceleration: Acceleration?
    /// Lateral acceleration, positive to the left; nil where unknown.
    public var lateralAcceleration: Acceleration?
    /// Yaw rate, positive to the left; nil where unknown.
    public var yawRate: YawRate?
    /// Steering wheel angle, positive to the left; nil where unknown.
    public var steeringAngle: Angle?
    /// Whether ECO is selected; nil where unknown.
    public var isEco: Bool?
    /// Whether e-Pedal is selected; nil where unknown.
    public var isOnePedal: Bool?
    /// Whether a charging plug is in; nil where unknown.
    public var isChargePlugged: Bool?
    /// Whether a crash was detected; nil where unknown.
    public var hasCrashed: Bool?
    /// Whether the high voltage's isolation is bad; nil where unknown.
    public var hasIsolationFault: Bool?
    /// Whether the bench's key is turned; nil where unknown.
    public var hasBenchKey: Bool?
    /// Whether the antilock brakes act; nil where unknown.
    public var isAntilockActive: Bool?
    /// Whether stability control acts; nil where unknown.
    public var isStabilityActive: Bool?
    /// Regeneration that the brake controller asks for, Nm of both motors, not negative; nil for none.
    public var brakeRegeneration: Torque?
    /// What the auxiliaries draw; nil where unknown.
    public var auxiliaryPower: Power?
    /// The weakest cell's voltage; nil where unknown.
    public var leastCellVoltage: Voltage?
    /// The fullest cell's voltage; nil where unknown.
    public var greatestCellVoltage: Voltage?
    /// The coldest cell's temperature; nil where unknown.
    public var leastBatteryTemperature: Temperature?
    /// The hottest cell's temperature; nil where unknown.
    public var greatestBatteryTemperature: Temperature?
    /// The motors' temperatures; nil where unknown.
    public var motorTemperatures = AxlePair<Temperature?>(both: nil)
    /// The inverters' temperatures; nil where unknown.
    public var inverterTemperatures = AxlePair<Temperature?>(both: nil)
    /// The coolants' temperatures; nil where unknown.
    public var coolantTemperatures = AxlePair<Temperature?>(both: nil)
    /// What the inverters say they can give forward, not negative; nil where unknown.
    public var availableTorques = AxlePair<Torque?>(both: nil)
    /// What the inverters say they can give backward, not negative; nil where unknown.
    public var availableRegenerations = AxlePair<Torque?>(both: nil)

    /// Nothing known.
    public init() {}
}
