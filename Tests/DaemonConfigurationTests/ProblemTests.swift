import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite("Problems in files")
struct ProblemTests {
    /// One change of the vehicle's file, and the sentence that it must give, without its place.
    private static let vehicle: [(old: String, new: String, sentence: String)] = [
        (
            "peak_power: 160 kW", "peak_power: 160 hp",
            "axles.front.envelope.peak_power: found `160 hp`, allowed a power in kW or W from 1 to 1000 kW"
        ),
        (
            "mass: 1875 kg", "mass: 1875",
            "body.mass: found `1875`, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "mass: 1875 kg", "mass: nan kg",
            "body.mass: found `nan kg`, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "mass: 1875 kg", "mass: inf kg",
            "body.mass: found `inf kg`, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "mass: 1875 kg", "mass: 1e999 kg",
            "body.mass: found `1e999 kg`, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "mass: 1875 kg", "mass: 99.9 kg",
            "body.mass: found `99.9 kg`, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "mass: 1875 kg", "mass: 10001 kg",
            "body.mass: found `10001 kg`, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "mass: 1875 kg", "mass: [1875 kg]",
            "body.mass: found a list of 1, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "mass: 1875 kg", "mass:",
            "body.mass: found nothing, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "  mass: 1875 kg", "  # mass: 1875 kg",
            "body.mass: found nothing, allowed a mass in kg from 100 to 10000 kg"
        ),
        (
            "up: 1200 Nm/s", "up: 1200 Nm",
            "rates.up: found `1200 Nm`, allowed a rate in Nm/s from 10 to 20000 Nm/s"
        ),
        (
            "protective_down: 4000 Nm/s", "protective_down: 2400 Nm/s",
            "rates.protective_down: found 2400.0 Nm/s, allowed at least comfort_down, 2500.0 Nm/s"
        ),
        (
            "full_power_from: 4600 rpm", "full_power_from: 3999 rpm",
            "axles.front.envelope.full_power_from: found 3999.0 rpm, allowed at least "
                + "peak_torque_until, 4000.0 rpm"
        ),
        (
            "peak_power: 160 kW", "peak_power: 142 kW",
            "axles.front.envelope.peak_power: found 142.0 kW, allowed at least the power of "
                + "peak_torque at peak_torque_until, 142.4 kW"
        ),
        (
            "lift_fade: [2 km/h, 7 km/h]", "lift_fade: [7 km/h, 2 km/h]",
            "pedal_maps.drive.lift_fade: found `[7 km/h, 2 km/h]`, allowed [LOWER, UPPER], each a "
                + "speed in km/h or m/s from 0 to 50 km/h"
        ),
        (
            "exponent: 1.3", "exponent: 0.9",
            "pedal_maps.drive.exponent: found `0.9`, allowed a number without unit from 1 to 3"
        ),
        (
            "signal: car.VCM_Pedals.Pedal_A", "signal: VCM_Pedals.Pedal_A",
            "signals.pedal_a.signal: found `VCM_Pedals.Pedal_A`, allowed BUS.MESSAGE.SIGNAL"
        ),
        (
            "signal: car.VCM_Pedals.Pedal_A", "signal: cab.VCM_Pedals.Pedal_A",
            "signals.pedal_a.signal: found `cab.VCM_Pedals.Pedal_A`, allowed a signal of front or "
                + "rear or car"
        ),
        (
            "max_age: 60 ms", "max_age: 201 ms",
            "signals.pedal_a.max_age: found `201 ms`, allowed a time in ms or s from 20 to 200 ms"
        ),
        (
            "max_age: 500 ms", "max_age: 499 ms",
            "signals.discharge_limit.max_age: found `499 ms`, allowed a time in ms or s from 500 to "
                + "1000 ms"
        ),
        (
            "0xBB: drive", "0xBB: forward",
            "signals.gear_selector.values.0xBB: found `forward`, allowed park, neutral, drive, "
                + "brake, reverse"
        ),
        (
            "0xBB: drive", "187: drive, 0xBB: drive",
            "signals.gear_selector.values.0xBB: found the raw value again, allowed each once"
        ),
        (
            "otherwise: no", "otherwise: maybe",
            "signals.front_inverter_ready.otherwise: found `maybe`, allowed yes, no"
        ),
        (
            "not_available: [0x3FFF]", "not_available: [0x3FFG]",
            "signals.front_motor_speed.not_available: found `[0x3FFG]`, allowed a list of 1 to 8 "
                + "raw values such as [0x3FF]"
        ),
        (
            "{signal: front.INV_Status.INV_SpeedValid", "{signal: front.LB_Status.LB_Interlock",
            "signals.front_motor_speed.valid_when.signal: found `front.LB_Status.LB_Interlock`, "
                + "allowed a signal of front.INV_Status"
        ),
        (
            "bus: rear", "bus: front",
            "outputs.rear.bus: found `front`, the front inverter's, allowed another bus, because "
                + "both inverters take the same identifiers"
        ),
        (
            "bus: rear", "bus: back", "outputs.rear.bus: found `back`, allowed the name of a bus"
        ),
        (
            "system_ceiling: 227 kW", "system_ceiling: 0 kW",
            "power.system_ceiling: found `0 kW`, allowed a power in kW or W from 1 to 2000 kW, or none"
        ),
        (
            "period: 10 ms", "period: 20 ms",
            "period: found `20 ms`, allowed a time in ms or s from 5 to 10 ms"
        ),
    ]

