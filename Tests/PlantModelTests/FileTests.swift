import Foundation
import PlantModel
import Testing
import VehicleModel

@testable import axlesim

@Suite struct FileTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
    }

    /// The shipped plant file with one text replaced, read.
    private func plantError(_ old: String, _ new: String) throws -> String {
        let original = try text("Config/plants/leaf-eplus-awd.yaml")
        let broken = original.replacingOccurrences(of: old, with: new)
        #expect(broken != original)
        let error = #expect(throws: FileError.self) {
            try PlantFile.parse(broken, file: "p.yaml")
        }
        return try #require(error).description
    }

    private func scenarioError(_ text: String) throws -> String {
        let error = #expect(throws: FileError.self) {
            try ScenarioFile.parse(text, file: "s.yaml")
        }
        return try #require(error).description
    }

    @Test("a plant file's units become SI")
    func units() throws {
        let plant = try prototype()
        #expect(plant.body.mass == 1875 && abs(plant.body.wheelbase - 2.7) < 1e-12)
        #expect(plant.envelope.peakPower == 160_000)
        #expect(abs(plant.envelope.baseSpeed - 418.879) < 1e-3)
        #expect(abs(plant.battery.seriesResistance - 0.0475) < 1e-12)
        #expect(abs(plant.battery.usableEnergy - 59 * 3.6e6) < 1e-3)
        #expect(plant.battery.openCircuit.count == 13)
    }

    @Test(
        "an error names file, line, key, what stands there and what may",
        arguments: [
            (
                "mass: 1875 kg", "mass: 18 kg",
                "p.yaml:9: body.mass: found 18 kg, allowed 200 to 10000 kg"
            ),
            (
                "mass: 1875 kg", "mass: 1875",
                "p.yaml:9: body.mass: found 1875, allowed 200 to 10000 kg"
            ),
            (
                "mass: 1875 kg", "mass: 1875 kW",
                "p.yaml:9: body.mass: found 1875 kW, allowed 200 to 10000 kg"
            ),
            (
                "mass: 1875 kg", "mass: nan kg",
                "p.yaml:9: body.mass: found nan kg, allowed 200 to 10000 kg"
            ),
            (
                "  mass: 1875 kg", "  mas: 1875 kg",
                "p.yaml:9: body.mass: found nothing, allowed 200 to 10000 kg"
            ),
            (
                "mass: 1875 kg", "mass: 1875 kg\n  masss: 1 kg",
                "p.yaml:10: body.masss: found a key that is not known, allowed for example mass"
            ),
            (
                "- [5 %, 3.43 V]", "- [5 %, 3.43]",
                "found [5 %, 3.43], allowed a pair of % and V"
            ),
            (
                "- [5 %, 3.43 V]", "- [5 %, 3.10 V]",
                "battery.open_circuit: found 13 points, allowed two or more that rise in both"
            ),
            (
                "rated_speed: 4600 rpm", "rated_speed: 3600 rpm",
                "motor_envelope.rated_speed: found an order"
            ),
            ("wheelbase: 2700 mm", "wheelbase: [1]", "body.wheelbase: found [1], allowed 1 to 6 m"),
            ("name: LEAF", "name: [LEAF", "found text that is not YAML"),
            (
                "temperature: 20 C ", "temperature: 20 ",
                "battery.temperature: found 20, allowed -40 to 80 C"
            ),
            (
                "[[-20 C, 4.0], [-10 C, 2.6]", "[[-20 C, 4.0], [-20 C, 2.6]",
                "battery.resistance_by_temperature: found 6 points, allowed one or more of rising"
            ),
            (
                "    anti_pitch: 0.28 ", "    lash: 3 deg\n    anti_pitch: 7 ",
                "axles.rear.anti_pitch: found 7, allowed -0.5 to 0.5"
            ),
            (
                "    rotor_inertia: 0.055 kg m2\n",
                "    rotor_inertia: 0.001 kg m2\n    lash: 3 deg\n",
                "axles.rear.lash: found a rotor of 0.067 kg m2 at the wheels"
            ),
            (
                "  lag: 80 ms ", "  antilock: maybe\n  lag: 80 ms ",
                "brakes.antilock: found maybe, allowed yes, no"
            ),
        ]
    )
    func plantErrors(old: String, new: String, message: String) throws {
        let error = try plantError(old, new)
        #expect(error.contains(message), "\(error)")
    }

    @Test("what may be left out has its default, and what is given is read")
    func optional() throws {
        let plain = try PlantFile.read(
            repository.appendingPathComponent("Config/plants/leaf-eplus.yaml").path
        )
        #expect(plain.body.track == 1.54 && plain.tyre.lateralFriction == plain.tyre.friction)
        #expect(abs(plain.body.yawInertia - 1731 * 2.7 * 2.7 * 0.58 * 0.42) < 1e-6)
        #expect(plain.brakes.antilock == AntilockParameters() && !plain.brakes.isBlended)
        #expect(plain.front.drive?.shaft == nil && plain.front.drive?.heat == nil)
        #expect(plain.rear.drive == nil && plain.rear.antiPitch == 0)
        #expect(plain.front.lateralStiffness == nil && plain.battery.heat.capacity == nil)
        #expect(plain.battery.slowPolarisation == nil)
        #expect(plain.battery.weakestCell == WeakestCell())
        let changes = [
            (
                "  track: 1540 mm",
                "  yaw_inertia: 3000 kg m2\n  front_roll_share: 60 %\n  track: 1.6 m"
            ),
            ("  lag: 80 ms", "  antilock: no\n  blending: yes\n  lag: 80 ms"),
            (
                "    anti_pitch: 0.28",
                """
                    lash: 3 deg
                    shaft_stiffness: 9000 Nm/rad
                    inverter: {transport_delay: 1 ms, torque_lag: 2 ms, command_timeout: 50 ms}
                    motor_heat: {capacity: 20 kJ/K, cooling: 100 W/K, coolant: 60 C,
                        derates_from: 140 C, derates_to: 160 C}
                    anti_pitch: 0.1
                """
            ),
            ("  temperature: 20 C", "  slow_polarisation_resistance: 9 mohm\n  temperature: -5 C"),
        ]
        var text = try text("Config/plants/leaf-eplus-awd.yaml")
        for (old, new) in changes {
            try #require(text.contains(old))
            text = text.replacingOccurrences(of: old, with: new)
        }
        let plant = try PlantFile.parse(text, file: "p.yaml")
        #expect(plant.body.yawInertia == 3000 && plant.body.track == 1.6)
        #expect(plant.body.frontRollShare == 0.6 && plant.brakes.antilock == nil)
        #expect(plant.brakes.isBlended && plant.front.drive?.shaft == nil)
        let drive = try #require(plant.rear.drive)
        let shaft = try #require(drive.shaft)
        #expect(abs(shaft.lash - .degrees(3)) < 1e-12)
        #expect(shaft.stiffness == 9000 && shaft.damping == 40)
        #expect(drive.inverter?.commandTimeout == 0.05 && drive.envelope == nil)
        #expect(drive.heat?.capacity == 20_000 && drive.heat?.lossShare == 0.7)
        let slow = try #require(plant.battery.slowPolarisation)
        #expect(abs(slow.resistance - 0.009) < 1e-12 && slow.time == 60)
        #expect(plant.battery.heat.ambient == -5 && plant.battery.heat.capacity == 370_000)
        #expect(abs(plant.battery.heat.resistanceFactor(at: -5) - 2.2) < 1e-12)
    }

    @Test("a file that is not there is named")
    func missing() {
        #expect(
            throws: FileError(file: "/nowhere.yaml", line: nil, key: "", problem: "cannot be read")
        ) {
            try PlantFile.read("/nowhere.yaml")
        }
    }

    @Test(
        "a scenario's errors name the phase's line",
        arguments: [
            ("", "s.yaml:1: found no keys, allowed KEY: VALUE lines"),
            ("name: x\nphases: 3\n", "s.yaml:2: phases: found 3, allowed a list of one or more"),
            (
                "name: x\nphases:\n  - phase: a\n    selector: X\n    accelerator: 0 %\n    brake: 0 %\n",
                "s.yaml:4: phases[1].selector: found X, allowed P, R, N, D"
            ),
            (
                "name: x\nphases:\n  - phase: a\n    selector: D\n    accelerator: 120 %\n    brake: 0 %\n",
                "s.yaml:5: phases[1].accelerator: found 120 %, allowed 0 to 100 %"
            ),
            (
                """
                name: x
                phases:
                  - { phase: a, selector: D, accelerator: 0 %, brake: 0 %, until: { fastr: 3 km/h } }
                """,
                "s.yaml:3: phases[1].until.fastr: found a key that is not known, allowed for example faster"
            ),
            (
                """
                name: x
                phases:
                  - { phase: a, selector: D, accelerator: 0 %, brake: 0 % }
                  - { phase: b, selector: D, accelerator: 0 %, brake: 0 % }
                """,
                "s.yaml:3: phases[1].until: found nothing, allowed only in the last phase"
            ),
        ]
    )
    func scenarioErrors(text: String, message: String) throws {
        let error = try scenarioError(text)
        #expect(error.contains(message), "\(error)")
    }

    @Test("a scenario's road and pedals are read")
    func scenario() throws {
        let scenario = try ScenarioFile.parse(
            """
            name: hill
            road: { slope: 10 %, grip: 0.3 }
            phases:
              - phase: press
                selector: R
                accelerator: 25 %
                brake: 5 %
                pedals_take: 200 ms
                until: { slower: 3.6 km/h, elapsed: 1 s }
                at_most: 2 s
            """,
            file: "s.yaml"
        )
        let phase = ScenarioPhase(
            name: "press",
            controls: DriverControls(selector: .reverse, accelerator: 0.25, brake: 0.05),
            pedalTime: 0.2,
            until: [.elapsed(1), .slower(Speed(1))],
            timeLimit: 2
        )
        #expect(scenario.phases == [phase])
        #expect(abs(scenario.road.slope - atan(0.1)) < 1e-12 && scenario.road.frontGrip == 0.3)
        #expect(!scenario.tellsMotion)
    }

    @Test("a scenario's steering, wind and friction under each wheel are read")
    func bend() throws {
        let scenario = try ScenarioFile.parse(
            """
            name: bend
            road: { grip: 0.8, front_left_grip: 0.2, wind: -5 m/s }
            phases:
              - { phase: on, selector: D, accelerator: 0 %, brake: 0 %, until: { elapsed: 1 s } }
              - phase: steer
                selector: D
                accelerator: 25 %
                brake: 0 %
                steering: -3 deg
                steering_takes: 500 ms
                events:
                  - { rear_right_grip: 0.4, front_grip: 0.6, grip_takes: 0.2 s, wind: 3 m/s }
            """,
            file: "s.yaml"
        )
        #expect(scenario.tellsMotion && scenario.road.headWind == -5)
        #expect(scenario.road[.frontLeft] == 0.2 && scenario.road[.rearRight] == 0.8)
        let phase = scenario.phases[1]
        #expect(abs(phase.controls.steering + .degrees(3)) < 1e-12 && phase.steeringTime == 0.5)
        #expect(
            phase.events[0].changes == [
                .wheelGrip(.frontLeft, 0.6, over: 0.2), .wheelGrip(.frontRight, 0.6, over: 0.2),
                .wheelGrip(.rearRight, 0.4, over: 0.2), .headWind(3),
            ]
        )
        var runner = ScenarioRunner(scenario)
        let plant = Plant(try prototype())
        for _ in 0..<1250 { _ = runner.step(plant) }
        #expect(abs(runner.controls.steering + .degrees(1.5)) < .degrees(0.02))
        for _ in 0..<300 { _ = runner.step(plant) }
        #expect(runner.controls.steering == phase.controls.steering)
    }
}

