import TorqueMonitor

extension GuardConfigurationReader {
    static func readTiming(_ top: Section) -> (MonitorTiming, Int)? {
        let keys = [
            "silence", "command_age", "clamping", "foreign_sender", "zero_period", "disarm_frames",
        ]
        guard let section = top.section("timing", known: keys) else { return nil }
        let silence = section.milliseconds("silence", 10...50)
        let commandAge = section.milliseconds("command_age", 5...50)
        let clamping = section.milliseconds("clamping", 10...200)
        let foreign = section.milliseconds("foreign_sender", 100...10_000)
        let zeroPeriod = section.milliseconds("zero_period", 5...20)
        let disarmFrames = section.quantity("disarm_frames", .none, 1...100)
        guard
            let silence, let commandAge, let clamping, let foreign, let zeroPeriod,
            let disarmFrames
        else { return nil }
        let timing = MonitorTiming(
            silence: silence,
            commandAge: commandAge,
            clamping: clamping,
            foreignSender: foreign,
            zeroPeriod: zeroPeriod
        )
        return (timing, disarmFrames)
    }

    static func readBounds(
        _ top: Section,
        _ envelope: PerAxle<Envelope>?,
        undriven: Axle?
    ) -> MonitorBounds? {
        let keys = [
            "envelope_margin", "clamp_tolerance", "opposite_torque", "release_ramp", "power_ramp",
            "auxiliary_power", "copper_loss", "return_loss", "standstill_speed", "fade_speed",
        ]
        guard let section = top.section("bounds", known: keys) else { return nil }
        let margin = section.quantity("envelope_margin", .torque, 0...200)
        let tolerance = section.quantity("clamp_tolerance", .torque, 0...200)
        let opposite = quantity(section, "opposite_torque", .torque, 0...400, undriven: undriven)
        let release = section.quantity("release_ramp", .torqueRate, 400...80_000)
        let power = section.quantity("power_ramp", .torqueRate, 400...80_000)
        let auxiliary = section.quantity("auxiliary_power", .power, 0...10_000)
        let copper = section.quantity("copper_loss", .copperLoss, 0...1000)
        let returned = section.quantity("return_loss", .copperLoss, 0...1000)
        let standstill = section.quantity("standstill_speed", .speed, 0...2000)
        let fade = section.quantity("fade_speed", .speed, 0...2000)
        guard
            let margin, let tolerance, let opposite, let release, let power, let auxiliary,
            let copper, let returned, let standstill, let fade, let envelope
        else { return nil }
        return MonitorBounds(
            envelope: envelope,
            envelopeMargin: margin,
            clampTolerance: tolerance,
            oppositeTorque: opposite,
            releaseRamp: release,
            powerRamp: power,
            auxiliaryPower: auxiliary,
            copperLoss: copper,
            returnLoss: returned,
            standstillSpeed: standstill,
            fadeSpeed: fade
        )
    }

    /// A number about two motors beside each other; with one it is left out, and nothing is judged by it.
    static func quantity(
        _ section: Section,
        _ key: String,
        _ unit: Unit,
        _ range: ClosedRange<Int>,
        undriven: Axle?
    ) -> Int? {
        guard undriven != nil else { return section.quantity(key, unit, range) }
        if section.has(key) {
            section.report(
                key,
                found: "something of two motors",
                allowed: "nothing where allow has one axle"
            )
        }
        return 0
    }

    static func readEnvelopes(_ top: Section, undriven: Axle?) -> PerAxle<Envelope>? {
        guard let section = top.section("envelope", known: ["front", "rear"]) else { return nil }
        let front = readEnvelope(section, "front", isDriven: undriven != .front)
        let rear = readEnvelope(section, "rear", isDriven: undriven != .rear)
        guard let front, let rear else { return nil }
        return PerAxle(front: front, rear: rear)
    }

    /// A motor's curve; the empty one where there is no motor.
    private static func readEnvelope(
        _ section: Section,
        _ key: String,
        isDriven: Bool
    ) -> Envelope? {
        guard isDriven else {
            reportUndriven(section, key)
            return Envelope()
        }
        return readCurve(section, key, most: 2047)
    }

    /// Torque over speed; `most` is the greatest torque in 0.25 Nm.
    static func readCurve(_ section: Section, _ key: String, most: Int) -> Envelope? {
        var envelope = Envelope()
        for point in section.list(key, known: ["speed", "torque"], most: Envelope.capacity) {
            let speed = point.quantity("speed", .speed, 0...20_000)
            let torque = point.quantity("torque", .torque, 0...most)
            guard let speed, let torque else { return nil }
            if !envelope.append(speed: speed, torque: torque) {
                point.report(
                    "speed",
                    found: "\(speed) rpm",
                    allowed: "more than the point before"
                )
            }
        }
        return envelope.isUsable ? envelope : nil
    }
}

extension Section {
    /// A time in nanoseconds, allowed between so many milliseconds.
    func milliseconds(_ key: String, _ range: ClosedRange<Int>) -> Int64? {
        let range = range.lowerBound * 1_000_000...range.upperBound * 1_000_000
        return quantity(key, .time, range).map(Int64.init)
    }
}
