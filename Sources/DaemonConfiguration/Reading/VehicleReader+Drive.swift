import ControlCore
import VehicleModel

// What a drive unit bears, its slip controller, and the split between both.
extension VehicleReader {
    func readThermal(_ section: Section) -> ThermalParameters {
        let problems = section.findings.problems.count
        let thermal = ThermalParameters(
            inverter: Self.temperatures(section, "inverter", 85...100),
            motor: Self.temperatures(section, "motor", 140...160),
            coolant: Self.temperatures(section, "coolant", 65...75),
            lastingTorque: section.torque("lasting_torque", 0...2000, fallback: "170 Nm"),
            peakTorque: section.torque("peak_torque", 0...2000, fallback: "340 Nm"),
            peakTime: section.time("peak_time", 100...3_600_000, fallback: "60 s"),
            fadeTime: section.time("fade_time", 10...3_600_000, fallback: "2 s"),
            leastRatio: section.number("least_ratio", .share, 1...100, fallback: "30 %")
        )
        section.finish()
        if section.isSound(since: problems) {
            let (peak, lasting) = (thermal.peakTorque.rawValue, thermal.lastingTorque.rawValue)
            section.checkNotBelow("peak_torque", peak, "lasting_torque", lasting, .torque)
        }
        return thermal
    }

    private static func temperatures(
        _ section: Section,
        _ key: String,
        _ fallback: ClosedRange<Double>
    ) -> TemperatureSpan {
        let span = section.span(key, .temperature, -40...300, fallback: fallback)
        return TemperatureSpan(
            start: Temperature(span.lowerBound),
            end: Temperature(span.upperBound)
        )
    }

    func readSlip(_ section: Section, _ period: Duration) -> SlipParameters {
        func shaft(_ key: String, _ fallback: String) -> RotationalSpeed {
            RotationalSpeed(section.number(key, .shaftSpeed, 0...1000, fallback: fallback))
        }
        let problems = section.findings.problems.count
        let latency = section.time("latency", 0...140, fallback: "33 ms")
        // So far back commands are remembered.
        let longest = period * 14
        if section.isSound(since: problems) && latency > longest {
            section.report(
                "latency",
                found: Section.milliseconds(latency),
                allowed: "at most 14 periods, \(Section.milliseconds(longest))"
            )
        }
        let slip = SlipParameters(
            leastSlip: section.speed("least_slip", 0.1...20, fallback: "0.4 m/s"),
            relativeSlip: section.number("relative_slip", .share, 0...50, fallback: "5 %"),
            inertia: section.number("inertia", .inertia, 0.001...10, fallback: "0.088 kg m2"),
            latency: latency,
            proportional: section.number(
                "proportional",
                .proportionalGain,
                0...100,
                fallback: "1.056 Nm s/rad"
            ),
            integral: section.number(
                "integral",
                .integralGain,
                0...1000,
                fallback: "6.34 Nm/rad"
            ),
            greatestExcess: shaft("greatest_excess", "60 rad/s"),
            greatestLack: shaft("greatest_lack", "40 rad/s"),
            seedFactor: section.number("seed_factor", .share, 0...100, fallback: "90 %"),
            renewalExcess: shaft("renewal_excess", "25 rad/s"),
            renewalAcceleration: section.number(
                "renewal_acceleration",
                .shaftAcceleration,
                0...20_000,
                fallback: "400 rad/s2"
            ),
            renewalPause: section.time("renewal_pause", 0...10_000, fallback: "250 ms")
        )
        section.finish()
        return slip
    }

    func readSplit(_ section: Section) -> SplitParameters {
        let slip = section.impliedSection("slip")
        let cornering = section.impliedSection("cornering")
        let pitch = section.impliedSection("pitch")
        let split = SplitParameters(
            slipGain: slip.number("gain", .number, 0...20, fallback: "1"),
            slipSpeedFloor: slip.speed("speed_floor", 0.1...50, fallback: "2 m/s"),
            slipBound: slip.number("bound", .share, 0...50, fallback: "15 %"),
            corneringGain: cornering.number(
                "gain",
                .corneringGain,
                0...1,
                fallback: "0.004 s4/m2"
            ),
            corneringBound: cornering.number("bound", .share, 0...50, fallback: "10 %"),
            pitchGain: pitch.number("gain", .pitchGain, -10...10, fallback: "0 s/rad"),
            pitchGradient: pitch.number(
                "gradient",
                .pitchGradient,
                0...0.1,
                fallback: "0.0035 rad s2/m"
            ),
            pitchBound: pitch.number("bound", .share, 0...50, fallback: "10 %"),
            wetReserve: section.number("wet_reserve", .share, 0...50, fallback: "5 %")
        )
        for part in [slip, cornering, pitch, section] { part.finish() }
        return split
    }
}
