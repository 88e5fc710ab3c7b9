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

    private static let pedal = Kind.number(.share, 0...100)
    private static let rotation = Kind.number(.rotation, -30_000...30_000)
    private static let torque = Kind.number(.torque, -2000...2000)
    private static let voltage = Kind.number(.voltage, 0...1500)
    private static let current = Kind.number(.current, -3000...3000)
    private static let power = Kind.number(.power, 0...2000)
    private static let speed = Kind.number(.speed, -500...500)
    private static let acceleration = Kind.number(.acceleration, -50...50)

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
        }
    }

    private static func essential(_ key: String, _ kind: Kind) -> InputForm {
        InputForm(key: key, kind: kind, ages: prompt, isEssential: true)
    }

    private static func limit(_ key: String) -> InputForm {
        InputForm(key: key, kind: power, ages: faded, isEssential: true)
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
