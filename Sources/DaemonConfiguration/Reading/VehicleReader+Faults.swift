import ControlCore
import VehicleModel

// What is a fault, and what the ladder leaves.
extension VehicleReader {
    func readFaults(_ period: Duration) -> FaultParameters {
        let section = top.impliedSection("faults")
        let problems = section.findings.problems.count
        var faults = FaultParameters()
        faults.period = period
        faults.goesOnWithOneAxle = section.truth("goes_on_with_one_axle", fallback: "no")
        faults.holdAge = section.time("hold_age", 10...100, fallback: "30 ms")
        faults.batteryLateAge = section.time("battery_late_age", 20...500, fallback: "100 ms")
        faults.batterySilentAge = section.time("battery_silent_age", 50...1000, fallback: "500 ms")
        faults.pressedPedal = section.number("pressed_pedal", .share, 2...50, fallback: "10 %")
        faults.releasedPedal = section.number("released_pedal", .share, 1...50, fallback: "5 %")
        faults.standstill = section.speed("standstill", 0.1...5, fallback: "0.2 m/s")
        faults.holdTime = section.time("hold_time", 0...10_000, fallback: "500 ms")
        faults.lostBusTime = section.time("lost_bus_time", 100...60_000, fallback: "1 s")
        faults.keyOffTime = section.time("key_off_time", 100...60_000, fallback: "500 ms")
        faults.tracking = readTracking(section.impliedSection("tracking"), period)
        faults.deviation = readDeviation(section.impliedSection("deviation"), period)
        faults.overLimit = readOverLimit(section.impliedSection("over_limit"))
        section.finish()
        if section.isSound(since: problems) {
            let (late, silent) = (faults.batteryLateAge, faults.batterySilentAge)
            section.checkAbove(
                "battery_silent_age",
                silent / .seconds(1),
                "battery_late_age",
                late / .seconds(1),
                .time
            )
            let (pressed, released) = (faults.pressedPedal, faults.releasedPedal)
            section.checkAbove("pressed_pedal", pressed, "released_pedal", released, .share)
        }
        faults.ladder = readLadder(top.impliedSection("ladder"))
        return faults
    }

    private func readTracking(_ section: Section, _ period: Duration) -> TrackingParameters {
        let problems = section.findings.problems.count
        var tracking = TrackingParameters()
        tracking.tolerance = section.torque("tolerance", 1...200, fallback: "15 Nm")
        tracking.share = section.number("share", .share, 0...50, fallback: "5 %")
        tracking.runaway = section.torque("runaway", 1...500, fallback: "50 Nm")
        tracking.latency = section.time("latency", 0...150, fallback: "30 ms")
        tracking.spread = section.time("spread", 0...150, fallback: "20 ms")
        section.finish()
        if section.isSound(since: problems) {
            let (runaway, tolerance) = (tracking.runaway.rawValue, tracking.tolerance.rawValue)
            section.checkAbove("runaway", runaway, "tolerance", tolerance, .torque)
            checkMemory(section, tracking.latency, tracking.spread, period)
        }
        return tracking
    }

    private func readDeviation(_ section: Section, _ period: Duration) -> DeviationParameters {
        let problems = section.findings.problems.count
        var deviation = DeviationParameters()
        deviation.share = section.number("share", .share, 0...50, fallback: "8 %")
        deviation.least = section.power("least", 0...100, fallback: "5 kW")
        deviation.latency = section.time("latency", 0...150, fallback: "65 ms")
        deviation.spread = section.time("spread", 0...150, fallback: "5 ms")
        section.finish()
        if section.isSound(since: problems) {
            checkMemory(section, deviation.latency, deviation.spread, period)
        }
        return deviation
    }

    /// The last 16 cycles are remembered.
    private func checkMemory(
        _ section: Section,
        _ latency: Duration,
        _ spread: Duration,
        _ period: Duration
    ) {
        let longest = period * 16
        guard latency + spread > longest else { return }
        section.report(
            "latency",
            found: "\(Section.milliseconds(latency + spread)) with spread",
            allowed: "at most 16 periods, \(Section.milliseconds(longest))"
        )
    }

    private func readOverLimit(_ section: Section) -> OverLimitParameters {
        let problems = section.findings.problems.count
        var limit = OverLimitParameters()
        limit.factor = section.number("factor", .number, 1...1.5, fallback: "1.05")
        limit.peakFactor = section.number("peak_factor", .number, 1...2, fallback: "1.15")
        limit.least = section.power("least", 0...100, fallback: "5 kW")
        limit.scale = section.number("scale", .share, 0...100, fallback: "80 %")
        section.finish()
        if section.isSound(since: problems) {
            section.checkAbove("peak_factor", limit.peakFactor, "factor", limit.factor, .number)
        }
        return limit
    }

    private func readLadder(_ section: Section) -> LadderParameters {
        let problems = section.findings.problems.count
        var ladder = LadderParameters()
        ladder.healTime = section.time("heal_time", 0...60_000, fallback: "2 s")
        ladder.reducedTorque = section.number("reduced_torque", .share, 0...100, fallback: "60 %")
        ladder.reducedPower = section.power("reduced_power", 0...2000, fallback: "100 kW")
        ladder.singleTorque = AxlePair(
            front: section.number("single_front_torque", .share, 0...100, fallback: "50 %"),
            rear: section.number("single_rear_torque", .share, 0...100, fallback: "35 %")
        )
        ladder.singleSpeed = section.speed("single_speed", 5...300, fallback: "80 km/h")
        ladder.limpTorque = section.number("limp_torque", .share, 0...100, fallback: "30 %")
        ladder.limpPower = section.power("limp_power", 0...2000, fallback: "30 kW")
        ladder.limpSpeed = section.speed("limp_speed", 5...300, fallback: "40 km/h")
        section.finish()
        if section.isSound(since: problems) {
            let (torque, power) = (ladder.reducedTorque, ladder.reducedPower.rawValue)
            section.checkNotBelow(
                "reduced_torque",
                torque,
                "limp_torque",
                ladder.limpTorque,
                .share
            )
            section.checkNotBelow(
                "reduced_power",
                power,
                "limp_power",
                ladder.limpPower.rawValue,
                .power
            )
        }
        return ladder
    }
}
