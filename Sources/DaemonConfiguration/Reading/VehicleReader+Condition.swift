import ControlCore
import VehicleModel

// What is a sound input.
extension VehicleReader {
    func readCondition(_ section: Section) -> ConditionParameters {
        var condition = ConditionParameters()
        condition.frames = FrameDebounce(
            badFrames: UInt8(section.whole("bad_frames", 1...20, fallback: "2")),
            goodFrames: UInt8(section.whole("good_frames", 1...254, fallback: "10"))
        )
        let stuckSpeed = section.impliedSection("stuck_speed")
        condition.stuckSpeed = Self.stuck(stuckSpeed, "500 ms")
        condition.stuckSpeedFloor = stuckSpeed.speed("floor", 0.1...20, fallback: "0.5 m/s")
        stuckSpeed.finish()
        let stuckPedal = section.impliedSection("stuck_pedal")
        condition.stuckPedal = Self.stuck(stuckPedal, "2 s")
        stuckPedal.finish()
        readPedal(section.impliedSection("pedal"), into: &condition)
        let voltage = section.impliedSection("voltage")
        condition.voltageTolerance = voltage.voltage("tolerance", 1...100, fallback: "10 V")
        condition.voltage = Self.debounce(voltage, "200 ms", "1 s")
        voltage.finish()
        let speed = section.impliedSection("speed")
        condition.speedTolerance = speed.number("tolerance", .share, 1...100, fallback: "30 %")
        condition.leastComparedSpeed = speed.speed("least", 0...50, fallback: "2 m/s")
        condition.speed = Self.debounce(speed, "200 ms", "1 s")
        speed.finish()
        condition.estimator = readEstimator(section.impliedSection("estimator"))
        section.finish()
        return condition
    }

    private func readPedal(_ section: Section, into condition: inout ConditionParameters) {
        let problems = section.findings.problems.count
        condition.pedalTolerance = section.number("tolerance", .share, 1...50, fallback: "10 %")
        condition.pedalAgreement = section.number("agreement", .share, 0...50, fallback: "5 %")
        condition.pedal = Self.debounce(section, "100 ms", "500 ms")
        section.finish()
        if section.isSound(since: problems) {
            let (tolerance, agreement) = (condition.pedalTolerance, condition.pedalAgreement)
            section.checkNotBelow("tolerance", tolerance, "agreement", agreement, .share)
        }
    }

    private static func debounce(
        _ section: Section,
        _ mature: String,
        _ heal: String
    ) -> TimeDebounce {
        TimeDebounce(
            mature: section.time("mature", 0...10_000, fallback: mature),
            heal: section.time("heal", 0...60_000, fallback: heal)
        )
    }

    private static func stuck(_ section: Section, _ time: String) -> StuckLimit {
        StuckLimit(
            part: section.number("part", .share, 1...100, fallback: "5 %"),
            time: section.time("time", 10...60_000, fallback: time)
        )
    }

    private func readEstimator(_ section: Section) -> SpeedEstimatorParameters {
        var estimator = SpeedEstimatorParameters()
        estimator.gain = section.number("gain", .frequency, 0...50, fallback: "2 1/s")
        estimator.agreement = section.acceleration("agreement", 0...10, fallback: "1 m/s2")
        estimator.steadiness = section.acceleration("steadiness", 0...50, fallback: "5 m/s2")
        estimator.greatestUndershoot = section.speed(
            "greatest_undershoot",
            0...20,
            fallback: "2 m/s"
        )
        estimator.nearness = section.number("nearness", .share, 0...100, fallback: "12 %")
        estimator.nearnessFloor = section.speed("nearness_floor", 0...20, fallback: "0.3 m/s")
        estimator.time = section.time("time", 0...10_000, fallback: "100 ms")
        estimator.smoothing = section.time("smoothing", 0...10_000, fallback: "50 ms")
        estimator.leastTorque = section.torque("least_torque", 0...200, fallback: "5 Nm")
        estimator.leastWheelSpeed = section.speed(
            "least_wheel_speed",
            0...20,
            fallback: "1.5 m/s"
        )
        estimator.standstill = section.speed("standstill", 0...5, fallback: "0.05 m/s")
        estimator.greatestStop = section.speed("greatest_stop", 0...20, fallback: "1 m/s")
        estimator.biasTime = section.time("bias_time", 10...600_000, fallback: "1 s")
        estimator.slopeTime = section.time("slope_time", 10...600_000, fallback: "3 s")
        estimator.greatestBias = section.acceleration("greatest_bias", 0...5, fallback: "4 m/s2")
        section.finish()
        return estimator
    }
}
