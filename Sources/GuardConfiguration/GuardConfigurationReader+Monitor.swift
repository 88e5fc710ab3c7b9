import CANFrames
import TorqueMonitor

extension GuardConfigurationReader {
    static func readAllowList(_ top: Section) -> AllowList {
        var list = AllowList()
        guard let allow = top.section("allow", known: ["front", "rear"]) else { return list }
        for (name, axle) in [("front", Axle.front), ("rear", Axle.rear)] {
            let entries = allow.list(
                name,
                known: ["id", "length", "role", "period"],
                most: AllowList.capacity / 2
            )
            for entry in entries { readAllowed(entry, axle, &list) }
            let isRequired = !entries.isEmpty
            for (role, word) in [(FrameRole.torque, "torque"), (.gear, "gear")]
            where isRequired && list.index(of: role, on: axle) == nil {
                allow.report(
                    name,
                    found: "no frame of role \(word)",
                    allowed: "exactly one of it"
                )
            }
        }
        return list
    }

    private static func readAllowed(_ entry: Section, _ axle: Axle, _ list: inout AllowList) {
        let allowed = "a hexadecimal identifier, 0x001 to 0x7FF"
        let written = entry.text("id", allowed: allowed)
        let length = entry.quantity("length", .none, 1...8)
        let role = entry.word(
            "role",
            [("torque", FrameRole.torque), ("gear", .gear), ("state", .state)]
        )
        let period = entry.quantity("period", .time, 5_000_000...1_000_000_000)
        guard let written, let length, let role, let period else { return }
        guard
            written.value.hasPrefix("0x"),
            let number = UInt32(written.value.dropFirst(2), radix: 16), number > 0,
            let id = FrameID(standard: number)
        else {
            entry.report("id", found: "\"\(written.value)\"", allowed: allowed)
            return
        }
        let frame = AllowedFrame(
            axle: axle,
            id: id,
            length: UInt8(length),
            role: role,
            period: Int64(period)
        )
        guard role == .state || length == 8 else {
            entry.report("length", found: "\(length)", allowed: "8 for torque and gear")
            return
        }
        if !list.append(frame) {
            entry.report(
                "id",
                found: "\"\(written.value)\" again, or its role again",
                allowed: "each identifier once an axle, torque and gear once an axle"
            )
        }
    }

    static func readTiming(_ top: Section) -> (MonitorTiming, Int)? {
        let keys = [
            "silence", "command_age", "clamping", "speed_age", "discharge_limit_age",
            "foreign_sender", "zero_period", "disarm_frames",
        ]
        guard let section = top.section("timing", known: keys) else { return nil }
        func time(_ key: String, _ range: ClosedRange<Int>) -> Int64? {
            let range = range.lowerBound * 1_000_000...range.upperBound * 1_000_000
            return section.quantity(key, .time, range).map(Int64.init)
        }
        let silence = time("silence", 10...50)
        let commandAge = time("command_age", 5...50)
        let clamping = time("clamping", 10...200)
        let speedAge = time("speed_age", 30...500)
        let limitAge = time("discharge_limit_age", 100...1000)
        let foreign = time("foreign_sender", 100...10_000)
        let zeroPeriod = time("zero_period", 5...20)
        let disarmFrames = section.quantity("disarm_frames", .none, 1...100)
        guard
            let silence, let commandAge, let clamping, let speedAge, let limitAge, let foreign,
            let zeroPeriod, let disarmFrames
        else { return nil }
        let timing = MonitorTiming(
            silence: silence,
            commandAge: commandAge,
            clamping: clamping,
            speedAge: speedAge,
            dischargeLimitAge: limitAge,
            foreignSender: foreign,
            zeroPeriod: zeroPeriod
        )
        return (timing, disarmFrames)
    }

    static func readBounds(
        _ top: Section,
        _ envelope: PerAxle<Envelope>?
    ) -> MonitorBounds? {
        let keys = [
            "envelope_margin", "clamp_tolerance", "opposite_torque", "release_ramp", "power_ramp",
            "auxiliary_power", "copper_loss", "standstill_speed",
        ]
        guard let section = top.section("bounds", known: keys) else { return nil }
        let margin = section.quantity("envelope_margin", .torque, 0...200)
        let tolerance = section.quantity("clamp_tolerance", .torque, 0...200)
        let opposite = section.quantity("opposite_torque", .torque, 0...400)
        let release = section.quantity("release_ramp", .torqueRate, 400...80_000)
        let power = section.quantity("power_ramp", .torqueRate, 400...80_000)
        let auxiliary = section.quantity("auxiliary_power", .power, 0...10_000)
        let copper = section.quantity("copper_loss", .copperLoss, 0...1000)
        let standstill = section.quantity("standstill_speed", .speed, 0...2000)
        guard
            let margin, let tolerance, let opposite, let release, let power, let auxiliary,
            let copper, let standstill, let envelope
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
            standstillSpeed: standstill
        )
    }

    static func readEnvelopes(_ top: Section) -> PerAxle<Envelope>? {
        guard let section = top.section("envelope", known: ["front", "rear"]) else { return nil }
        let front = readEnvelope(section, "front")
        let rear = readEnvelope(section, "rear")
        guard let front, let rear else { return nil }
        return PerAxle(front: front, rear: rear)
    }

    private static func readEnvelope(_ section: Section, _ axle: String) -> Envelope? {
        var envelope = Envelope()
        for point in section.list(axle, known: ["speed", "torque"], most: Envelope.capacity) {
            let speed = point.quantity("speed", .speed, 0...20_000)
            let torque = point.quantity("torque", .torque, 0...2047)
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