// Plants that are based on others.
extension FileTests {
    /// Plant files in a directory of their own.
    private func read(_ texts: [String: String]) throws -> PlantParameters {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("axle-plants-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in texts {
            try text.write(
                to: directory.appendingPathComponent(name),
                atomically: false,
                encoding: .utf8
            )
        }
        return try PlantFile.read(directory.appendingPathComponent("car.yaml").path)
    }

    private func error(_ texts: [String: String]) throws -> String {
        let error = #expect(throws: FileError.self) { try read(texts) }
        let text = try #require(error).description
        // Without the directory.
        return text.split(separator: "/").last.map(String.init) ?? text
    }

    @Test("a plant file has the keys of the one it is based on, but for its own")
    func basedOn() throws {
        let base = try text("Config/plants/leaf-eplus-awd.yaml")
        let own = """
            name: heavier
            based_on: base.yaml
            body: {mass: 2000 kg}
            axles: {rear: {gear_ratio: 9}}
            battery: {open_circuit: [[0 %, 3 V], [100 %, 4 V]]}
            """
        let plant = try read(["car.yaml": own, "base.yaml": base])
        var expected = try prototype()
        expected.name = "heavier"
        expected.body.mass = 2000
        // What follows from the mass where the file does not say it.
        expected.body.yawInertia = 2000 * 1.35 * 1.35
        expected.rear.gearRatio = 9
        expected.battery.openCircuit = [
            OpenCircuitPoint(stateOfCharge: 0, voltage: 3),
            OpenCircuitPoint(stateOfCharge: 1, voltage: 4),
        ]
        #expect(plant == expected)
    }

