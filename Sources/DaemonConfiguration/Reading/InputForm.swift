import VehicleModel

/// How a file describes one input.
struct InputForm {
    /// What its raw values are.
    enum Kind {
        /// A number with a range in `scale`'s first unit.
        case number(Scale, ClosedRange<Double>)
        /// Yes or no.
        case truth
        /// A gear.
        case gear
    }

    /// Its key.
    let key: String
    /// What its raw values are.
    let kind: Kind
    /// The greatest age that may be allowed, ms.
    let ages: ClosedRange<Double>
    /// Whether control is impossible without it.
    let isEssential: Bool
}

extension InputForm {
    /// Ages of what torque follows at once, ms.
    private static let prompt = 20.0...200.0
    /// Ages of what changes slowly, or what nothing depends on for safety, ms.
    private static let patient = 20.0...10_000.0
    /// Ages of the battery's limits, ms: they fade over 500 ms by themselves.
    private static let faded = 500.0...1000.0
    /// Leases of requests, ms: what is older asks for nothing.
    private static let lease = 10.0...100.0

    private static let pedal = Kind.number(.share, 0...100)
    private static let rotation = Kind.number(.rotation, -30_000...30_000)
    private static let torque = Kind.number(.torque, -2000...2000)
    private static let voltage = Kind.number(.voltage, 0...1500)
    private static let current = Kind.number(.current, -3000...3000)
    private static let power = Kind.number(.power, 0...2000)
    private static let speed = Kind.number(.speed, -500...500)
    private static let acceleration = Kind.number(.acceleration, -50...50)
    private static let magnitude = Kind.number(.torque, 0...2000)
    private static let yawRate = Kind.number(.yawRate, -400...400)
    private static let angle = Kind.number(.angle, -2000...2000)
    private static let cell = Kind.number(.voltage, 0...10)
    private static let temperature = Kind.number(.temperature, -100...300)

