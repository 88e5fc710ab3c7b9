import PlantModel

/// Reads a plant file.
enum PlantFile {
    /// The plant that a file describes, with the files that it is based on.
    ///
    /// What is set stands in the place of what they say.
    static func read(
        _ file: String,
        setting settings: [KeySetting] = []
    ) throws(FileError) -> PlantParameters {
        try plant(FileSection.readLayered(file, setting: settings))
    }

    /// The plant that a text describes.
    static func parse(
        _ text: String,
        file: String,
        setting settings: [KeySetting] = []
    ) throws(FileError) -> PlantParameters {
        try plant(FileSection.parse(text, file: file).setting(settings))
    }

    private static func plant(_ top: FileSection) throws(FileError) -> PlantParameters {
        _ = top.has("based_on")
        let axles = try top.section("axles")
        var parameters = PlantParameters(
            name: try top.text("name"),
            body: try body(top.section("body")),
            tyre: try tyre(top.section("tyres")),
            front: try axle(axles.section("front")),
            rear: try axle(axles.section("rear")),
            envelope: try envelope(top.section("motor_envelope")),
            losses: try losses(top.section("motor_losses")),
            inverter: try inverter(top.section("inverter")),
            battery: try battery(top.section("battery")),
            brakes: try brakes(top.section("brakes")),
            auxiliaryPower: try top.number("auxiliary_power", .kilowatt, 0...20)
        )
        if top.has("published") { parameters.published = try published(top.section("published")) }
        guard parameters.front.isDriven || parameters.rear.isDriven else {
            throw axles.error("rear", "found driven: no at both axles, allowed one with a motor")
        }
        try axles.finish()
        try top.finish()
        return parameters
    }

    /// `zero_to_100: none` says that nothing is published, of a car that is based on one of which it is.
    private static func published(
        _ section: FileSection
    ) throws(FileError) -> PublishedFigures? {
        let isNone = try section.text("zero_to_100") == "none"
        let time = isNone ? nil : try section.number("zero_to_100", .second, 0.5...60)
        try section.finish()
        return time.map { PublishedFigures(zeroTo100: $0) }
    }

    private static func body(_ section: FileSection) throws(FileError) -> BodyParameters {
        let body = BodyParameters(
            mass: try section.number("mass", .kilogram, 200...10_000),
            dragArea: try section.number("drag_area", .squareMetre, 0...5),
            airDensity: try section.number("air_density", .density, 0.5...2),
            rollingResistance: try section.number("rolling_resistance", .one, 0...0.1),
            wheelbase: try section.number("wheelbase", .metre, 1...6),
            centreOfGravityHeight: try section.number("centre_of_gravity_height", .metre, 0...2),
            frontLoadShare: try section.number("front_load_share", .percent, 10...90),
            track: try section.optional("track", .metre, 0.5...3) ?? 1.54,
            yawInertia: try section.optional("yaw_inertia", .inertia, 100...50_000),
            frontRollShare: try section.optional("front_roll_share", .percent, 0...100) ?? 0.55,
            steeringRatio: try section.optional("steering_ratio", .one, 1...30) ?? 15,
            pitch: try pitch(section)
        )
        try section.finish()
        return body
    }

    private static func pitch(_ body: FileSection) throws(FileError) -> PitchParameters {
        var pitch = PitchParameters()
        guard body.has("pitch") else { return pitch }
        let section = try body.section("pitch")
        pitch.gradient =
            try section.optional("gradient", .pitchGradient, 0...0.05) ?? pitch.gradient
        pitch.frequency = try section.optional("frequency", .hertz, 0.2...10) ?? pitch.frequency
        pitch.damping = try section.optional("damping", .one, 0...2) ?? pitch.damping
        try section.finish()
        return pitch
    }

    private static func tyre(_ section: FileSection) throws(FileError) -> TyreParameters {
        let tyre = TyreParameters(
            friction: try section.number("friction", .one, 0.01...3),
            shape: try section.number("shape", .one, 1.01...1.99),
            stiffness: try section.number("stiffness", .one, 1...50),
            relaxationLength: try section.number("relaxation_length", .metre, 0.1...2),
            carcassDamping: try section.number("carcass_damping", .damping, 0...5000),
            standstillDamping: try section.number("standstill_damping", .damping, 0...30_000),
            fadingSpeed: try section.number("damping_fades_at", .metrePerSecond, 0.1...10),
            lateralFriction: try section.optional("lateral_friction", .one, 0.01...3),
            lateralStiffness: try section.optional("lateral_stiffness", .one, 1...50) ?? 9
        )
        try section.finish()
        return tyre
    }

