import FrameLogs
import Foundation
import Testing

extension RunningPrograms {
    /// What others do on a virtual bus: at the other end of a pair, as a forger, as a second sender.
    @Suite struct VirtualCANEndsKernelTests {
        @Test(
            "a vxcan pair's other end is observed: its load, its going down, its deletion and return"
        )
        func pair() async throws {
            let interfaces = try await VirtualBuses()
            let folder = try TestFolder()
            let tag = interfaces.buses.front.dropFirst(3)
            let (near, far, space) = ("axn\(tag)", "axp\(tag)", "axle\(tag)")
            func ip(_ arguments: String...) async throws {
                try await Program.run("ip", arguments, in: folder)
            }
            func make() async throws {
                try await ip("link", "add", "dev", near, "type", "vxcan", "peer", "name", far)
                try await ip("link", "set", far, "netns", space)
                try await ip("link", "set", near, "up")
                try await ip("-n", space, "link", "set", far, "up")
            }
            func load() async throws {
                let sender = try NumberedLoad.start(
                    on: far,
                    count: 500,
                    namespace: space,
                    in: folder
                )
                #expect(try await sender.end() == 0)
            }
            try await ip("netns", "add", space)
            defer {
                _ = try? Program("/usr/bin/env", ["ip", "netns", "delete", space], in: folder)
            }
            try await make()
            let prototype = try Prototype(
                Prototype.Buses(front: near, rear: interfaces.buses.rear, car: interfaces.buses.car)
            )
            try await prototype.startDaemon(mode: "observe")
            let first = try await prototype.bus("front", becomes: "up")
            #expect(first.acknowledgement == "virtual")
            try await load()
            #expect(try await prototype.bus("front", hasSeen: 500).lost == 0)
            try await ip("-n", space, "link", "set", far, "down")
            _ = try await prototype.bus("front", becomes: "down")
            try await ip("-n", space, "link", "set", far, "up")
            #expect(try await prototype.bus("front", becomes: "up").attachments == 1)
            try await load()
            _ = try await prototype.bus("front", hasSeen: 1_000)
            try await ip("-n", space, "link", "delete", far)
            _ = try await prototype.bus("front", becomes: "absent")
            try await make()
            _ = try await prototype.bus("front", becomes: "up", attachments: 2)
            try await load()
            let last = try await prototype.bus("front", hasSeen: 1_500)
            #expect(last.received == 1_500)
            #expect(last.lost == 0)
        }

        @Test(
            "forged error frames of every class are counted and recorded, and change no bus's state"
        )
        func forgedErrors() async throws {
            let interfaces = try await VirtualBuses()
            let interface = interfaces.buses.front
            let prototype = try Prototype(interfaces.buses)
            prototype.recordingOptions = ", keep_free: none, flush_interval: 50 ms"
            try await prototype.startDaemon(mode: "observe", records: true)
            _ = try await prototype.bus("front", becomes: "up")
            // One of each class, all of them at once, and all that no kernel knows.
            let classes = (0..<10).map { UInt32(1) << $0 } + [0x3FF, 0x1FFF_FC00]
            let lines = classes.enumerated().map { number, bits in
                String(
                    format: "(1.%06d) \(interface) %08X#0B38041907006009\n",
                    number,
                    0x2000_0000 | bits
                )
            }
            let log = try prototype.folder.write(lines.joined(), to: "errors.log")
            try await Program.run("canplayer", ["-t", "-I", log], in: prototype.folder)
            try await NumberedLoad.end(on: interface, in: prototype.folder)
            let bus = try await prototype.bus("front", hasSeen: classes.count + 1)
            #expect(bus.errors == classes.count)
            #expect(bus.received == classes.count + 1)
            #expect(bus.state == "up")
            #expect(bus.controller == nil)
            #expect(bus.attachments == 1)
            // As long as it would take to take their word for it.
            try await Task.sleep(for: .seconds(2))
            #expect(try await prototype.bus("front").state == "up")
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let decoded = try await ToolOutcome.of([
                "decode", "--dbc", repository + "/DBC/leaf-ev.dbc", prototype.recording,
            ])
            for meaning in [
                "transmission timed out", "arbitration lost at bit 11",
                "error-passive by reception",
                "stuff error at the ACK slot", "CANH is shorted to ground", "no acknowledgement",
                "bus-off", "bus error", "restarted", "error counters: transmit 96, receive 9",
                "unknown error class",
            ] {
                #expect(decoded.output.contains(meaning), "\(meaning): \(decoded.output)")
            }
        }

        @Test("a forged error frame does not make the guardian take a bus for off")
        func forgedBusOff() async throws {
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            let prototype = bench.prototype
            try await bench.driveToTorque()
            let trips = prototype.trips.count
            try await Program.run(
                "cansend",
                [interfaces.buses.front, "20000040#0000000000000000"],
                in: prototype.folder
            )
            bench.front.forget()
            try await eventually(within: 20, "torque goes on: \(prototype.guardian?.errors ?? "")")
            {
                prototype.trips.count > trips || TorqueTrace(bench.front).requests.count > 100
            }
            #expect(prototype.trips.count == trips, "\(prototype.trips)")
            #expect(prototype.guardian?.errors.contains("bus-off") == false)
        }

        @Test(
            "another program that sends our torque takes ours away, and says so until it is silent"
        )
        func foreignSender() async throws {
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            let prototype = bench.prototype
            try await bench.driveToTorque()
            let foreign = try Program(
                "/usr/bin/cangen",
                [
                    interfaces.buses.front, "-g", "10", "-I", "1D4", "-L", "8", "-D",
                    "6E6E000000000000",
                ],
                in: prototype.folder
            )
            try await eventually(within: 20, "a trip: \(prototype.guardian?.errors ?? "")") {
                !prototype.trips.isEmpty
            }
            let trip = try #require(prototype.trips.last)
            print("foreign sender: \(trip)")
            #expect(trip.contains("foreign"))
            try await eventually(within: 20, "the arming's end") {
                prototype.armer?.isRunning == false
            }
            let rear = TorqueTrace(bench.rear)
            #expect(try #require(rear.zeroDelay) <= 40)
            let status = try await prototype.ask("status")
            #expect(status.contains("somebody else sends"), "\(status)")
            #expect(try await prototype.faults().contains("foreign-sender"))
            let refused = try await ToolOutcome.of(["arm", "--socket", prototype.stateSocket])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("somebody else sends"), "\(refused.errors)")
            try await foreign.killAndReap()
            try await bench.driveToTorque()
            #expect(TorqueTrace(bench.rear).lastTorque != nil)
        }
    }
}