    /// The form of one quantity.
    static func of(_ quantity: InputQuantity) -> InputForm {
        switch quantity {
        case .pedalA: essential("pedal_a", pedal)
        case .pedalB: essential("pedal_b", pedal)
        case .brakePressed: essential("brake_pressed", .truth)
        case .gearSelector: essential("gear_selector", .gear)
        case .frontMotorSpeed: essential("front_motor_speed", rotation)
        case .rearMotorSpeed: essential("rear_motor_speed", rotation)
        case .frontMotorTorque: other("front_motor_torque", torque)
        case .rearMotorTorque: other("rear_motor_torque", torque)
        case .frontLinkVoltage: other("front_link_voltage", voltage)
        case .rearLinkVoltage: other("rear_link_voltage", voltage)
        case .frontInverterReady: essential("front_inverter_ready", .truth)
        case .rearInverterReady: essential("rear_inverter_ready", .truth)
        case .batteryVoltage: essential("battery_voltage", voltage)
        case .batteryCurrent: essential("battery_current", current)
        case .dischargeLimit: limit("discharge_limit")
        case .chargeLimit: limit("charge_limit")
        case .mainRelayPermitted: essential("main_relay_permitted", .truth)
        case .stateOfCharge: other("state_of_charge", pedal)
        case .wheelSpeedFrontLeft: other("wheel_speed_front_left", speed)
        case .wheelSpeedFrontRight: other("wheel_speed_front_right", speed)
        case .wheelSpeedRearLeft: other("wheel_speed_rear_left", speed)
        case .wheelSpeedRearRight: other("wheel_speed_rear_right", speed)
        case .longitudinalAcceleration: other("longitudinal_acceleration", acceleration)
        case .lateralAcceleration: other("lateral_acceleration", acceleration)
        case .yawRate: other("yaw_rate", yawRate)
        case .steeringAngle: other("steering_angle", angle)
        case .ecoMode: other("eco_mode", .truth)
        case .onePedalMode: other("e_pedal", .truth)
        case .chargePlugged: other("charge_plugged", .truth)
        case .crashDetected: other("crash_detected", .truth)
        case .isolationFault: other("isolation_fault", .truth)
        case .benchKey: other("bench_key", .truth)
        case .antilockActive: prompted("antilock_active", .truth)
        case .stabilityActive: prompted("stability_active", .truth)
        case .brakeRegeneration: prompted("brake_regeneration", magnitude)
        case .auxiliaryPower: other("auxiliary_power", power)
        case .wideDischargeLimit: wideLimit("wide_discharge_limit")
        case .wideChargeLimit: wideLimit("wide_charge_limit")
        case .leastCellVoltage: other("least_cell_voltage", cell)
        case .greatestCellVoltage: other("greatest_cell_voltage", cell)
        case .leastBatteryTemperature: other("least_battery_temperature", temperature)
        case .greatestBatteryTemperature: other("greatest_battery_temperature", temperature)
        case .frontMotorTemperature: other("front_motor_temperature", temperature)
        case .frontInverterTemperature: other("front_inverter_temperature", temperature)
        case .frontCoolantTemperature: other("front_coolant_temperature", temperature)
        case .frontAvailableTorque: prompted("front_available_torque", magnitude)
        case .frontAvailableRegeneration: prompted("front_available_regeneration", magnitude)
        case .rearMotorTemperature: other("rear_motor_temperature", temperature)
        case .rearInverterTemperature: other("rear_inverter_temperature", temperature)
        case .rearCoolantTemperature: other("rear_coolant_temperature", temperature)
        case .rearAvailableTorque: prompted("rear_available_torque", magnitude)
        case .rearAvailableRegeneration: prompted("rear_available_regeneration", magnitude)
        case .cruiseTorque: leased("cruise_torque", torque)
        case .speedLimiterTorque: leased("speed_limiter_torque", torque)
        case .stabilityMaximum: leased("stability_maximum", torque)
        case .stabilityMinimum: leased("stability_minimum", torque)
        case .frontStabilityMaximum: leased("front_stability_maximum", torque)
        case .rearStabilityMaximum: leased("rear_stability_maximum", torque)
        case .frontStabilityMinimum: leased("front_stability_minimum", torque)
        case .rearStabilityMinimum: leased("rear_stability_minimum", torque)
        case .operatorTorqueCeiling: prompted("operator_torque_ceiling", magnitude)
        case .operatorDischargeCeiling: prompted("operator_discharge_ceiling", power)
        case .operatorChargeCeiling: prompted("operator_charge_ceiling", power)
        case .operatorSpeedCeiling: prompted("operator_speed_ceiling", speed)
        case .benchFrontTorque: leased("bench_front_torque", torque)
        case .benchRearTorque: leased("bench_rear_torque", torque)
        }
    }

    private static func essential(_ key: String, _ kind: Kind) -> InputForm {
        InputForm(key: key, kind: kind, ages: prompt, isEssential: true)
    }

    private static func limit(_ key: String) -> InputForm {
        InputForm(key: key, kind: power, ages: faded, isEssential: true)
    }

    private static func prompted(_ key: String, _ kind: Kind) -> InputForm {
        InputForm(key: key, kind: kind, ages: prompt, isEssential: false)
    }

    private static func wideLimit(_ key: String) -> InputForm {
        InputForm(key: key, kind: power, ages: faded, isEssential: false)
    }

    private static func leased(_ key: String, _ kind: Kind) -> InputForm {
        InputForm(key: key, kind: kind, ages: lease, isEssential: false)
    }

    private static func other(_ key: String, _ kind: Kind) -> InputForm {
        InputForm(key: key, kind: kind, ages: patient, isEssential: false)
    }
}

extension Gear {
    /// The words for gears in files.
    static let words: [(String, Gear)] = [
        ("park", .park), ("neutral", .neutral), ("drive", .drive), ("brake", .brake),
        ("reverse", .reverse),
    ]
}
