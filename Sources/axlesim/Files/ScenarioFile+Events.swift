import PlantModel

// What happens to the vehicle in a phase.
extension ScenarioFile {
    /// The events under `events` of a phase.
    static func events(_ section: FileSection) throws(FileError) -> [ScenarioEvent] {
        guard section.has("events") else { return [] }
        var events: [ScenarioEvent] = []
        for each in try section.sections("events") { events.append(try event(each)) }
        return events
    }

    private static func event(_ section: FileSection) throws(FileError) -> ScenarioEvent {
        let when = section.has("when") ? try conditions(section.section("when")) : []
        let changes = try changes(section)
        try section.finish()
        guard !changes.isEmpty else {
            throw section.error(
                "when",
                "found no change, allowed discharge_limit, charge_limit, front_grip, rear_grip, "
                    + "front_left_grip, front_right_grip, rear_left_grip, rear_right_grip, wind, "
                    + "front_inverter, rear_inverter, front_unit, rear_unit, frozen_counter, bias, "
                    + "frame_loss, corrupt, contactor, bus_off, bus_on"
            )
        }
        return ScenarioEvent(when: when, changes: changes)
    }

    /// The changes among a section's keys, in an order of their own.
    static func changes(_ section: FileSection) throws(FileError) -> [PlantChange] {
        var changes: [PlantChange] = []
        if section.has("discharge_limit") {
            let limit = try section.number("discharge_limit", .kilowatt, 0...2000)
            changes.append(.dischargeLimit(limit))
        }
        if section.has("charge_limit") {
            changes.append(.chargeLimit(try section.number("charge_limit", .kilowatt, 0...2000)))
        }
        let time = try section.optional("grip_takes", .second, 0...60) ?? 0
        for axle in PlantAxle.allCases {
            if let grip = try section.optional("\(axle)_grip", .one, 0.01...2) {
                changes +=
                    time > 0
                    ? PlantWheel.both(of: axle).map { .wheelGrip($0, grip, over: time) }
                    : [.grip(axle, grip)]
            }
            let inverter = "\(axle)_inverter"
            if section.has(inverter) {
                changes.append(.inverter(axle, try section.choice(inverter, inverterConditions)))
            }
        }
        for axle in PlantAxle.allCases {
            let mounting = "\(axle)_unit"
            guard section.has(mounting) else { continue }
            changes.append(.mounting(axle, try section.choice(mounting, mountings)))
        }
        for wheel in PlantWheel.allCases {
            if let grip = try section.optional(wheel.gripKey, .one, 0.01...2) {
                changes.append(.wheelGrip(wheel, grip, over: time))
            }
        }
        if let wind = try section.optional("wind", .metrePerSecond, -50...50) {
            changes.append(.headWind(wind))
        }
        if section.has("frozen_counter") {
            let name = try section.text("frozen_counter")
            changes.append(.frozenCounter(name == "none" ? nil : name))
        }
        if section.has("bias") { changes += try biases(section.section("bias")) }
        return try changes + busChanges(section)
    }

    /// What becomes of frames and buses, and of the link to the battery.
    private static func busChanges(_ section: FileSection) throws(FileError) -> [PlantChange] {
        var changes: [PlantChange] = []
        if section.has("frame_loss") { changes.append(.frameLoss(try frameLoss(section))) }
        if section.has("corrupt") {
            let name = try section.text("corrupt")
            changes.append(.corruption(name == "none" ? nil : name))
        }
        if section.has("contactor") {
            let isOpen = try section.choice("contactor", [("open", true), ("closed", false)])
            changes.append(.contactor(isOpen: isOpen))
        }
        let buses = PlantBus.allCases.map { ("\($0)", $0) }
        if section.has("bus_off") {
            changes.append(.bus(try section.choice("bus_off", buses), isOff: true))
        }
        if section.has("bus_on") {
            changes.append(.bus(try section.choice("bus_on", buses), isOff: false))
        }
        return changes
    }

    private static func frameLoss(_ section: FileSection) throws(FileError) -> FrameLoss? {
        guard section.hasKeys("frame_loss") else {
            let word = try section.text("frame_loss")
            guard word == "none" else {
                let allowed = "none, or the keys message, part, for, seed"
                throw section.error("frame_loss", "found \(word), allowed \(allowed)")
            }
            return nil
        }
        let keys = try section.section("frame_loss")
        var loss = FrameLoss(message: try keys.text("message"))
        if keys.has("part") { loss.part = try keys.number("part", .percent, 0...100) }
        if keys.has("for") { loss.time = try keys.number("for", .second, 0.001...3600) }
        if keys.has("seed") { loss.seed = UInt64(try keys.number("seed", .one, 0...1e9)) }
        try keys.finish()
        return loss
    }

    static let inverterConditions: [(String, InverterCondition)] = [
        ("working", .working), ("not-ready", .notReady), ("silent", .silent),
    ]

    static let mountings: [(String, UnitMounting)] = [
        ("right", .right), ("mirrored", .mirrored), ("reversed", .reversed),
    ]

    private static func biases(_ section: FileSection) throws(FileError) -> [PlantChange] {
        var changes: [PlantChange] = []
        for sensor in BiasedSensor.allCases {
            let (key, unit, greatest) = form(of: sensor)
            guard section.has(key) else { continue }
            let bias = try section.number(key, unit, -greatest...greatest)
            changes.append(.bias(sensor, bias / unit.factor))
        }
        try section.finish()
        return changes
    }

    /// A sensor's key, the unit of its signal, and the greatest bias in it.
    static func form(of sensor: BiasedSensor) -> (String, FileUnit, Double) {
        switch sensor {
        case .pedalA: ("pedal_a", .percent, 100)
        case .pedalB: ("pedal_b", .percent, 100)
        case .frontMotorSpeed: ("front_motor_speed", .revolution, 10_000)
        case .rearMotorSpeed: ("rear_motor_speed", .revolution, 10_000)
        case .acceleration: ("acceleration", .metrePerSecondSquared, 20)
        case .batteryVoltage: ("battery_voltage", .volt, 500)
        case .batteryCurrent: ("battery_current", .ampere, 1000)
        }
    }
}

extension PlantWheel {
    /// The key of the friction under it.
    var gripKey: String {
        switch self {
        case .frontLeft: "front_left_grip"
        case .frontRight: "front_right_grip"
        case .rearLeft: "rear_left_grip"
        case .rearRight: "rear_right_grip"
        }
    }
}
