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
            frontLoadShare: try section.number("front_load_share", .percent, 10...90)
        )
        try section.finish()
        return body
    }

    private static func tyre(_ section: FileSection) throws(FileError) -> TyreParameters {
        let tyre = TyreParameters(
            friction: try section.number("friction", .one, 0.01...3),
            shape: try section.number("shape", .one, 1.01...1.99),
            stiffness: try section.number("stiffness", .one, 1...50),
            relaxationLength: try section.number("relaxation_length", .metre, 0.1...2),
            carcassDamping: try section.number("carcass_damping", .damping, 0...5000),
            standstillDamping: try section.number("standstill_damping", .damping, 0...30_000),
            fadingSpeed: try section.number("damping_fades_at", .metrePerSecond, 0.1...10)
        )
        try section.finish()
        return tyre
    }

    private static func axle(_ section: FileSection) throws(FileError) -> AxleParameters {
        let isDriven =
            section.has("driven")
            ? try section.choice("driven", [("yes", true), ("no", false)]) : true
        guard isDriven else {
            let axle = AxleParameters.undriven(
                rollingRadius: try section.number("rolling_radius", .metre, 0.1...1),
                wheelInertia: try section.number("wheel_inertia", .inertia, 0.5...20)
            )
            try section.finish()
            return axle
        }
        let axle = AxleParameters(
            rollingRadius: try section.number("rolling_radius", .metre, 0.1...1),
            gearRatio: try section.number("gear_ratio", .one, 1...30),
            drivelineEfficiency: try section.number("driveline_efficiency", .percent, 50...100),
            wheelInertia: try section.number("wheel_inertia", .inertia, 0.5...20),
            rotorInertia: try section.number("rotor_inertia", .inertia, 0...1)
        )
        try section.finish()
        return axle
    }

    private static func envelope(_ section: FileSection) throws(FileError) -> MotorEnvelope {
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

    private static func losses(_ section: FileSection) throws(FileError) -> MotorLosses {
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

    private static func inverter(_ section: FileSection) throws(FileError) -> InverterParameters {
        let inverter = InverterParameters(
            transportDelay: try section.number("transport_delay", .millisecond, 0...500),
            torqueLag: try section.number("torque_lag", .millisecond, 0...500),
            commandTimeout: try section.number("command_timeout", .millisecond, 10...10_000)
        )
        try section.finish()
        return inverter
    }

    private static func battery(_ section: FileSection) throws(FileError) -> BatteryParameters {
        let curve = try section.pairs("open_circuit", .percent, .volt)
        let rises = zip(curve, curve.dropFirst()).allSatisfy { $0.0 < $1.0 && $0.1 < $1.1 }
        guard curve.count >= 2, rises, let first = curve.first, first.1 > 0 else {
            throw section.error(
                "open_circuit",
                "found \(curve.count) points, allowed two or more that rise in both"
            )
        }
        var battery = BatteryParameters(
            cells: Int(try section.number("cells", .one, 1...500)),
            capacity: try section.number("capacity", .ampereHour, 1...1000),
            usableEnergy: try section.number("usable_energy", .kilowattHour, 1...300),
            initialStateOfCharge: try section.number("state_of_charge", .percent, 0...100),
            openCircuit: curve.map { OpenCircuitPoint(stateOfCharge: $0.0, voltage: $0.1) },
            seriesResistance: try section.number("series_resistance", .milliohm, 0.1...1000),
            polarisationResistance: try section.number(
                "polarisation_resistance",
                .milliohm,
                0...1000
            ),
            polarisationTime: try section.number("polarisation_time", .second, 0.1...1000),
            currentReportDelay: try section.number("current_report_delay", .millisecond, 0...1000),
            currentReportLag: try section.number("current_report_lag", .millisecond, 0...1000),
            dischargeLimit: try section.number("discharge_limit", .kilowatt, 0...2000),
            chargeLimit: try section.number("charge_limit", .kilowatt, 0...2000)
        )
        if section.has("wide_limits") {
            battery.hasWideLimits = try section.choice(
                "wide_limits",
                [("no", false), ("yes", true)]
            )
        }
        let greatest = max(battery.dischargeLimit, battery.chargeLimit)
        guard battery.hasWideLimits || greatest <= BatteryParameters.narrowLimit else {
            throw section.error(
                "wide_limits",
                "found a limit of \(greatest / 1000) kW without them, allowed 255.5 kW, or yes"
            )
        }
        try section.finish()
        return battery
    }

    private static func brakes(_ section: FileSection) throws(FileError) -> BrakeParameters {
        let brakes = BrakeParameters(
            maximumTorque: try section.number("maximum_torque", .newtonMetre, 100...20_000),
            frontShare: try section.number("front_share", .percent, 0...100),
            lag: try section.number("lag", .millisecond, 0...1000)
        )
        try section.finish()
        return brakes
    }
}
