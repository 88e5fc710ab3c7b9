/// Everything the control core takes from the vehicle.
///
/// Values are in SI units; temperatures are in °C, booleans 0 and 1.
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
    /// Lateral acceleration, m/s², positive to the left.
    case lateralAcceleration
    /// Yaw rate, rad/s, positive to the left.
    case yawRate
    /// Steering wheel angle, rad, positive to the left.
    case steeringAngle
    /// 1 while ECO is selected.
    case ecoMode
    /// 1 while e-Pedal is selected.
    case onePedalMode
    /// 1 while a charging plug is in.
    case chargePlugged
    /// 1 after a crash.
    case crashDetected
    /// 1 while the high-voltage isolation is bad.
    case isolationFault
    /// 1 while the bench's key is turned.
    case benchKey
    /// 1 while the antilock brakes act.
    case antilockActive
    /// 1 while stability control acts.
    case stabilityActive
    /// Regeneration that the brake controller asks for, Nm of both motors, not negative.
    case brakeRegeneration
    /// Power that the auxiliaries draw, W.
    case auxiliaryPower
    /// The battery's discharge limit where 255.5 kW are too few, W.
    case wideDischargeLimit
    /// The battery's charge limit where 255.5 kW are too few, W, not negative.
    case wideChargeLimit
    /// Voltage of the weakest cell, V.
    case leastCellVoltage
    /// Voltage of the fullest cell, V.
    case greatestCellVoltage
    /// Temperature of the coldest cell, °C.
    case leastBatteryTemperature
    /// Temperature of the hottest cell, °C.
    case greatestBatteryTemperature
    /// Temperature of the front motor, °C.
    case frontMotorTemperature
    /// Temperature of the front inverter, °C.
    case frontInverterTemperature
    /// Temperature of the front coolant, °C.
    case frontCoolantTemperature
    /// Torque that the front inverter can give forward, Nm, not negative.
    case frontAvailableTorque
    /// Torque that the front inverter can give backward, Nm, not negative.
    case frontAvailableRegeneration
    /// Temperature of the rear motor, °C.
    case rearMotorTemperature
    /// Temperature of the rear inverter, °C.
    case rearInverterTemperature
    /// Temperature of the rear coolant, °C.
    case rearCoolantTemperature
    /// Torque that the rear inverter can give forward, Nm, not negative.
    case rearAvailableTorque
    /// Torque that the rear inverter can give backward, Nm, not negative.
    case rearAvailableRegeneration
    /// Cruise control's setpoint, Nm of both motors in the direction of the gear.
    case cruiseTorque
    /// The speed limiter's maximum, Nm of both motors in the direction of the gear.
    case speedLimiterTorque
    /// Stability control's maximum, Nm of both motors in the direction of the gear.
    case stabilityMaximum
    /// Stability control's minimum, Nm of both motors in the direction of the gear.
    case stabilityMinimum
    /// Stability control's maximum for the front motor, Nm in the direction of the gear.
    case frontStabilityMaximum
    /// Stability control's maximum for the rear motor, Nm in the direction of the gear.
    case rearStabilityMaximum
    /// Stability control's minimum for the front motor, Nm in the direction of the gear.
    case frontStabilityMinimum
    /// Stability control's minimum for the rear motor, Nm in the direction of the gear.
    case rearStabilityMinimum
    /// The operator's ceiling on each motor's torque, Nm, not negative.
    case operatorTorqueCeiling
    /// The operator's ceiling on power out of the battery, W.
    case operatorDischargeCeiling
    /// The operator's ceiling on power into the battery, W.
    case operatorChargeCeiling
    /// The operator's ceiling on vehicle speed, m/s.
    case operatorSpeedCeiling
    /// The bench's setpoint for the front motor, Nm, positive forward.
    case benchFrontTorque
    /// The bench's setpoint for the rear motor, Nm, positive forward.
    case benchRearTorque

    /// How many there are.
    public static var count: Int { 66 }
}

#if !hasFeature(Embedded)
extension InputQuantity: CaseIterable {}
#endif
