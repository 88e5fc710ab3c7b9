import TorqueMonitor

extension GuardConfigurationReader {
    static func readDriver(_ top: Section, undriven: Axle?) -> DriverBounds? {
        let keys = [
            "pedal", "released_pedal", "lift", "margin", "full_torque", "brake_ramp",
            "cruise_torque", "esc_increase", "rear_load_share", "load_transfer",
            "rear_share_margin", "bench_torque", "bench_speed",
        ]
        guard let section = top.section("driver", known: keys) else { return nil }
        let pedal = readPedalTable(section)
        let released = section.quantity("released_pedal", .part, 0...100)
        let lift = readCurve(section, "lift", most: 4094)
        let margin = section.quantity("margin", .torque, 0...200)
        let full = section.quantity("full_torque", .torque, 4...4094)
        let ramp = section.milliseconds("brake_ramp", 50...1000)
        let cruise = section.quantity("cruise_torque", .torque, 0...4094)
        let increase = section.quantity("esc_increase", .torque, 0...400)
        func ofTwo(_ key: String, _ unit: Unit, _ range: ClosedRange<Int>) -> Int? {
            quantity(section, key, unit, range, undriven: undriven)
        }
        let share = ofTwo("rear_load_share", .part, 0...1000)
        let transfer = ofTwo("load_transfer", .loadTransfer, 0...100)
        let shareMargin = ofTwo("rear_share_margin", .part, 0...1000)
        let benchTorque = section.quantity("bench_torque", .torque, 0...2047)
        let benchSpeed = section.quantity("bench_speed", .speed, 0...20_000)
        guard
            let pedal, let released, let lift, let margin, let full, let ramp, let cruise,
            let increase, let share, let transfer, let shareMargin, let benchTorque,
            let benchSpeed
        else { return nil }
        return DriverBounds(
            pedal: pedal,
            releasedPedal: released,
            lift: lift,
            margin: margin,
            fullTorque: full,
            brakeRamp: ramp,
            cruiseTorque: cruise,
            escIncrease: increase,
            rearLoadShare: share,
            loadTransfer: transfer,
            rearShareMargin: shareMargin,
            benchTorque: benchTorque,
            benchSpeed: benchSpeed
        )
    }

    private static func readPedalTable(_ section: Section) -> PedalTable? {
        var table = PedalTable()
        for row in section.list("pedal", known: ["at", "torque"], most: PedalTable.capacity) {
            let pedal = row.quantity("at", .part, 0...1000)
            let curve = readCurve(row, "torque", most: 4094)
            guard let pedal, let curve else { return nil }
            if !table.append(pedal: pedal, curve) {
                row.report(
                    "at",
                    found: Unit.part.text(pedal),
                    allowed: "more than the row before"
                )
            }
        }
        return table.isUsable ? table : nil
    }

    static func readFaults(_ top: Section) -> FaultBounds? {
        let keys = [
            "limit_memory", "other_power", "power_time", "far_power_time", "tracking_torque",
            "tracking_part", "tracking_latency", "tracking_time", "acceleration_per_torque",
            "acceleration_margin", "acceleration_time",
        ]
        guard let section = top.section("faults", known: keys) else { return nil }
        let memory = section.milliseconds("limit_memory", 10...250)
        let other = section.quantity("other_power", .power, 0...50_000)
        let powerTime = section.milliseconds("power_time", 20...500)
        let farPowerTime = section.milliseconds("far_power_time", 20...500)
        let torque = section.quantity("tracking_torque", .torque, 4...400)
        let part = section.quantity("tracking_part", .part, 0...500)
        let latency = section.milliseconds("tracking_latency", 10...200)
        let trackingTime = section.milliseconds("tracking_time", 20...500)
        let perTorque = section.quantity(
            "acceleration_per_torque",
            .accelerationPerTorque,
            0...1000
        )
        let margin = section.quantity("acceleration_margin", .acceleration, 0...20_000)
        let accelerationTime = section.milliseconds("acceleration_time", 20...1000)
        guard
            let memory, let other, let powerTime, let farPowerTime, let torque, let part,
            let latency, let trackingTime, let perTorque, let margin, let accelerationTime
        else { return nil }
        return FaultBounds(
            limitMemory: memory,
            otherPower: other,
            powerTime: powerTime,
            farPowerTime: farPowerTime,
            trackingTorque: torque,
            trackingPart: part,
            trackingLatency: latency,
            trackingTime: trackingTime,
            accelerationPerTorque: perTorque,
            accelerationMargin: margin,
            accelerationTime: accelerationTime
        )
    }
}
