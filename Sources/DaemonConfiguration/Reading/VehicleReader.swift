import ControlCore
import VehicleModel

/// Reads a vehicle file.
struct VehicleReader {
    /// The whole file.
    let top: Section
    /// The names of the buses that the daemon's file has.
    let buses: [String]

    /// What the file says; nil where a part has a problem, which was reported.
    func read() -> VehicleDescription? {
        let name = top.text("name", allowed: "a name of 1 to 80 characters", most: 80)
        let period = top.time("period", 5...10, fallback: "10 ms")
        let limpTorque = top.torque("limp_torque", 0...1000)
        let body = readBody(top.section("body"))
        let axles = readAxles(top.section("axles"))
        let maps = readMaps(top.section("pedal_maps"))
        let rates = readRates(top.section("rates"))
        let powerSection = top.section("power")
        let power = readPower(powerSection)
        let signals = SignalReader(section: top.section("signals"), buses: buses).read()
        let outputs = OutputReader(section: top.section("outputs"), buses: buses)
            .read(signals.inputs)
        top.finish()
        guard let axles, let maps, let outputs else { return nil }
        warnOfCeiling(powerSection, power.systemCeiling, axles)
        let parameters = ControlParameters(
            period: period,
            body: body,
            axles: axles,
            maps: PedalMaps(
                drive: maps.drive,
                brake: maps.brake,
                eco: maps.drive,
                onePedal: maps.brake
            ),
            rates: rates,
            power: power,
            inputs: signals.rules,
            requests: ArbitrationParameters(limpTorque: limpTorque)
        )
        return VehicleDescription(
            name: name,
            parameters: parameters,
            inputs: signals.inputs,
            outputs: outputs
        )
    }

    private func readBody(_ section: Section) -> BodyParameters {
        let body = BodyParameters(
            mass: Mass(section.number("mass", .mass, 100...10_000)),
            wheelbase: section.length("wheelbase", 0.5...10),
            gravityHeight: section.length("centre_of_gravity_height", 0...3),
            frontLoadShare: section.number("front_load_share", .share, 10...90),
            drivelineEfficiency: section.number("driveline_efficiency", .share, 50...100)
        )
        section.finish()
        return body
    }

    private func readRates(_ section: Section) -> TorqueRates {
        let problems = section.findings.problems.count
        let rates = TorqueRates(
            up: section.torqueRate("up", 10...20_000),
            comfortDown: section.torqueRate("comfort_down", 10...20_000),
            protectiveDown: section.torqueRate("protective_down", 10...20_000),
            brakeRamp: section.time("brake_ramp", 10...300)
        )
        if section.isSound(since: problems) && rates.protectiveDown < rates.comfortDown {
            section.report(
                "protective_down",
                found: "\(rates.protectiveDown.rawValue) Nm/s",
                allowed: "at least comfort_down, \(rates.comfortDown.rawValue) Nm/s"
            )
        }
        section.finish()
        return rates
    }

    private func readPower(_ section: Section) -> PowerParameters {
        let power = PowerParameters(
            auxiliary: section.power("auxiliary", 0...50),
            systemCeiling: readCeiling(section),
            limitRise: PowerRate(section.number("limit_rise", .powerRate, 1...1000)),
            limpPower: section.power("limp_power", 0...500),
            speedLead: section.time("speed_lead", 0...200),
            greatestShaftAcceleration: section.number(
                "greatest_shaft_acceleration",
                .shaftAcceleration,
                0...20_000
            )
        )
        section.finish()
        return power
    }

    private func readCeiling(_ section: Section) -> Power {
        let range = 1.0...2000.0
        let bounds = Scale.power.inSI(range)
        return section.value(
            "system_ceiling",
            allowed: Scale.power.describe(range) + ", or none",
            instead: Power(.infinity)
        ) { text in
            if text == "none" { return Power(.infinity) }
            return Scale.power.value(of: text).flatMap { bounds.contains($0) ? Power($0) : nil }
        }
    }

    /// A ceiling above what both motors can give never binds.
    private func warnOfCeiling(
        _ section: Section,
        _ ceiling: Power,
        _ axles: AxlePair<AxleParameters>
    ) {
        let greatest = Self.greatestPower(axles.front) + Self.greatestPower(axles.rear)
        guard ceiling.rawValue.isFinite, ceiling > greatest else { return }
        let power = (greatest.kilowatts * 10).rounded() / 10
        section.warn("system_ceiling", "the motors together give at most \(power) kW: no limit")
    }

    private static func greatestPower(_ axle: AxleParameters) -> Power {
        let envelope = axle.envelope
        return (0..<128)
            .map { Torque(envelope.torques[$0]) * (envelope.step * Double($0)) }
            .reduce(.zero, max)
    }

    private func readMaps(_ section: Section) -> (drive: PedalMap, brake: PedalMap)? {
        let drive = readMap(section.section("drive", as: "GEAR"))
        let brake = readMap(section.section("brake", as: "GEAR"))
        section.finish()
        guard let drive, let brake else { return nil }
        return (drive, brake)
    }

    private func readMap(_ section: Section) -> PedalMap? {
        let problems = section.findings.problems.count
        let exponent = section.number("exponent", .number, 1...3)
        let fade = section.span("lift_fade", .speed, 0...50)
        let map = PedalMap(
            shape: PedalShape.points(exponent: exponent),
            zeroPoint: section.number("zero_point", .share, 0...40),
            zeroPointFade: section.speed("zero_point_fade", 0.5...50),
            liftTorque: section.torque("lift_torque", 0...1000),
            liftFade: (lower: Speed(fade.lowerBound), upper: Speed(fade.upperBound)),
            creepTorque: section.torque("creep_torque", 0...200),
            creepSpeed: section.speed("creep_speed", 0.5...20)
        )
        section.finish()
        if map == nil && section.isSound(since: problems) {
            section.report(
                "exponent",
                found: "a shape that falls",
                allowed: "more torque for more pedal"
            )
        }
        return map
    }
}
