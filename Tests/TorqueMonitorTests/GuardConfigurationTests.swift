import CANFrames
import Foundation
import GuardConfiguration
import Testing
import TorqueMonitor

/// The package's folder.
let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

private let shippedExample = packageRoot + "/Config/guard.yaml"

@Suite struct GuardConfigurationTests {
    @Test("the shipped example is valid and means what it says")
    func example() throws {
        let settings = try GuardConfigurationReader.read(path: shippedExample)
        #expect(settings.socketPath == "/run/axle-guard/guard.sock")
        #expect(settings.realTimePriority == 20)
        #expect(settings.addresses.front?.value == "can0")
        #expect(settings.addresses.rear?.value == "can1")
        #expect(settings.addresses.car.value == "can2")
        let monitor = settings.monitor
        #expect(monitor.allowList.count == 6)
        for axle in [Axle.front, .rear] {
            for (id, role) in [(UInt32(0x11A), FrameRole.gear), (0x1D4, .torque), (0x50B, .state)] {
                let number = try #require(FrameID(standard: id))
                let place = try #require(monitor.allowList.index(of: number, on: axle))
                #expect(monitor.allowList[place]?.role == role)
            }
        }
        #expect(monitor.timing.silence == 20_000_000)
        #expect(monitor.timing.commandAge == 20_000_000)
        #expect(monitor.timing.foreignSender == 1_000_000_000)
        #expect(monitor.bounds.envelopeMargin == 40)
        #expect(monitor.bounds.oppositeTorque == 48)
        #expect(monitor.bounds.releaseRamp == 8000)
        #expect(monitor.bounds.copperLoss == 60)
        #expect(monitor.bounds.envelope.rear.torque(at: 4600) == 1360)
        #expect(monitor.bounds.envelope.front.torque(at: 10_400) == 0)
        #expect(monitor.inputs[.dischargeLimit]?.bus == .front)
        #expect(monitor.inputs[.rearSpeed]?.age == 200_000_000)
    }