    @Test("a wrong value in the vehicle's file says what is allowed", arguments: vehicle.indices)
    func vehicleProblem(index: Int) throws {
        let (old, new, sentence) = Self.vehicle[index]
        let files = try EditedFiles()
        try files.replace(.vehicle, old, new)
        let problems = files.problems()
        // What both axles share through an alias is wrong for both.
        let count = sentence.hasPrefix("axles.front.envelope") ? 2 : 1
        #expect(problems.count == count, "\(problems)")
        #expect(problems.first?.hasSuffix(": " + sentence) == true, "\(problems)")
        #expect(problems.first?.hasPrefix("vehicles/leaf-eplus-awd.yaml:") == true)
    }

    @Test("a problem says line and column of what is wrong")
    func saysWhere() throws {
        let files = try EditedFiles()
        try files.write(
            .daemon,
            "mode: watch\n"
                + (try files.text(.daemon)).replacingOccurrences(
                    of: "mode: observe\n",
                    with: ""
                )
        )
        let expected = "axled.yaml:1:7: mode: found `watch`, allowed observe, shadow, control"
        #expect(files.problems() == [expected])
    }

    @Test("all problems of both files come together, each file from top to bottom")
    func allComeTogether() throws {
        let files = try EditedFiles()
        try files.replace(.daemon, "mode: observe", "mode: watch")
        try files.replace(.daemon, "priority: 10", "priority: ten")
        try files.replace(.vehicle, "mass: 1875 kg", "mass: 1875 lb")
        try files.replace(.vehicle, "name: LEAF", "nane: LEAF")
        try files.replace(.vehicle, "creep_speed: 6 km/h", "creep_speed: 6 mph")
        try files.replace(.vehicle, "max_age: 500 ms", "max_age: 5 h")
        let keys = files.problems().map { problem in
            problem.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        }
        #expect(
            keys == [
                "mode:", "real_time.priority:", "name:", "nane:", "body.mass:",
                "pedal_maps.drive.creep_speed:", "signals.discharge_limit.max_age:",
            ]
        )
    }

    @Test("a part that is missing is one problem, not one for each of its keys")
    func missingPartsAreOneProblem() throws {
        let files = try EditedFiles()
        try files.write(.daemon, "mode: observe\n")
        let allowed = "found nothing, allowed"
        #expect(
            files.problems() == [
                "axled.yaml:1:1: buses: \(allowed) KEY: VALUE lines under it",
                "axled.yaml:1:1: sockets: \(allowed) KEY: VALUE lines under it",
                "axled.yaml:1:1: vehicle: \(allowed) the path of a vehicle file",
            ]
        )
    }

    @Test("an unknown key names the nearest known one and its place")
    func namesTheNearest() throws {
        let files = try EditedFiles()
        try files.replace(.vehicle, "mass: 1875 kg", "mas: 1875 kg")
        let problems = files.problems()
        #expect(problems.count == 2)
        #expect(
            problems.last?.contains(
                ":12:3: body.mas: found an unknown key, allowed mass (the nearest)"
            ) == true
        )
    }

    @Test("a key that stands again is an error, and the rest is still looked at", arguments: 2...4)
    func duplicatesAreErrors(count: Int) throws {
        let files = try EditedFiles()
        let again = Array(repeating: "mass: 1875 kg", count: count).joined(separator: "\n  ")
        try files.replace(.vehicle, "mass: 1875 kg", again)
        try files.replace(.vehicle, "wheelbase: 2.70 m", "wheelbase: 2.70 ft")
        let problems = files.problems()
        let repeated = problems.filter { $0.contains("body.mass: found the key again") }
        #expect(repeated.count == count - 1, "\(problems)")
        #expect(
            repeated.allSatisfy { $0.hasPrefix("vehicles/leaf-eplus-awd.yaml:\(11 + count):3:") }
        )
        #expect(problems.contains { $0.contains("body.wheelbase: found `2.70 ft`") })
        #expect(problems.count == count)
    }

    @Test("control needs the guardian's socket and every essential signal")
    func controlNeedsMore() throws {
        let files = try EditedFiles()
        try files.replace(.daemon, "mode: observe", "mode: control")
        #expect(files.problems().isEmpty)
        try files.replace(.daemon, "guard:\n  socket: /run/axle-guard/guard.sock", "")
        try files.replace(
            .vehicle,
            "  main_relay_permitted:\n    signal: front.LB_Status.LB_Main_Relay_Permission\n    max_age: 100 ms\n",
            ""
        )
        let problems = files.problems()
        #expect(problems.count == 2)
        #expect(problems.contains { $0.contains("without signals for main_relay_permitted") })
        #expect(problems.contains { $0.contains("without guard.socket") })
        try files.replace(.daemon, "mode: control", "mode: shadow")
        #expect(files.problems().isEmpty)
    }

    @Test("a motor that is turned round turns all its signs")
    func polarityIsWhole() throws {
        let files = try EditedFiles()
        try files.replace(.vehicle, "inverted: no                    #", "inverted: yes #")
        #expect(files.problems().count == 2)
        for signal in ["rear.INV_Status.MG_OutputRevolution", "rear.INV_Status.MG_EffectiveTorque"]
        {
            try files.replace(.vehicle, signal, signal + "\n    negate: yes")
        }
        #expect(files.problems().isEmpty)
        let vehicle = try DaemonConfiguration.read(path: files.path).vehicle
        #expect(vehicle.outputs.axles.rear?.isInverted == true)
        #expect(vehicle.outputs.axles.front?.isInverted == false)
        #expect(
            vehicle.inputs.filter(\.negated).map(\.quantity) == [
                .rearMotorSpeed, .rearMotorTorque, .batteryCurrent,
            ]
        )
    }

    @Test("merge keys are refused")
    func mergeKeysAreRefused() throws {
        let files = try EditedFiles()
        try files.replace(.vehicle, "  wheelbase: 2.70 m", "  <<: {wheelbase: 2.70 m}")
        let problems = files.problems()
        #expect(problems.count == 2)
        #expect(
            problems.contains {
                $0.contains("body.<<: found a merge key, allowed the keys written out")
            }
        )
        #expect(problems.contains { $0.contains("body.wheelbase: found nothing") })
    }

    @Test("more than eight buses, and none, are refused")
    func countsBuses() throws {
        let files = try EditedFiles()
        for index in 3...7 {
            try files.replace(.daemon, "  car: ", "  bus\(index): {address: can\(index)}\n  car: ")
        }
        #expect(files.problems().isEmpty)
        try files.replace(.daemon, "  car: ", "  bus8: {address: can8}\n  car: ")
        let problems = files.problems()
        #expect(problems.count == 1)
        #expect(problems.first?.contains("buses: found 9 buses, allowed 1 to 8") == true)
    }
}
