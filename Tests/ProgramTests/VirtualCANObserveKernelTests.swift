import FrameLogs
import Foundation
import SerialAdapter
import Testing

extension RunningPrograms {
    /// A daemon that only watches, on virtual CAN.
    @Suite struct VirtualCANObserveKernelTests {
        @Test(
            "a drive of the plant, played by canplayer, is answered as it was recorded, and nothing is sent"
        )
        func plant() async throws {
            let interfaces = try await VirtualBuses()
            let drive = try await KillBench(try Prototype(interfaces.buses))
            let log = drive.prototype.folder.file("candump.log")
            let candump = try Program(
                "/usr/bin/candump",
                ["-L", interfaces.buses.front],
                in: drive.prototype.folder
            )
            try await drive.driveToTorque()
            try await Task.sleep(for: .seconds(1))
            try await candump.killAndReap()
            // The last line may be half a one.
            let lines = candump.output.split(separator: "\n").dropLast().map { $0 + "\n" }
            try lines.joined().write(toFile: log, atomically: true, encoding: .utf8)
            for program in [drive.prototype.armer, drive.prototype.plant, drive.prototype.daemon] {
                try await program?.killAndReap()
            }
            try await observe(log, of: interfaces.buses.front, expecting: .atLeast(300))
        }

        @Test(
            "a real car's drive, played by canplayer, is answered as it was recorded, and nothing is sent",
            .enabled(if: Self.recordings != nil, "AXLE_RECORDINGS names no folder of recordings")
        )
        func realCar() async throws {
            let log = try #require(Self.recordings) + "/leaf-eplus-drive-a.log"
            try await observe(log, of: "can0", expecting: .exactly(25_832))
        }

        @Test("the trace finds a send on a CAN socket where there is one")
        func traceFinds() async throws {
            let interfaces = try await VirtualBuses()
            let folder = try TestFolder()
            let sender = try Program(
                "/usr/bin/cansend",
                [interfaces.buses.front, "123#01"],
                in: folder,
                tracer: SystemCallTrace.tracer(writingTo: folder.file("trace"))
            )
            #expect(try await sender.end() == 0)
            let trace = try SystemCallTrace(folder.file("trace"))
            #expect(trace.canSockets == 1)
            #expect(trace.sendsOnCAN.count == 1)
        }

        private enum Count {
            case exactly(Int)
            case atLeast(Int)
        }

        private static var recordings: String? {
            ProcessInfo.processInfo.environment["AXLE_RECORDINGS"]
        }

