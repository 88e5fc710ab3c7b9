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
        _ = top.text(
            "based_on",
            allowed: "the path of a vehicle file",
            most: 1024,
            fallback: "none"
        )
        let period = top.time("period", 5...10, fallback: "10 ms")
        let limpTorque = top.torque("limp_torque", 0...1000)
        let body = readBody(top.section("body"))
        let (axles, undriven) = readAxles(top.section("axles"), period)
        let maps = readMaps(top.section("pedal_maps"))
        var rates = readRates(top.section("rates"))
        rates.shaping = readShaping(top.impliedSection("shaping"), period)
        let powerSection = top.section("power")
        let power = readPower(powerSection)
        let signals = SignalReader(section: top.section("signals"), buses: buses)
            .read(undriven: undriven)
        let bound = Set(signals.inputs.map(\.quantity))
        let battery = readBattery(period, power, bound)
        let requests = readRequests(limpTorque)
        let antilock = readAntilock(top.impliedSection("antilock"))
        let split = top.optionalSection("split").map(readSplit) ?? .loadOnly
        let fade = top.span("regeneration_fade", .speed, 0...50, fallback: 2...7)
        let redistribution = top.impliedSection("redistribution")
        let lateral = redistribution.acceleration("greatest_lateral", 0...20, fallback: "3 m/s2")
        let sureGrip = redistribution.number("sure_grip", .share, 0...200, fallback: "80 %")
        redistribution.finish()
        let faults = readFaults(period)
        let condition = readCondition(top.impliedSection("conditioning"))
        let outputs = OutputReader(section: top.section("outputs"), buses: buses)
            .read(signals.inputs, undriven: undriven)
        top.finish()
        guard let axles, let maps, let outputs else { return nil }
        warnOfCeiling(powerSection, power.systemCeiling, axles)
        checkAllocation(powerSection, power, axles)
        var parameters = ControlParameters(
            period: period,
            body: body,
            axles: axles,
            maps: maps,
            rates: rates,
            power: power,
            inputs: signals.rules,
            requests: requests
        )
        parameters.battery = battery
        parameters.antilock = antilock
        parameters.split = split
        parameters.regenerationFade = RegenerationFade(
            start: Speed(fade.upperBound),
            end: Speed(fade.lowerBound)
        )
        parameters.greatestLateral = lateral
        parameters.sureGrip = sureGrip
        parameters.faults = faults
        parameters.condition = condition
        parameters.readiness = ReadinessParameters(
            hasChargePlug: bound.contains(.chargePlugged),
            hasCrash: bound.contains(.crashDetected),
            hasIsolation: bound.contains(.isolationFault)
        )
        return VehicleDescription(
            name: name,
            parameters: parameters,
            inputs: signals.inputs,
            outputs: outputs
        )
    }

    private func readBattery(
        _ period: Duration,
        _ power: PowerParameters,
        _ bound: Set<InputQuantity>
    ) -> ControlParameters.BatteryLimits? {
        guard let section = top.optionalSection("battery") else { return nil }
        var binding = BatteryBinding()
        binding.stateOfCharge = bound.contains(.stateOfCharge)
        binding.cellVoltages = bound.isSuperset(of: [.leastCellVoltage, .greatestCellVoltage])
        binding.temperature = bound.contains(.leastBatteryTemperature)
        binding.voltage = bound.contains(.batteryVoltage)
        return BatteryReader(section: section, period: period, power: power, binding: binding)
            .read()
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
}
