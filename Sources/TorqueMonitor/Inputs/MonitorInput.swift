/// Something the monitor reads from the buses by itself.
///
/// The first nine are needed, but for what is about the motor of an axle that has none; what else is not
/// configured allows nothing and forbids nothing, and the check that lives of it is not there.
public enum MonitorInput: UInt8, Sendable {
    /// The front motor's speed, rpm.
    case frontSpeed
    /// The rear motor's speed, rpm.
    case rearSpeed
    /// The accelerator pedal's first track, 0.1 %.
    case pedalA
    /// The accelerator pedal's second track, 0.1 %.
    case pedalB
    /// The brake switch, not 0 while pressed.
    case brake
    /// What the battery gives, W.
    case dischargeLimit
    /// What the battery takes, W, positive.
    case chargeLimit
    /// The battery's voltage, mV.
    case packVoltage
    /// The battery's current, mA, positive out of it.
    case packCurrent
    /// As `dischargeLimit`, from a message with more room; counts first while it is fresh.
    case wideDischargeLimit
    /// As `chargeLimit`, from a message with more room; counts first while it is fresh.
    case wideChargeLimit
    /// The torque the front inverter reports, 0.25 Nm.
    case frontTorque
    /// The torque the rear inverter reports, 0.25 Nm.
    case rearTorque
    /// Longitudinal acceleration, mm/s2, positive forward.
    case acceleration
    /// Whether ABS acts; unknown counts as acting.
    case absActive
    /// Whether stability control acts.
    case escActive
    /// What stability control adds at the front, 0.25 Nm.
    case escFrontIncrease
    /// What stability control adds at the rear, 0.25 Nm.
    case escRearIncrease
    /// The most stability control leaves of both axles' torque, 0.25 Nm.
    case escLimit
    /// Whether cruise control acts; its lease is the greatest age.
    case cruise
    /// What the brake unit asks of both motors, 0.25 Nm, positive against the motion.
    case regenRequest
    /// The rear axle's share of the load, 0.1 %.
    case rearLoadShare
    /// Whether the bench's key is turned.
    case benchKey
    /// Not 0 while the emergency stop is released; unknown counts as pressed.
    case emergencyStopReleased

    static var count: Int { 24 }

    /// Whether nothing can be done without it.
    public var isNeeded: Bool { rawValue <= Self.packCurrent.rawValue }

    /// The axle whose motor it is about; nil for what is about the vehicle.
    public var axle: Axle? {
        switch self {
        case .frontSpeed, .frontTorque, .escFrontIncrease: .front
        case .rearSpeed, .rearTorque, .escRearIncrease: .rear
        case .pedalA, .pedalB, .brake, .dischargeLimit, .chargeLimit, .packVoltage, .packCurrent,
            .wideDischargeLimit, .wideChargeLimit, .acceleration, .absActive, .escActive,
            .escLimit, .cruise, .regenRequest, .rearLoadShare, .benchKey, .emergencyStopReleased:
            nil
        }
    }

    /// The speed of an axle's motor.
    static func speed(_ axle: Axle) -> Self { axle == .front ? .frontSpeed : .rearSpeed }
}

#if !hasFeature(Embedded)
extension MonitorInput: CaseIterable {}
#endif
