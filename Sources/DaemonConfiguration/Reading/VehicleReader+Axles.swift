import ControlCore
import VehicleModel

// Motors, gears and wheels.
extension VehicleReader {
    /// Both axles; nil where there is a problem, which was reported.
    ///
    /// Which axle has no motor is told in any case: what others may say depends on it.
    func readAxles(
        _ section: Section,
        _ period: Duration
    ) -> (axles: AxlePair<AxleParameters>?, undriven: Axle?) {
        let (first, second) = (
            section.section("front", as: "AXLE"), section.section("rear", as: "AXLE")
        )
        let isFrontDriven = first.truth("driven", fallback: "yes")
        let isRearDriven = second.truth("driven", fallback: "yes")
        if !isFrontDriven && !isRearDriven {
            second.report("driven", found: "`no` at both axles", allowed: "one with a motor")
        }
        let front = readAxle(first, isDriven: isFrontDriven, period)
        let rear = readAxle(second, isDriven: isRearDriven, period)
        section.finish()
        let undriven: Axle? = isFrontDriven ? (isRearDriven ? nil : .rear) : .front
        guard let front, let rear else { return (nil, undriven) }
        return (AxlePair(front: front, rear: rear), undriven)
    }

    private func readAxle(
        _ section: Section,
        isDriven: Bool,
        _ period: Duration
    ) -> AxleParameters? {
        guard isDriven else {
            let radius = section.length("rolling_radius", 0.1...1)
            section.finish()
            return .undriven(rollingRadius: radius)
        }
        let gearRatio = section.number("gear_ratio", .number, 1...30)
        let rollingRadius = section.length("rolling_radius", 0.1...1)
        let envelope = readEnvelope(section.section("envelope"))
        let losses = readLosses(section.section("losses"), envelope)
        let thermal = section.optionalSection("thermal").map(readThermal)
        let slip = section.optionalSection("slip").map { readSlip($0, period) }
        section.finish()
        guard let envelope, let losses else { return nil }
        return AxleParameters(
            envelope: envelope,
            losses: losses,
            gearRatio: gearRatio,
            rollingRadius: rollingRadius,
            thermal: thermal,
            slip: slip
        )
    }

    private func readEnvelope(_ section: Section) -> MotorEnvelope? {
        let problems = section.findings.problems.count
        let voltage = Voltage(section.number("reference_voltage", .voltage, 50...1000))
        let curve: EnvelopeCurve =
            if let points = section.optionalSection("points") {
                .points(readPoints(points))
            } else {
                .figures(readFigures(section))
            }
        section.finish()
        guard section.isSound(since: problems) else { return nil }
        let (torques, step) = curve.table()
        let envelope = MotorEnvelope(torques: torques, step: step, referenceVoltage: voltage)
        if envelope == nil {
            section.report(
                "peak_torque",
                found: "a curve that is not finite",
                allowed: "figures that make one"
            )
        }
        return envelope
    }

    private func readFigures(_ section: Section) -> EnvelopeFigures {
        let problems = section.findings.problems.count
        let speeds = 1.0...30_000.0
        let figures = EnvelopeFigures(
            peakTorque: section.torque("peak_torque", 1...2000),
            peakTorqueUntil: section.rotation("peak_torque_until", speeds),
            peakPower: section.power("peak_power", 1...1000),
            fullPowerFrom: section.rotation("full_power_from", speeds),
            fullPowerTo: section.rotation("full_power_to", speeds),
            exponent: section.number("power_falls_with_exponent", .number, 0...5),
            taper: section.number("taper", .share, 1...50),
            maximumSpeed: section.rotation("maximum_speed", speeds)
        )
        if section.isSound(since: problems) { checkOrder(figures, section) }
        return figures
    }

    private func checkOrder(_ figures: EnvelopeFigures, _ section: Section) {
        let speeds = [
            ("peak_torque_until", figures.peakTorqueUntil),
            ("full_power_from", figures.fullPowerFrom),
            ("full_power_to", figures.fullPowerTo),
            ("maximum_speed", figures.maximumSpeed),
        ]
        for (lower, upper) in zip(speeds, speeds.dropFirst()) where upper.1 < lower.1 {
            section.report(
                upper.0,
                found: Self.rpm(upper.1),
                allowed: "at least \(lower.0), \(Self.rpm(lower.1))"
            )
        }
        let corner = figures.peakTorque * figures.peakTorqueUntil
        if corner > figures.peakPower {
            section.report(
                "peak_power",
                found: "\(Self.tenths(figures.peakPower.kilowatts)) kW",
                allowed: "at least the power of peak_torque at peak_torque_until, "
                    + "\(Self.tenths(corner.kilowatts)) kW"
            )
        }
    }

    private func readPoints(
        _ section: Section
    ) -> [(speed: RotationalSpeed, torque: Torque)] {
        var points: [(speed: RotationalSpeed, torque: Torque)] = []
        for name in section.names {
            let torque = section.number(name, as: "SPEED", .torque, 0...2000)
            guard let value = Scale.rotation.value(of: name), (0...10_000).contains(value) else {
                section.report(
                    name,
                    found: "the speed `\(Section.shown(name))`",
                    allowed: Scale.rotation.describe(0...30_000)
                )
                continue
            }
            let speed = RotationalSpeed(value)
            if let last = points.last, speed <= last.speed {
                section.report(
                    name,
                    found: Self.rpm(speed),
                    allowed: "more than the point before, \(Self.rpm(last.speed))"
                )
            }
            points.append((speed: speed, torque: Torque(torque)))
        }
        section.finish()
        let isWhole =
            (2...128).contains(points.count) && points.first?.speed == .zero
            && points.last?.torque == .zero
        if !isWhole && !section.isAbsent {
            section.reportWhole(
                found: "\(points.count) points",
                allowed: "2 to 128 from 0 rpm to a speed with 0 Nm"
            )
        }
        return points
    }

    private func readLosses(_ section: Section, _ envelope: MotorEnvelope?) -> AxleLosses? {
        if let table = section.optionalSection("table") {
            let losses = LossTableReader(section: table, envelope: envelope).read()
            section.finish()
            return losses.map { AxleLosses($0) }
        }
        return readFormula(section).map { AxleLosses($0) }
    }

    private func readFormula(_ section: Section) -> LossModel? {
        let problems = section.findings.problems.count
        let copper = section.number("copper", .copperLoss, 0.001...10)
        let weakening = section.number("field_weakening", .copperLoss, 0...10)
        let model = LossModel(
            copper: copper,
            weakening: weakening / copper,
            weakeningSpeed: section.rotation("knee", 10...30_000),
            standby: section.power("constant", 0...10),
            linear: section.number("linear", .linearLoss, 0...100),
            quadratic: section.number("quadratic", .quadraticLoss, 0...1)
        )
        section.finish()
        if model == nil && section.isSound(since: problems) {
            section.reportWhole(found: "losses that are not finite", allowed: "finite ones")
        }
        return model
    }

    private static func rpm(_ speed: RotationalSpeed) -> String {
        "\(tenths(speed.revolutionsPerMinute)) rpm"
    }

    private static func tenths(_ number: Double) -> String {
        String((number * 10).rounded() / 10)
    }
}
