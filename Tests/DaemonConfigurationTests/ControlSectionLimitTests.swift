import ControlCore
import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

/// What the keys of those sections allow, each by itself and beside others.
@Suite("What the sections of the control design allow")
struct ControlSectionLimitTests {
    private static let relations: [(text: String, axle: String, sentence: String?)] = [
        (
            "bench: {speed: 49 rpm}", "",
            "bench.speed: found 49 rpm, allowed at least speed_fade, 50 rpm"
        ),
        ("bench: {speed: 50.1 rpm}", "", nil),
        (
            "bench: {regen_credit: reserved}", "",
            "bench.regen_reserve: found 0.0 kW, allowed more than 0 kW with regen_credit reserved"
        ),
        (
            "bench: {regen_reserve: 1 kW}", "",
            "bench.regen_reserve: found 1.0 kW, allowed 0 kW unless regen_credit is reserved"
        ),
        ("bench: {regen_credit: reserved, regen_reserve: 0.1 kW}", "", nil),
        (
            "faults: {battery_silent_age: 100 ms}", "",
            "faults.battery_silent_age: found 100 ms, allowed more than battery_late_age, 100 ms"
        ),
        ("faults: {battery_silent_age: 101 ms}", "", nil),
        (
            "faults: {pressed_pedal: 5 %}", "",
            "faults.pressed_pedal: found 5 %, allowed more than released_pedal, 5 %"
        ),
        (
            "faults: {tracking: {runaway: 15 Nm}}", "",
            "faults.tracking.runaway: found 15 Nm, allowed more than tolerance, 15 Nm"
        ),
        (
            "faults: {tracking: {latency: 140.1 ms}}", "",
            "faults.tracking.latency: found 160.1 ms with spread, allowed at most 16 periods, 160.0 ms"
        ),
        ("faults: {tracking: {latency: 140 ms}}", "", nil),
        (
            "faults: {deviation: {latency: 150 ms, spread: 11 ms}}", "",
            "faults.deviation.latency: found 161.0 ms with spread, allowed at most 16 periods, 160.0 ms"
        ),
        (
            "faults: {over_limit: {peak_factor: 1.05}}", "",
            "faults.over_limit.peak_factor: found 1.05, allowed more than factor, 1.05"
        ),
        (
            "ladder: {reduced_torque: 29 %}", "",
            "ladder.reduced_torque: found 29 %, allowed at least limp_torque, 30 %"
        ),
        ("ladder: {reduced_torque: 30 %, reduced_power: 30 kW}", "", nil),
        (
            "ladder: {reduced_power: 29 kW}", "",
            "ladder.reduced_power: found 29 kW, allowed at least limp_power, 30 kW"
        ),
        (
            "conditioning: {pedal: {agreement: 10.5 %}}", "",
            "conditioning.pedal.tolerance: found 10 %, allowed at least agreement, 10.5 %"
        ),
        ("conditioning: {pedal: {agreement: 10 %}}", "", nil),
        (
            "regeneration_fade: [7 km/h, 7 km/h]", "",
            "regeneration_fade: found `[7 km/h, 7 km/h]`, allowed [LOWER, UPPER], each a speed in km/h or m/s from 0 to 50 km/h"
        ),
        (
            "", "    thermal: {peak_torque: 169 Nm}\n",
            "axles.front.thermal.peak_torque: found 169 Nm, allowed at least lasting_torque, 170 Nm"
        ),
        ("", "    thermal: {peak_torque: 170 Nm}\n", nil),
        (
            "", "    thermal: {motor: [150 C, 150 C]}\n",
            "axles.front.thermal.motor: found `[150 C, 150 C]`, allowed [LOWER, UPPER], each a temperature in C or °C from -40 to 300 C"
        ),
        (
            "split: {slipp: {}}", "",
            "split.slipp: found an unknown key, allowed slip (the nearest), cornering, pitch, wet_reserve"
        ),
        (
            "redistribution: {lateral: 1}", "",
            "redistribution.lateral: found an unknown key, allowed sure_grip (the nearest), greatest_lateral"
        ),
        ("antilock: 5", "", "antilock: found `5`, allowed KEY: VALUE lines"),
    ]