    @Test(
        "each error names file, line, key, what was found and what is allowed",
        arguments: [
            (
                "silence: 20 ms", "silence: 9 ms",
                "timing.silence: found \"9 ms\", allowed 10 ms to 50 ms"
            ),
            ("silence: 20 ms", "silence: 51 ms", "timing.silence: found \"51 ms\", allowed 10 ms"),
            (
                "silence: 20 ms", "silence: 20",
                "timing.silence: found \"20\", allowed 10 ms to 50 ms"
            ),
            ("silence: 20 ms", "silence: nan ms", "timing.silence: found \"nan ms\""),
            ("silence: 20 ms", "silence: 1e99 s", "timing.silence: found \"1e99 s\""),
            ("silence: 20 ms", "silense: 20 ms", "timing.silense: found an unknown key"),
            ("silence: 20 ms", "silense: 20 ms", "the nearest is silence"),
            ("  silence: 20 ms\n", "", "timing.silence: found nothing"),
            ("envelope_margin: 10 Nm", "envelope_margin: 10.1 Nm", "in steps of 0.25 Nm"),
            (
                "pedal_a: {bus: car", "pedal_a: {bus: middle",
                "inputs.pedal_a.bus: found \"middle\", allowed front, rear, car"
            ),
            ("id: 0x1D4", "id: 0x800", "id: found \"0x800\", allowed a hexadecimal identifier"),
            ("id: 0x1D4", "id: 468", "id: found \"468\""),
            (
                "id: 0x1D4, length: 8", "id: 0x1D4, length: 7",
                "length: found 7, allowed 8 for torque"
            ),
            ("id: 0x50B", "id: 0x11A", "id: found \"0x11A\" again"),
            ("role: gear", "role: state", "allow.front: found no frame of role gear"),
            ("role: gear", "role: torque", "its role again"),
            (
                "role: gear, period: 10 ms", "role: gear, period: 10 ms, inverted: yes",
                "inverted: found \"yes\", allowed no where the role is not torque"
            ),
            (
                "role: torque, period: 10 ms", "role: torque, period: 10 ms, inverted: 1",
                "inverted: found \"1\", allowed no, yes"
            ),
            ("rear: can1", "rear: can0", "buses.rear: found \"can0\", the front's"),
            ("socket: /run/axle-guard/guard.sock", "socket: []", "socket: found a list of 0"),
            (
                "speed: 4600 rpm", "speed: 0 rpm",
                "speed: found 0 rpm, allowed more than the point before"
            ),
            ("real_time_priority: 20", "real_time_priority: 100", "found \"100\", allowed 0 to 99"),
            ("disarm_frames: 3", "disarm_frames: 3.5", "disarm_frames: found \"3.5\""),
        ]
    )
    func mistakes(right: String, wrong: String, message: String) throws {
        let text = try String(contentsOfFile: shippedExample, encoding: .utf8)
        let before = try #require(text.range(of: right))
        let broken = text.replacingCharacters(in: before, with: wrong)
        let line = text[..<before.lowerBound].split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).count
        let error = #expect(throws: GuardConfigurationError.self) {
            try GuardConfigurationReader.parse(broken, file: "g.yaml")
        }
        let problem = try #require(error?.problems.first { $0.contains(message) })
        #expect(problem.hasPrefix("g.yaml:"))
        if !wrong.isEmpty, !message.contains("no frame") {
            #expect(problem.hasPrefix("g.yaml:\(line): key "), "\(problem)")
        }
    }

    @Test("an axle without a motor is left out: its frames, inputs, envelope, and bus")
    func oneMotor() throws {
        let path = packageRoot + "/Config/guards/leaf-eplus.yaml"
        let settings = try GuardConfigurationReader.read(path: path)
        let monitor = settings.monitor
        #expect(monitor.allowList.undriven == .rear && monitor.allowList.count == 3)
        #expect(!monitor.bounds.envelope.rear.isUsable)
        #expect(monitor.inputs[.rearSpeed] == nil && monitor.inputs[.rearTorque] == nil)
        #expect(settings.addresses.rear == nil && settings.addresses.front?.value == "can0")
    }

    @Test(
        "what stands there of an axle that is left out is an error, and so is what is read from no bus",
        arguments: [
            (
                "guard.yaml", "  rear: *frames\n", "",
                [
                    "inputs.rear_speed: found something of an axle that allow leaves out",
                    "inputs.rear_torque: found something", "envelope.rear: found something",
                    "bounds.opposite_torque: found something of two motors, allowed nothing",
                    "driver.rear_load_share: found something of two motors",
                    "driver.load_transfer: found something of two motors",
                    "driver.rear_share_margin: found something of two motors",
                ]
            ),
            (
                "guards/leaf-eplus.yaml", "pack_voltage: {bus: front", "pack_voltage: {bus: rear",
                ["buses.rear: found nothing, allowed an interface"]
            ),
            ("guards/leaf-eplus.yaml", "  front: can0\n", "", ["buses.front: found nothing"]),
            (
                "guards/leaf-eplus.yaml", "  front: can0\n", "  front: can0\n  rear: can0\n",
                ["buses.rear: found \"can0\", the front's, allowed another bus"]
            ),
            (
                "guards/leaf-eplus.yaml", "  front: can0\n  # Only", "  front: can1\n  # Only",
                ["buses.car: found \"can1\", the front's, allowed another bus"]
            ),
            (
                "guards/leaf-eplus.yaml", "role: gear", "role: state",
                ["allow.front: found no frame of role gear, allowed exactly one of it"]
            ),
            (
                "guards/leaf-eplus.yaml", "  front_speed:", "  rear_speed:",
                [
                    "inputs.front_speed: found nothing",
                    "inputs.rear_speed: found something of an axle that allow leaves out, "
                        + "allowed nothing: such an axle has no motor",
                ]
            ),
        ]
    )
    func oneMotorMistakes(file: String, right: String, wrong: String, messages: [String]) throws {
        let path = packageRoot + "/Config/" + file
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let before = try #require(text.range(of: right))
        let error = #expect(throws: GuardConfigurationError.self) {
            try GuardConfigurationReader.parse(
                text.replacingCharacters(in: before, with: wrong),
                file: "g.yaml"
            )
        }
        let problems = try #require(error?.problems)
        #expect(problems.count == messages.count, "\(problems)")
        for message in messages {
            #expect(problems.contains { $0.contains(message) }, "\(problems)")
        }
    }

    @Test("one axle at least has frames")
    func noAxle() throws {
        let text = try String(contentsOfFile: shippedExample, encoding: .utf8)
        let start = try #require(text.range(of: "allow:\n"))
        let end = try #require(text.range(of: "  rear: *frames\n"))
        let error = #expect(throws: GuardConfigurationError.self) {
            try GuardConfigurationReader.parse(
                text.replacingCharacters(in: start.upperBound..<end.upperBound, with: "  {}\n"),
                file: "g.yaml"
            )
        }
        let problems = try #require(error?.problems)
        for axle in ["front", "rear"] {
            #expect(problems.contains { $0.contains("allow.\(axle): found nothing") })
        }
    }

    /// The example with `inverted` in the torque frame of both axles.
    private func inverted(_ word: String) throws -> String {
        try String(contentsOfFile: shippedExample, encoding: .utf8).replacing(
            "role: torque, period: 10 ms",
            with: "role: torque, period: 10 ms, inverted: \(word)"
        )
    }

    @Test("a unit mounted the other way is one word", arguments: [("yes", true), ("no", false)])
    func inverted(word: String, isInverted: Bool) throws {
        var text = try inverted(word)
        if isInverted {
            text = text.replacing("scale: 1 rpm", with: "scale: -1 rpm")
                .replacing("18|11@0-, scale: 0.5 Nm", with: "18|11@0-, scale: -0.5 Nm")
        }
        let list = try GuardConfigurationReader.parse(text, file: "g.yaml").monitor.allowList
        for axle in [Axle.front, .rear] {
            let torque = try #require(list.index(of: FrameRole.torque, on: axle))
            let gear = try #require(list.index(of: FrameRole.gear, on: axle))
            #expect(list[torque]?.isInverted == isInverted)
            #expect(list[gear]?.isInverted == false)
        }
    }

    @Test("what an inverted unit says must be turned too")
    func invertedInputs() throws {
        let text = try inverted("yes")
        let error = #expect(throws: GuardConfigurationError.self) {
            try GuardConfigurationReader.parse(text, file: "g.yaml")
        }
        let problems = try #require(error?.problems)
        #expect(problems.count == 4)
        for key in ["front_speed", "rear_speed", "front_torque", "rear_torque"] {
            let sentence =
                "key inputs.\(key): found a scale above 0, allowed one below 0 where the axle's "
                + "torque frame is inverted"
            #expect(problems.contains { $0.hasSuffix(sentence) }, "\(problems)")
        }
    }

    @Test("all mistakes are told at once, in the file's order")
    func several() throws {
        let error = #expect(throws: GuardConfigurationError.self) {
            try GuardConfigurationReader.parse("sockett: x\ntiming: 3\n", file: "g.yaml")
        }
        let problems = try #require(error?.problems)
        #expect(problems.contains { $0.hasPrefix("g.yaml:1: key sockett: found an unknown key") })
        #expect(problems.contains { $0.hasPrefix("g.yaml:2: key timing: found \"3\"") })
        #expect(problems.count > 5)
    }

    @Test(
        "what is no YAML, empty, doubled, or not there gets one sentence with its place",
        arguments: [
            ("a: [", "g.yaml:"), ("", "g.yaml:1: found an empty file"),
            ("a: 1\na: 2\n", "found more than once"), ("- 1\n- 2\n", "found a list of 2"),
        ]
    )
    func noMapping(text: String, message: String) throws {
        let error = #expect(throws: GuardConfigurationError.self) {
            try GuardConfigurationReader.parse(text, file: "g.yaml")
        }
        let problem = try #require(error?.problems.first)
        #expect(problem.contains(message))
    }

    @Test("a missing file is one sentence")
    func missingFile() throws {
        let error = #expect(throws: GuardConfigurationError.self) {
            try GuardConfigurationReader.read(path: "/nonexistent/guard.yaml")
        }
        let problem = try #require(error?.problems.first)
        #expect(problem.hasPrefix("/nonexistent/guard.yaml: cannot be"))
    }
}
