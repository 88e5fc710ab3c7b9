/// Whether an input may be used, and if not, why.
public enum Quality: UInt8, Sendable, BitwiseCopyable {
    /// Never received.
    case missing
    /// May be used.
    case valid
    /// Older than its time allows.
    case stale
    /// Outside its physical range, or not finite.
    case outOfRange
    /// The sender says that it does not know.
    case notAvailable
    /// The frame's checksum was wrong.
    case badChecksum
    /// The frame's alive counter repeated or jumped.
    case badCounter
}

/// Everything the control core takes from the vehicle.
///
/// Values are in SI units; booleans are 0 and 1.
public enum InputQuantity: UInt8, Sendable, BitwiseCopyable {
    /// First pedal sensor, 0 released to 1 pressed.
    case pedalA
    /// Second pedal sensor, 0 released to 1 pressed.
    case pedalB
    /// 1 while the brake pedal is pressed.
    case brakePressed
    /// The selector's `Gear.rawValue`.
    case gearSelector
    /// Front motor speed in rad/s, positive forward.
    case frontMotorSpeed
    /// Rear motor speed in rad/s, positive forward.
    case rearMotorSpeed
    /// Torque the front inverter reports, Nm, positive forward.
    case frontMotorTorque
    /// Torque the rear inverter reports, Nm, positive forward.
    case rearMotorTorque
    /// DC link voltage at the front inverter, V.
    case frontLinkVoltage
    /// DC link voltage at the rear inverter, V.
    case rearLinkVoltage
    /// 1 while the front inverter is ready.
    case frontInverterReady
    /// 1 while the rear inverter is ready.
    case rearInverterReady
    /// Pack voltage, V.
    case batteryVoltage
    /// Pack current, A, positive leaves the battery.
    case batteryCurrent
    /// The battery's discharge limit, W.
    case dischargeLimit
    /// The battery's charge limit, W, not negative.
    case chargeLimit
    /// 1 while the battery permits the main relay.
    case mainRelayPermitted
    /// State of charge, 0 to 1.
    case stateOfCharge
    /// Wheel speed front left, m/s, positive forward.
    case wheelSpeedFrontLeft
    /// Wheel speed front right, m/s.
    case wheelSpeedFrontRight
    /// Wheel speed rear left, m/s.
    case wheelSpeedRearLeft
    /// Wheel speed rear right, m/s.
    case wheelSpeedRearRight
    /// Longitudinal acceleration, m/s², positive forward.
    case longitudinalAcceleration
}

/// One input with when it came and whether it may be used.
public struct InputSample: Sendable, BitwiseCopyable {
    /// The value in SI units; meaningless unless `quality` is `valid`.
    public var value: Double
    /// When its frame arrived.
    public var arrival: Instant
    /// Whether it may be used.
    public var quality: Quality

    /// Puts the parts together.
    public init(value: Double, arrival: Instant, quality: Quality) {
        self.value = value
        self.arrival = arrival
        self.quality = quality
    }

    /// Never received.
    public static let missing = InputSample(
        value: 0,
        arrival: Instant(nanoseconds: 0),
        quality: .missing
    )
}

/// The newest sample of every input.
public struct InputTable: Sendable, BitwiseCopyable {
    private var samples: [23 of InputSample] = .init(repeating: .missing)

    /// Nothing received yet.
    public init() {}

    /// The newest sample of one quantity.
    public subscript(_ quantity: InputQuantity) -> InputSample {
        get { samples.span[Int(quantity.rawValue)] }
        set { samples[Int(quantity.rawValue)] = newValue }
    }
}

#if !hasFeature(Embedded)
extension Quality: CaseIterable {}
extension InputQuantity: CaseIterable {}
#endif
