import ControlCore
import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

/// Sections of the vehicle's file whose keys may all be left out.
@Suite("The sections of the control design")
struct ControlSectionTests {
    static let sections = [
        "split", "redistribution", "requests", "bench", "antilock", "faults", "ladder",
        "conditioning", "regeneration_fade", "shaping",
    ]

    /// The example without these sections, and `text` in their place.
    static func files(
        _ text: String = "",
        axle: String = "",
        period: String = "10 ms"
    ) throws -> EditedFiles {
        let files = try EditedFiles()
        var (inAxlePart, inSection) = (false, false)
        var lines: [Substring] = []
        let example = try files.text(.vehicle)
        for line in example.split(separator: "\n", omittingEmptySubsequences: false) {
            let begins = line.hasPrefix("    thermal:") || line.hasPrefix("    slip:")
            inAxlePart = begins || (inAxlePart && line.hasPrefix("      "))
            if line.first?.isLetter == true {
                inSection = sections.contains(String(line.prefix { $0 != ":" }))
            }
            if !inAxlePart && !inSection { lines.append(line) }
        }
        let whole = lines.joined(separator: "\n") + text
        try files.write(.vehicle, whole)
        try files.replace(.vehicle, "  rear:\n    gear_ratio", axle + "  rear:\n    gear_ratio")
        try files.replace(.vehicle, "period: 10 ms", "period: \(period)")
        return files
    }

    static func parameters(
        _ text: String = "",
        axle: String = ""
    ) throws -> ControlParameters {
        let files = try files(text, axle: axle)
        return try DaemonConfiguration.read(path: files.path).vehicle.parameters
    }

