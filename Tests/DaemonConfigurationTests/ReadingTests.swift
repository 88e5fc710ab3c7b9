import ControlCore
import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite("What files may say")
struct ReadingTests {
    @Test("nothing but what must be there gives the harmless defaults")
    func defaultsAreHarmless() throws {
        let files = try EditedFiles()
        let text = """
            vehicle: vehicles/leaf-eplus-awd.yaml
            buses: {front: {address: can0}, rear: {address: "unix:rear.bus"}, car: {address: can2}}
            sockets: {state: state.sock, control: /run/control.sock}
            """
        try files.write(.daemon, text)
        let configuration = try DaemonConfiguration.read(path: files.path)
        #expect(configuration.mode == .observe)
        #expect(configuration.guardSocket == nil)
        #expect(configuration.recording == nil)
        #expect(configuration.realTime == RealTimeDescription(priority: nil, locksMemory: false))
        #expect(configuration.sockets.stateGroup == nil)
        #expect(configuration.sockets.controlGroup == nil)
        #expect(configuration.buses[0].databases.isEmpty)
        #expect(configuration.buses[0].receivesErrors)
        #expect(configuration.warnings.isEmpty)
    }

    @Test("relative paths begin at the file's directory")
    func pathsBeginAtTheFile() throws {
        let files = try EditedFiles()
        try files.replace(.daemon, "address: can1", "address: unix:rear.bus")
        try files.replace(.daemon, "/run/axle/state.sock", "state.sock")
        try files.replace(.daemon, "real_time:", "recording: {path: logs}\nreal_time:")
        let configuration = try DaemonConfiguration.read(path: files.path)
        let directory = files.directory + "/Config/"
        #expect(configuration.buses[1].address == "unix:" + directory + "rear.bus")
        #expect(configuration.sockets.state == directory + "state.sock")
        #expect(configuration.recording?.path == directory + "logs")
        #expect(configuration.recording?.flushInterval == .seconds(1))
        #expect(configuration.buses[1].databases == [directory + "../DBC/leaf-ev.dbc"])
    }