    private static func axle(_ section: FileSection) throws(FileError) -> AxleParameters {
        let isDriven = try section.answer("driven", default: true)
        let axle = AxleParameters(
            rollingRadius: try section.number("rolling_radius", .metre, 0.1...1),
            wheelInertia: try section.number("wheel_inertia", .inertia, 0.5...20),
            drive: isDriven ? try drive(section) : nil,
            lateralStiffness: try section.optional("lateral_stiffness", .one, 1...50),
            antiPitch: try section.optional("anti_pitch", .one, -0.5...0.5) ?? 0
        )
        try section.finish()
        return axle
    }

    static func envelope(_ section: FileSection) throws(FileError) -> MotorEnvelope {
        let envelope = MotorEnvelope(
            peakTorque: try section.number("peak_torque", .newtonMetre, 1...1000),
            peakPower: try section.number("peak_power", .kilowatt, 1...500),
            baseSpeed: try section.number("base_speed", .revolution, 100...20_000),
            ratedSpeed: try section.number("rated_speed", .revolution, 100...20_000),
            fallingSpeed: try section.number("falling_speed", .revolution, 100...20_000),
            fallingExponent: try section.number("falling_exponent", .one, 0...2),
            maximumSpeed: try section.number("maximum_speed", .revolution, 100...30_000),
            taper: try section.number("taper", .percent, 0...50),
            referenceVoltage: try section.number("reference_voltage", .volt, 50...1000)
        )
        guard
            envelope.baseSpeed < envelope.ratedSpeed, envelope.ratedSpeed <= envelope.fallingSpeed,
            envelope.fallingSpeed < envelope.maximumSpeed
        else {
            throw section.error(
                "rated_speed",
                "found an order that is wrong, allowed "
                    + "base_speed < rated_speed <= falling_speed < maximum_speed"
            )
        }
        try section.finish()
        return envelope
    }

    static func losses(_ section: FileSection) throws(FileError) -> MotorLosses {
        let losses = MotorLosses(
            copper: try section.number("copper", .copperLoss, 0...2),
            fieldWeakening: try section.number("field_weakening", .copperLoss, 0...5),
            knee: try section.number("knee", .radian, 10...2000),
            constant: try section.number("constant", .watt, 0...5000),
            linear: try section.number("linear", .linearLoss, 0...20),
            quadratic: try section.number("quadratic", .quadraticLoss, 0...0.1)
        )
        try section.finish()
        return losses
    }

    static func inverter(_ section: FileSection) throws(FileError) -> InverterParameters {
        let inverter = InverterParameters(
            transportDelay: try section.number("transport_delay", .millisecond, 0...500),
            torqueLag: try section.number("torque_lag", .millisecond, 0...500),
            commandTimeout: try section.number("command_timeout", .millisecond, 10...10_000)
        )
        try section.finish()
        return inverter
    }

    private static func brakes(_ section: FileSection) throws(FileError) -> BrakeParameters {
        let brakes = BrakeParameters(
            maximumTorque: try section.number("maximum_torque", .newtonMetre, 100...20_000),
            frontShare: try section.number("front_share", .percent, 0...100),
            lag: try section.number("lag", .millisecond, 0...1000),
            antilock: try antilock(section),
            isBlended: try section.answer("blending", default: false)
        )
        try section.finish()
        return brakes
    }

    private static func antilock(_ brakes: FileSection) throws(FileError) -> AntilockParameters? {
        guard try brakes.answer("antilock", default: true) else { return nil }
        var antilock = AntilockParameters()
        antilock.target =
            try brakes.optional("antilock_slip", .percent, 20...300) ?? antilock.target
        antilock.leastSpeed =
            try brakes.optional("antilock_from", .kilometrePerHour, 1...30)
            ?? antilock.leastSpeed
        return antilock
    }
}