    @Test("what is wrong there is told with the file in which it stands")
    func placesOfBase() throws {
        let base = try text("Config/plants/leaf-eplus-awd.yaml")
        let heavy = base.replacingOccurrences(of: "mass: 1875 kg", with: "mass: 1875 t")
        #expect(
            try error(["car.yaml": "based_on: base.yaml\n", "base.yaml": heavy])
                == "base.yaml:9: body.mass: found 1875 t, allowed 200 to 10000 kg"
        )
        let own = "based_on: base.yaml\nbody: {mas: 3 kg}\n"
        #expect(
            try error(["car.yaml": own, "base.yaml": base])
                == "car.yaml:2: body.mas: found a key that is not known, allowed for example mass"
        )
        #expect(
            try error(["car.yaml": "based_on: none.yaml\n"])
                == "car.yaml:1: based_on: found none.yaml, allowed a file that exists"
        )
        #expect(
            try error(["car.yaml": "based_on: car.yaml\n"])
                == "car.yaml:1: based_on: found car.yaml, allowed 4 files in a row"
        )
    }

    @Test("a limit beyond what the controller can tell needs the wide message")
    func wideLimits() throws {
        let base = try text("Config/plants/leaf-eplus-awd.yaml")
        let own = "based_on: base.yaml\nbattery: {discharge_limit: 300 kW}\n"
        #expect(
            try error(["car.yaml": own, "base.yaml": base]).contains(
                "battery.wide_limits: found a limit of 300.0 kW without them, allowed 255.5 kW, or yes"
            )
        )
        let wide = own.replacingOccurrences(of: "300 kW}", with: "300 kW, wide_limits: yes}")
        let plant = try read(["car.yaml": wide, "base.yaml": base])
        #expect(plant.battery.hasWideLimits && plant.battery.dischargeLimit == 300_000)
        #expect(try !prototype().battery.hasWideLimits)
    }

    @Test("a scenario that begins in a gear has three phases before its own")
    func begins() throws {
        let own = "phases:\n  - {phase: drive, selector: D, accelerator: 0 %, brake: 0 %}\n"
        let script = try ScenarioFile.parse("name: s\nbegin: D\n" + own, file: "s.yaml")
        #expect(
            script.phases.map(\.name)
                == ["wait until armed", "select the gear", "release the brake", "drive"]
        )
        #expect(script.phases[1].controls.selector == .drive && script.phases[1].controls.isBraking)
        #expect(
            script.phases[2].controls.selector == .drive && !script.phases[2].controls.isBraking
        )
        #expect(
            try scenarioError("name: s\nbegin: B\n" + own)
                == "s.yaml:2: begin: found B, allowed D, R"
        )
    }
}