    @Test("an adapter is left as it is but for what the file says")
    func adapter() throws {
        let files = try EditedFiles()
        #expect(try DaemonConfiguration.read(path: files.path).buses[0].adapter == nil)
        let text =
            "    address: can0\n    configure: {bitrate: 0.5 Mbit/s, sample_point: 87.5 %, "
            + "restart_after: never, listen_only: yes, loopback: no}\n"
            + "    recovery: {restart_after: 1 s, times: 5}\n"
        try files.replace(.daemon, "    address: can0\n", text)
        try files.replace(
            .daemon,
            "    address: can1\n",
            "    address: can1\n    configure: {restart_after: 0.2 s, bitrate: none}\n"
        )
        let buses = try DaemonConfiguration.read(path: files.path).buses
        var asked = AdapterDescription()
        asked.bitrate = 500_000
        asked.samplePoint = 875
        asked.restartMilliseconds = 0
        asked.listensOnly = true
        asked.loopsBack = false
        #expect(buses[0].adapter == asked)
        var restart = AdapterDescription()
        restart.restartMilliseconds = 200
        #expect(buses[1].adapter == restart)
        #expect(buses[2].adapter == nil)
        #expect(buses[1].recovery == nil)
        #expect(
            buses[0].recovery
                == RecoveryDescription(delay: .seconds(1), longestDelay: .seconds(10), limit: 5)
        )
    }

    @Test("what recording says about files, times and room is read")
    func recording() throws {
        let files = try EditedFiles()
        let text =
            "recording: {path: /a/, autostart: no, directions: yes, sync_interval: none, "
            + "rotate_size: 2 GB, rotate_after: 90 min, keep_free: 0.5 GB, black_box: 2 min, "
            + "black_box_size: 64 MB, dump_on_fault: no}\n"
        try files.replace(.daemon, "real_time:", text + "real_time:")
        let recording = try #require(try DaemonConfiguration.read(path: files.path).recording)
        #expect(recording.path == "/a/")
        #expect(!recording.startsAtOnce)
        #expect(recording.marksDirection)
        #expect(recording.syncInterval == nil)
        #expect(recording.rotationSize == 2_000_000_000)
        #expect(recording.rotationAge == .seconds(5400))
        #expect(recording.freeSpaceFloor == 500_000_000)
        #expect(recording.blackBoxSpan == .seconds(120))
        #expect(recording.blackBoxSize == 64_000_000)
        #expect(!recording.dumpsAtFaults)
        try files.replace(.daemon, text, "recording: {path: /a/, keep_free: none}\n")
        let plain = try #require(try DaemonConfiguration.read(path: files.path).recording)
        #expect(plain.startsAtOnce)
        #expect(!plain.marksDirection)
        #expect(plain.syncInterval == .seconds(10))
        #expect(plain.rotationSize == nil)
        #expect(plain.rotationAge == nil)
        #expect(plain.freeSpaceFloor == 0)
        #expect(plain.blackBoxSpan == .seconds(30))
        #expect(plain.blackBoxSize == 16_000_000)
        #expect(plain.dumpsAtFaults)
    }

    @Test("a unit is converted, with or without a blank, and either sort of share is taken")
    func unitsAreConverted() {
        #expect(Scale.power.value(of: "0.5 kW") == 500)
        #expect(Scale.power.value(of: "500W") == 500)
        #expect(Scale.power.value(of: "5e2  W") == 500)
        #expect(Scale.power.value(of: "-5 W") == -5)
        #expect(Scale.length.value(of: "2700 mm") == 2.7)
        #expect(Scale.time.value(of: "1 s") == 1)
        #expect(Scale.time.value(of: "10 ms") == 0.01)
        #expect(Scale.share.value(of: "50 %") == 0.5)
        #expect(Scale.share.value(of: "0.5") == 0.5)
        #expect(Scale.rotation.value(of: "30 rpm") == .pi)
        #expect(Scale.speed.value(of: "36 km/h") == 10)
    }

    @Test(
        "a text that is no finite number with the right unit is none",
        arguments: [
            "", " ", "kW", "5", "5 KW", "5 kW ", "5 kWh", "nan kW", "inf kW", "infinity kW",
            "1e999 kW",
            "1e308 kW", "0x10 kW", "1,000 kW", "1_000 kW", "--5 kW", "5 5 kW", "٥ kW", "5\tkW",
            "5 k W",
        ]
    )
    func noNumber(text: String) {
        #expect(Scale.power.value(of: text) == nil)
    }

    @Test("raw values are decimal or hexadecimal, with a sign")
    func rawValues() {
        #expect(Section.whole("0x3FF") == 1023)
        #expect(Section.whole("-2048") == -2048)
        #expect(Section.whole("-0x10") == -16)
        #expect(Section.whole("0") == 0)
        for text in ["", "-", "0x", "+1", "1.0", "0x-1", "--1", "9999999999999999999", "0b1", "1 "]
        {
            #expect(Section.whole(text) == nil, "\(text)")
        }
    }

    @Test("the envelope can be given by points")
    func envelopeByPoints() throws {
        let files = try EditedFiles()
        try files.replace(
            .vehicle,
            "    envelope: *em57",
            "    envelope:\n      reference_voltage: 350 V\n"
                + "      points: {0 rpm: 300 Nm, 5000 rpm: 300 Nm, 10000 rpm: 0 Nm}"
        )
        let rear = try DaemonConfiguration.read(path: files.path).vehicle.parameters.axles.rear
        func torque(_ rpm: Double) -> Double {
            let speed = RotationalSpeed(revolutionsPerMinute: rpm)
            return rear.envelope.greatestTorque(at: speed, voltage: nil).rawValue
        }
        #expect(torque(100) == 300)
        #expect(abs(torque(7500) - 150) < 0.5)
        #expect(torque(10_000) == 0)
    }

    @Test(
        "points that are no envelope are refused",
        arguments: [
            "{0 rpm: 300 Nm}", "{0 rpm: 300 Nm, 100 rpm: 10 Nm}", "{10 rpm: 300 Nm, 100 rpm: 0 Nm}",
            "{0 rpm: 300 Nm, 200 rpm: 5 Nm, 100 rpm: 0 Nm}",
            "{0 rpm: 300 Nm, 0 rad/s: 5 Nm, 100 rpm: 0 Nm}",
            "{0 rpm: 300 Nm, 100: 0 Nm}", "{0 rpm: 300, 100 rpm: 0 Nm}",
            "{0 rpm: -1 Nm, 100 rpm: 0 Nm}",
            "{}", "[0 rpm]",
        ]
    )
    func refusesPoints(points: String) throws {
        let files = try EditedFiles()
        try files.replace(
            .vehicle,
            "    envelope: *em57",
            "    envelope:\n      reference_voltage: 350 V\n      points: \(points)"
        )
        let problems = files.problems()
        #expect(!problems.isEmpty)
        #expect(problems.allSatisfy { $0.contains("axles.rear.envelope.points") }, "\(problems)")
    }

    @Test("figures beside points are unknown keys")
    func pointsStandAlone() throws {
        let files = try EditedFiles()
        try files.replace(
            .vehicle,
            "      taper: 5 %",
            "      points: {0 rpm: 300 Nm, 100 rpm: 0 Nm}\n      taper: 5 %"
        )
        #expect(files.problems().contains { $0.contains("envelope.taper: found an unknown key") })
    }

    @Test("an enumeration has 1 to 8 raw values", arguments: [0, 1, 8, 9])
    func enumerationHasValues(count: Int) throws {
        let files = try EditedFiles()
        let values = (0..<count).map { "\($0): drive" }.joined(separator: ", ")
        try files.replace(.vehicle, "{0xAA: neutral, 0xBB: drive, 0x99: reverse}", "{\(values)}")
        let problems = files.problems()
        guard !(1...8).contains(count) else {
            #expect(problems.isEmpty)
            return
        }
        let sentence = "signals.gear_selector.values: found \(count) raw values, allowed 1 to 8"
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix(sentence) == true, "\(problems)")
    }

    @Test("without a system ceiling there is none")
    func noCeiling() throws {
        let files = try EditedFiles()
        try files.replace(.vehicle, "system_ceiling: 227 kW", "system_ceiling: none")
        let power = try DaemonConfiguration.read(path: files.path).vehicle.parameters.power
        #expect(power.systemCeiling == Power(.infinity))
    }

    @Test("what is probably not meant is a warning with its place")
    func warns() throws {
        let files = try EditedFiles()
        try files.replace(.daemon, "mode: observe", "mode: control")
        try files.replace(.daemon, "lock_memory: yes", "lock_memory: no")
        try files.replace(.vehicle, "car.VCM_Pedals.Pedal_B", "car.VCM_Pedals.Pedal_A")
        try files.replace(.vehicle, "system_ceiling: 227 kW", "system_ceiling: 330 kW")
        let warnings = try DaemonConfiguration.read(path: files.path).warnings
        #expect(warnings.map(\.key) == ["signals.pedal_b", "power.system_ceiling", "mode"])
        #expect(
            warnings.last?.description.hasSuffix(
                "axled.yaml:11:7: warning: mode: control without real_time.priority and lock_memory misses cycles"
            ) == true
        )
    }

    @Test("an input that is not in the file is never valid")
    func unboundInputsAreNeverValid() throws {
        let files = try EditedFiles()
        try files.replace(
            .vehicle,
            "  longitudinal_acceleration:\n    signal: car.Dynamics.Longitudinal_Acceleration\n"
                + "    range: [-15 m/s2, 15 m/s2]      # assumed: one and a half times gravity\n"
                + "    max_age: 100 ms\n",
            ""
        )
        let vehicle = try DaemonConfiguration.read(path: files.path).vehicle
        #expect(!vehicle.inputs.contains { $0.quantity == .longitudinalAcceleration })
        let rule = vehicle.parameters.inputs[.longitudinalAcceleration]
        let now = Instant(nanoseconds: 2_000_000)
        let arrival = Instant(nanoseconds: 1_000_000)
        #expect(
            rule.judge(InputSample(value: 0, arrival: arrival, quality: .valid), at: now)
                == .missing
        )
    }
}