        /// Plays a log to an observing daemon under strace, and compares what it answers.
        private func observe(_ log: String, of source: String, expecting count: Count) async throws
        {
            let interfaces = try await VirtualBuses()
            let prototype = try Prototype(interfaces.buses)
            let tracePath = prototype.folder.file("trace")
            try await prototype.startDaemon(
                mode: "observe",
                tracer: SystemCallTrace.tracer(writingTo: tracePath)
            )
            _ = try await prototype.bus("front", becomes: "up")
            let player = try Program(
                "/usr/bin/canplayer",
                ["-I", log, "\(interfaces.buses.front)=\(source)"],
                in: prototype.folder
            )
            #expect(try await player.end(within: 120) == 0, "\(player.errors)")
            let last = try LastFrames(ofLog: log)
            let expected = [
                "LB_Total_Voltage": BatteryFrame.voltage(try #require(last.bytes[0x1DB])),
                "LB_Current": BatteryFrame.current(try #require(last.bytes[0x1DB])),
                "Discharge_Power_Limit":
                    BatteryFrame.dischargeLimit(try #require(last.bytes[0x1DC])),
            ]
            for (name, value) in expected.sorted(by: { $0.key < $1.key }) {
                let answer = try SignalValue(
                    parsing: try await prototype.ask("get", "front.*." + name, "--json")
                )
                print("get \(answer.name): \(answer.value ?? .nan); the log's last frame: \(value)")
                #expect(answer.value == value)
            }
            let bus = try await prototype.bus("front")
            print(
                "observed \(bus.received) of \(last.count) frames, \(bus.lost) lost, ",
                terminator: ""
            )
            print("\(bus.badChecksums) bad checksums, \(bus.counterGaps) counter gaps")
            switch count {
            case .exactly(let count): #expect(last.count == count)
            case .atLeast(let count): #expect(last.count >= count)
            }
            #expect(bus.received == last.count)
            #expect(bus.lost == 0)
            #expect(bus.badChecksums == 0)
            // A virtual interface has no controller that could acknowledge: see the tests on can0.
            #expect(bus.acknowledgement == "virtual")
            #expect(bus.warning == nil)
            _ = try await prototype.ask("stop")
            #expect(try await prototype.daemon?.end(within: 30) == 0)
            let trace = try SystemCallTrace(tracePath)
            print(
                "strace: \(trace.canSockets) CAN sockets, \(trace.sends) sends and writes, ",
                terminator: ""
            )
            print("\(trace.sendsOnCAN.count) of them on a CAN socket")
            #expect(trace.canSockets >= 3)
            #expect(trace.sends > 0)
            #expect(trace.sendsOnCAN.isEmpty)
        }
    }

    /// A daemon on an emulated or real controller, can0, with can1 on the same bus.
    @Suite struct DaemonAdapterKernelTests {
        @Test(
            "a controller that would acknowledge frames is warned of; one in listen-only mode is not"
        )
        func warning() async throws {
            let interfaces = try await VirtualBuses()
            for listenOnly in [false, true] {
                try await configure("can0", listenOnly: listenOnly)
                let prototype = try Prototype(
                    Prototype.Buses(
                        front: "can0",
                        rear: interfaces.buses.rear,
                        car: interfaces.buses.car
                    )
                )
                try await prototype.startDaemon(mode: "observe")
                _ = try await prototype.bus("front", becomes: "up")
                let bus = try await prototype.bus("front")
                print(try await prototype.ask("buses"))
                #expect(bus.acknowledgement == (listenOnly ? "silent" : "acknowledges"))
                #expect((bus.warning?.contains("listen-only") ?? false) == !listenOnly)
            }
        }

        @Test("the daemon sets an adapter up where its file asks for it, and says what was refused")
        func setUp() async throws {
            let interfaces = try await VirtualBuses()
            try await configure("can0", listenOnly: false)
            let prototype = try Prototype(
                Prototype.Buses(
                    front: "can0",
                    rear: interfaces.buses.rear,
                    car: interfaces.buses.car
                )
            )
            prototype.busOptions = ", configure: {bitrate: 250 kbit/s, listen_only: yes}"
            try await prototype.startDaemon(mode: "observe")
            var text = ""
            for _ in 0..<100 where !text.contains("250 kbit/s") {
                try await Task.sleep(for: .milliseconds(100))
                text = try await prototype.ask("buses")
            }
            print(text)
            #expect(try await prototype.bus("front").acknowledgement == "silent")
            #expect(text.contains("front: controller error-active; 250 kbit/s"))
            #expect(
                text.contains(
                    "warning: rear: \(interfaces.buses.rear) is not as configured: setting the "
                )
            )
            #expect(text.contains("the adapter's driver does not offer it"))
            // It shall listen only, and nobody knows whether it would.
            #expect(try await prototype.bus("rear").state == "down")
        }

        @Test("the daemon restarts a controller after bus-off, and stays off after the limit")
        func recovery() async throws {
            let interfaces = try await VirtualBuses()
            let adapter = try SerialLineAdapter()
            let prototype = try Prototype(
                Prototype.Buses(
                    front: adapter.interface,
                    rear: interfaces.buses.rear,
                    car: interfaces.buses.car
                )
            )
            prototype.busOptions = ", recovery: {restart_after: 1 s, at_most: 60 s, times: 2}"
            try await prototype.startDaemon(mode: "observe")
            _ = try await prototype.bus("front", becomes: "up")
            for _ in 0..<2 {
                adapter.say("sb000255")
                _ = try await prototype.bus("front", becomes: "bus-off")
                _ = try await prototype.bus("front", becomes: "up")
            }
            adapter.say("sb000255")
            _ = try await prototype.bus("front", becomes: "bus-off")
            // Longer than the third restart would take to come.
            try await Task.sleep(for: .seconds(5))
            let text = try await prototype.ask("buses")
            print(text)
            #expect(try await prototype.bus("front").state == "bus-off")
            #expect(text.contains("\(adapter.interface) stays in bus-off after 2 restarts"))
            try adapter.setUp(false)
            try adapter.setUp(true)
            _ = try await prototype.bus("front", becomes: "up")
        }

        func configure(_ name: String, listenOnly: Bool) async throws {
            let folder = try TestFolder()
            let mode = [
                "type", "can", "bitrate", "500000", "listen-only", listenOnly ? "on" : "off",
            ]
            for arguments in [["down"], mode, ["up"]] {
                let ip = try Program(
                    "/usr/bin/env",
                    ["ip", "link", "set", name] + arguments,
                    in: folder
                )
                #expect(try await ip.end() == 0, "\(ip.errors)")
            }
        }
    }
}

/// The newest frame of each identifier in a log, for as many as were played.
private struct LastFrames {
    private(set) var bytes: [UInt32: [UInt8]] = [:]
    private(set) var count = 0

    init(ofLog path: String) throws {
        var reader = try LogReader(path: path)
        while let entry = try reader.next() {
            bytes[entry.frame.id.identifier] = entry.frame.bytes
            count += 1
        }
    }
}