    @Test("when load is shed: the core's own numbers where left out, and in order")
    func shedding() throws {
        let files = try EditedFiles()
        func shedding() throws -> LoadSheddingParameters {
            try DaemonConfiguration.read(path: files.path).vehicle.parameters.power.shedding
        }
        let shipped = "  shed: {below: 90 %, after: 500 ms, from: 95 %, until: 2 s}"
        expectSame(try shedding(), LoadSheddingParameters())
        try files.replace(.vehicle, shipped, "  shed: {below: 80 %, after: 1 s, until: 3 s}")
        let expected = LoadSheddingParameters(
            begin: 0.8,
            beginTime: .seconds(1),
            end: 0.95,
            endTime: .seconds(3)
        )
        expectSame(try shedding(), expected)
        try files.replace(.vehicle, "  shed: {below: 80 %", "  shed: {below: 96 %")
        #expect(files.problems().count == 1)
        #expect(
            files.problems().allSatisfy { $0.contains("from: found 95 %, allowed at least below") }
        )
    }

    @Test("left out, the core's own numbers hold, and what is optional does not act")
    func defaultsHold() throws {
        let parameters = try Self.parameters()
        #expect(parameters.axles.front.thermal == nil && parameters.axles.front.slip == nil)
        #expect(parameters.split.slipBound == 0 && parameters.split.wetReserve == 0)
        #expect(parameters.regenerationFade.end == Speed(2 * (1 / 3.6)))
        #expect(parameters.regenerationFade.start == Speed(7 * (1 / 3.6)))
        #expect(parameters.greatestLateral == Acceleration(3))
        #expect(parameters.faults.period == .milliseconds(10))
        expectSame(parameters.faults, FaultParameters())
        expectSame(parameters.condition, ConditionParameters())
        expectSame(parameters.requests, ArbitrationParameters(limpTorque: Torque(200)))
        expectSame(parameters.antilock, RegenerationVetoParameters())
    }

    @Test("the example writes out what holds without it")
    func exampleIsTheDefault() throws {
        let files = try EditedFiles()
        let written = try DaemonConfiguration.read(path: files.path).vehicle.parameters
        let implied = try Self.parameters("\nsplit: {}\n", axle: "    thermal: {}\n    slip: {}\n")
        // Going on with one axle is for whoever has tried it.
        var faults = implied.faults
        #expect(written.faults.goesOnWithOneAxle && !faults.goesOnWithOneAxle)
        faults.goesOnWithOneAxle = true
        // The report is filtered, too; at a period of 5 ms that is more than is remembered.
        faults.deviation.latency = .milliseconds(95)
        faults.deviation.spread = .milliseconds(35)
        expectSame(written.faults, faults)
        expectSame(written.condition, implied.condition)
        expectSame(written.requests, implied.requests)
        expectSame(written.antilock, implied.antilock)
        expectSame(written.split, implied.split)
        expectSame(written.regenerationFade, implied.regenerationFade)
        for axle in [written.axles.front, written.axles.rear] {
            expectSame(try #require(axle.slip), try #require(implied.axles.front.slip))
            expectSame(try #require(axle.thermal), try #require(implied.axles.front.thermal))
        }
        #expect(written.greatestLateral == implied.greatestLateral)
        #expect(written.sureGrip == implied.sureGrip)
        expectSame(written.rates.shaping, implied.rates.shaping)
    }

    @Test("shaping takes every key, and its notch leaves a constant and takes its frequency")
    func readsShaping() throws {
        let shaping = try Self.parameters(
            """

            shaping: {jerk: 2000 Nm/s2, lash_torque: 3 Nm, lash_rate: 40 Nm/s, stagger: 50 ms,
              least_fall: 600 Nm/s, tolerance: 7 Nm, notch: {frequency: 1.6 Hz, zeros: 5 %, poles: 50 %}}

            """
        ).rates.shaping
        #expect(shaping.jerk == 2000)
        #expect(shaping.lashTorque == Torque(3) && shaping.lashRate == TorqueRate(40))
        #expect(shaping.stagger == .milliseconds(50))
        #expect(shaping.leastFall == TorqueRate(600) && shaping.tolerance == Torque(7))
        let notch = shaping.notch
        #expect(abs(notch.b0 - 0.956_995_243_854) < 1e-9)
        #expect(abs(notch.b1 + 1.894_818_420_934) < 1e-9)
        #expect(abs(notch.b2 - 0.947_438_631_377) < 1e-9)
        #expect(abs(notch.a1 + 1.894_818_420_934) < 1e-9)
        #expect(abs(notch.a2 - 0.904_433_875_231) < 1e-9)
        let plain = try Self.parameters().rates.shaping
        #expect(plain.notch.b0 == 1 && plain.notch.a1 == 0)
    }

    /// All numbers of two values, as they are printed: units with a quotient round differently.
    private func expectSame<Value>(_ one: Value, _ other: Value) {
        func numbers(_ value: Any) -> [String] {
            if let number = value as? Double { return [String(Float(number))] }
            let children = Mirror(reflecting: value).children
            return children.isEmpty ? ["\(value)"] : children.flatMap { numbers($0.value) }
        }
        let (first, second) = (numbers(one), numbers(other))
        #expect(first == second)
        #expect(!first.isEmpty)
    }

    @Test("slip and thermal limits take every key")
    func readsAxles() throws {
        let parameters = try Self.parameters(
            axle: """
                    thermal: {inverter: [1 C, 2 C], motor: [3 C, 4 C], coolant: [5 C, 6 C], lasting_torque: 7 Nm,
                      peak_torque: 8 Nm, peak_time: 900 ms, fade_time: 10 ms, least_ratio: 11 %}
                    slip: {least_slip: 1 m/s, relative_slip: 2 %, inertia: 3 kg m2, latency: 4 ms,
                      proportional: 5 Nm s/rad, integral: 6 Nm/rad, greatest_excess: 7 rad/s, greatest_lack: 8 rad/s,
                      seed_factor: 9 %, renewal_excess: 10 rad/s, renewal_acceleration: 11 rad/s2, renewal_pause: 12 ms}

                """
        )
        let thermal = try #require(parameters.axles.front.thermal)
        #expect(thermal.inverter.start == Temperature(1) && thermal.inverter.end == Temperature(2))
        #expect(thermal.motor.start == Temperature(3) && thermal.motor.end == Temperature(4))
        #expect(thermal.coolant.start == Temperature(5) && thermal.coolant.end == Temperature(6))
        #expect(thermal.lastingTorque == Torque(7) && thermal.peakTorque == Torque(8))
        #expect(thermal.peakTime == .milliseconds(900) && thermal.fadeTime == .milliseconds(10))
        #expect(thermal.leastRatio == 0.11)
        let slip = try #require(parameters.axles.front.slip)
        #expect(slip.leastSlip == Speed(1) && slip.relativeSlip == 0.02 && slip.inertia == 3)
        #expect(slip.latency == .milliseconds(4) && slip.proportional == 5 && slip.integral == 6)
        #expect(slip.greatestExcess == RotationalSpeed(7))
        #expect(slip.greatestLack == RotationalSpeed(8))
        #expect(slip.seedFactor == 0.09 && slip.renewalExcess == RotationalSpeed(10))
        #expect(slip.renewalAcceleration == 11 && slip.renewalPause == .milliseconds(12))
        #expect(parameters.axles.rear.slip == nil && parameters.axles.rear.thermal == nil)
    }

    @Test("split, requests, bench and antilock take every key")
    func readsSplitAndRequests() throws {
        let parameters = try Self.parameters(
            """

            split:
              slip: {gain: 2, speed_floor: 3 m/s, bound: 4 %}
              cornering: {gain: 0.5 s4/m2, bound: 6 %}
              pitch: {gain: -7 s/rad, gradient: 0.08 rad s2/m, bound: 9 %}
              wet_reserve: 10 %
            regeneration_fade: [1 m/s, 2 m/s]
            redistribution: {greatest_lateral: 4 m/s2}
            requests: {override_pedal: 6 %, stability_increase: 7 Nm, speed_ceiling_gain: 8 Nm s/m}
            bench: {torque: 9 Nm, speed: 300 rad/s, speed_fade: 11 rad/s, power: 120 W, standstill: 1.3 m/s, regen_credit: reserved, regen_reserve: 140 W}
            antilock: {fall: 1400 Nm/s, rise: 15 Nm/s, rest: 16 ms}

            """
        )
        let split = parameters.split
        #expect(split.slipGain == 2 && split.slipSpeedFloor == Speed(3) && split.slipBound == 0.04)
        #expect(split.corneringGain == 0.5 && split.corneringBound == 0.06)
        #expect(split.pitchGain == -7 && split.pitchGradient == 0.08 && split.pitchBound == 0.09)
        #expect(split.wetReserve == 0.1)
        #expect(parameters.regenerationFade.end == Speed(1))
        #expect(parameters.regenerationFade.start == Speed(2))
        #expect(parameters.greatestLateral == Acceleration(4))
        let requests = parameters.requests
        #expect(requests.overridePedal == 0.06 && requests.stabilityIncrease == Torque(7))
        #expect(requests.speedCeilingGain == 8 && requests.limpTorque == Torque(200))
        #expect(requests.bench.torque == Torque(9))
        #expect(requests.bench.speed == RotationalSpeed(300))
        #expect(requests.bench.speedFade == RotationalSpeed(11))
        #expect(requests.bench.power == Power(120) && requests.bench.standstill == Speed(1.3))
        #expect(requests.bench.creditReserve == Power(140))
        let antilock = parameters.antilock
        #expect(antilock.fall == TorqueRate(1400) && antilock.rise == TorqueRate(15))
        #expect(antilock.rest == .milliseconds(16))
    }

    @Test("faults and ladder take every key")
    func readsFaults() throws {
        let faults = try Self.parameters(
            """

            faults:
              goes_on_with_one_axle: yes
              hold_age: 11 ms
              battery_late_age: 22 ms
              battery_silent_age: 53 ms
              pressed_pedal: 44 %
              released_pedal: 33 %
              standstill: 1.25 m/s
              hold_time: 17 ms
              lost_bus_time: 180 ms
              key_off_time: 190 ms
              tracking: {tolerance: 2 Nm, share: 3 %, runaway: 4 Nm, latency: 5 ms, spread: 6 ms}
              deviation: {share: 7 %, least: 8 kW, latency: 9 ms, spread: 10 ms}
              over_limit: {factor: 1.25, peak_factor: 1.5, least: 13 kW, scale: 14 %}
            ladder: {heal_time: 15 ms, reduced_torque: 16 %, reduced_power: 17 kW, single_front_torque: 18 %,
              single_rear_torque: 19 %, single_speed: 20 m/s, limp_torque: 2 %, limp_power: 3 kW, limp_speed: 4 m/s}

            """
        ).faults
        #expect(faults.goesOnWithOneAxle && faults.holdAge == .milliseconds(11))
        #expect(faults.batteryLateAge == .milliseconds(22))
        #expect(faults.batterySilentAge == .milliseconds(53))
        #expect(faults.pressedPedal == 0.44 && faults.releasedPedal == 0.33)
        #expect(faults.standstill == Speed(1.25) && faults.holdTime == .milliseconds(17))
        #expect(faults.lostBusTime == .milliseconds(180))
        #expect(faults.keyOffTime == .milliseconds(190))
        #expect(faults.tracking.tolerance == Torque(2) && faults.tracking.share == 0.03)
        #expect(faults.tracking.runaway == Torque(4))
        #expect(faults.tracking.latency == .milliseconds(5))
        #expect(faults.tracking.spread == .milliseconds(6))
        #expect(abs(faults.deviation.share - 0.07) < 1e-12)
        #expect(faults.deviation.least == Power(8000))
        #expect(faults.deviation.latency == .milliseconds(9))
        #expect(faults.deviation.spread == .milliseconds(10))
        #expect(faults.overLimit.factor == 1.25 && faults.overLimit.peakFactor == 1.5)
        #expect(faults.overLimit.least == Power(13_000))
        #expect(abs(faults.overLimit.scale - 0.14) < 1e-12)
        let ladder = faults.ladder
        #expect(ladder.healTime == .milliseconds(15) && ladder.reducedTorque == 0.16)
        #expect(ladder.reducedPower == Power(17_000))
        #expect(ladder.singleTorque.front == 0.18 && ladder.singleTorque.rear == 0.19)
        #expect(ladder.singleSpeed == Speed(20) && ladder.limpTorque == 0.02)
        #expect(ladder.limpPower == Power(3000) && ladder.limpSpeed == Speed(4))
    }

    @Test("conditioning takes every key")
    func readsConditioning() throws {
        let condition = try Self.parameters(
            """

            conditioning:
              bad_frames: 3
              good_frames: 4
              stuck_speed: {part: 5 %, time: 60 ms, floor: 5 m/s}
              stuck_pedal: {part: 8 %, time: 90 ms}
              pedal: {tolerance: 12 %, agreement: 11 %, mature: 13 ms, heal: 14 ms}
              voltage: {tolerance: 15 V, mature: 16 ms, heal: 17 ms}
              speed: {tolerance: 18 %, least: 9 m/s, mature: 20 ms, heal: 21 ms}
              estimator: {gain: 22 1/s, agreement: 3 m/s2, nearness: 24 %, nearness_floor: 2.5 m/s, time: 26 ms,
                smoothing: 27 ms, least_torque: 28 Nm, least_wheel_speed: 2.9 m/s, standstill: 1.3 m/s,
                greatest_stop: 3.1 m/s, bias_time: 32 ms, greatest_bias: 3.3 m/s2}

            """
        ).condition
        #expect(condition.frames.badFrames == 3 && condition.frames.goodFrames == 4)
        #expect(condition.stuckSpeed.part == 0.05)
        #expect(condition.stuckSpeed.time == .milliseconds(60))
        #expect(condition.stuckSpeedFloor == Speed(5) && condition.stuckPedal.part == 0.08)
        #expect(condition.stuckPedal.time == .milliseconds(90))
        #expect(condition.pedalTolerance == 0.12 && condition.pedalAgreement == 0.11)
        #expect(condition.pedal.mature == .milliseconds(13))
        #expect(condition.pedal.heal == .milliseconds(14))
        #expect(condition.voltageTolerance == Voltage(15))
        #expect(condition.voltage.mature == .milliseconds(16))
        #expect(condition.voltage.heal == .milliseconds(17))
        #expect(condition.speedTolerance == 0.18 && condition.leastComparedSpeed == Speed(9))
        #expect(condition.speed.mature == .milliseconds(20))
        #expect(condition.speed.heal == .milliseconds(21))
        let estimator = condition.estimator
        #expect(estimator.gain == 22 && estimator.agreement == Acceleration(3))
        #expect(estimator.nearness == 0.24 && estimator.nearnessFloor == Speed(2.5))
        #expect(estimator.time == .milliseconds(26) && estimator.smoothing == .milliseconds(27))
        #expect(estimator.leastTorque == Torque(28) && estimator.leastWheelSpeed == Speed(2.9))
        #expect(estimator.standstill == Speed(1.3) && estimator.greatestStop == Speed(3.1))
        #expect(estimator.biasTime == .milliseconds(32))
        #expect(estimator.greatestBias == Acceleration(3.3))
    }
}