    @Test("relations between keys are checked", arguments: relations.indices)
    func relationsAreChecked(index: Int) throws {
        let (text, axle, sentence) = Self.relations[index]
        let problems = try ControlSectionTests.files("\n" + text + "\n", axle: axle).problems()
        #expect(problems.count == (sentence == nil ? 0 : 1), "\(problems)")
        if let sentence {
            #expect(problems.first?.hasSuffix(": " + sentence) == true, "\(problems)")
        }
    }

    @Test("latencies are bound by the period")
    func latenciesAreBoundByThePeriod() throws {
        let axle = "    slip: {latency: 70.1 ms}\n"
        let problems = try ControlSectionTests.files(axle: axle, period: "5 ms").problems()
        #expect(problems.count == 1, "\(problems)")
        let sentence =
            "axles.front.slip.latency: found 70.1 ms, allowed at most 14 periods, 70.0 ms"
        #expect(problems.first?.hasSuffix(sentence) == true, "\(problems)")
        let allowed = "    slip: {latency: 70 ms}\n"
        #expect(try ControlSectionTests.files(axle: allowed, period: "5 ms").problems().isEmpty)
    }

    @Test("inputs that forbid torque count where they are bound")
    func readinessFollowsTheSignals() throws {
        let none = try ControlSectionTests.parameters().readiness
        #expect(!none.hasChargePlug && !none.hasCrash && !none.hasIsolation)
        let keys = ["charge_plugged", "crash_detected", "isolation_fault"]
        for (index, key) in keys.enumerated() {
            let files = try EditedFiles()
            let signal = "  \(key):\n    signal: car.X.Y\n    max_age: 1 s\n"
            try files.replace(.vehicle, "signals:\n", "signals:\n" + signal)
            let readiness = try DaemonConfiguration.read(path: files.path).vehicle.parameters
                .readiness
            let has = [readiness.hasChargePlug, readiness.hasCrash, readiness.hasIsolation]
            #expect(has == (0..<3).map { $0 == index })
        }
    }

    /// A number's key with its range in the first unit.
    private struct Range {
        let keys: [String]
        let lower: Double
        let upper: Double
        let unit: String
        let isWhole: Bool
    }

    private static func ranges() throws -> [Range] {
        let files = try EditedFiles()
        let reader = DaemonReader(path: files.path)
        _ = reader.read()
        return reader.findings.keys.compactMap { key in
            let keys = key.pattern.split(separator: ".").map(String.init)
            guard ControlSectionTests.sections.contains(keys[0]), !key.allowed.hasPrefix("[") else {
                return nil
            }
            guard let from = key.allowed.range(of: " from ") else { return nil }
            let words = key.allowed[from.upperBound...].split(separator: " ").map(String.init)
            guard words.count >= 3, let lower = Double(words[0]), let upper = Double(words[2])
            else {
                return nil
            }
            let isWhole = key.allowed.hasPrefix("a whole")
            let unit = isWhole ? "" : words.dropFirst(3).joined(separator: " ")
            return Range(keys: keys, lower: lower, upper: upper, unit: unit, isWhole: isWhole)
        }
    }

    private static func yaml(_ ranges: [Range], _ depth: Int, _ value: (Range) -> Double) -> String
    {
        var names: [String] = []
        for range in ranges where !names.contains(range.keys[depth]) {
            names.append(range.keys[depth])
        }
        return names.map { name in
            let inside = ranges.filter { $0.keys[depth] == name }
            let margin = String(repeating: "  ", count: depth)
            if inside[0].keys.count == depth + 1 {
                let number = value(inside[0])
                let text = inside[0].isWhole ? String(Int(number)) : String(number)
                return "\(margin)\(name): \(text) \(inside[0].unit)\n"
            }
            return "\(margin)\(name):\n" + yaml(inside, depth + 1, value)
        }.joined()
    }

    @Test("each number may be at its edges, and not beyond", arguments: [-1.0, 0, 1, 2])
    func edges(place: Double) throws {
        let ranges = try Self.ranges()
        #expect(ranges.count > 60)
        let text = Self.yaml(ranges, 0) { range in
            let step = range.isWhole ? 1 : 0.0005
            return switch place {
            case -1: range.lower - step
            case 0: range.lower
            case 1: range.upper
            default: range.upper + step
            }
        }
        let refused = try ControlSectionTests.files("\n" + text).problems().filter {
            $0.contains("found `")
        }
        #expect(refused.count == (place == 0 || place == 1 ? 0 : ranges.count), "\(refused)")
    }
}
