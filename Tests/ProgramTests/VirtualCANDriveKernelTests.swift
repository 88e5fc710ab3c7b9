import Foundation
import Glibc
import SerialAdapter
import Testing

extension RunningPrograms {
    /// Drives of the AWD prototype on virtual CAN interfaces, and their ends by force.
    @Suite struct VirtualCANDriveKernelTests {
        @Test("the AWD prototype launches on virtual CAN as it does on local buses")
        func launch() async throws {
            let interfaces = try await VirtualBuses()
            try await LaunchDrive { try Prototype(interfaces.buses) }.check()
        }

        @Test("a plant that dies takes every request to zero, by candump's own stamps")
        func plantDies() async throws {
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            let buses = interfaces.buses
            let candump = try Program(
                "/usr/bin/candump",
                ["-L", buses.front + ",1D4:7FF", buses.rear + ",1D4:7FF", buses.car + ",239:7FF"],
                in: bench.prototype.folder
            )
            try await bench.driveToTorque()
            try await Task.sleep(for: .milliseconds(Int.random(in: 100...900)))
            try await bench.killPlant()
            try await bench.awaitZeros(3)
            try await Task.sleep(for: .seconds(1))
            try await candump.killAndReap()
            let seen = candump.output.split(separator: "\n").compactMap { CandumpLine($0) }
            let pedal = try #require(seen.last { $0.interface == buses.car }).stamp
            for bus in [buses.front, buses.rear] {
                let requests = seen.filter { $0.interface == bus }
                let last = try #require(requests.last { $0.torque != 0 })
                let late = requests.filter { $0.stamp > pedal + 0.1 }
                print(
                    "plant killed, \(bus): last torque \((last.stamp - pedal) * 1000) ms after the"
                )
                print("  last pedal frame; \(late.count) requests from 100 ms on")
                #expect(late.count >= 3)
                #expect(late.allSatisfy { $0.torque == 0 })
            }
            let faults = try await bench.prototype.faults()
            print("  faults: \(faults.joined(separator: ", "))")
            #expect(faults.contains("pedal-lost"))
        }

        @Test("kill -9 of the daemon on virtual CAN: zero in time, and none after")
        func daemonDies() async throws {
            let count = ProcessInfo.processInfo.environment["AXLE_KILLS"].flatMap(Int.init) ?? 3
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            try await bench.killDaemons(count, byMilliseconds: 0...2000)
        }

        @Test(
            "an interface deleted in mid-drive ends the torque; made again, the next drive needs no restart"
        )
        func interfaceComesBack() async throws {
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            let prototype = bench.prototype
            try await bench.driveToTorque()
            try await interfaces.delete(interfaces.buses.front)
            let rear = bench.rear
            try await eventually(within: 20, "zero torque on the bus that is left") {
                TorqueTrace(rear).zeros.count >= 3
            }
            #expect(try await prototype.bus("front").state == "absent")
            let faults = try await prototype.faults()
            print("interface deleted: faults \(faults.joined(separator: ", "))")
            #expect(faults.contains("bus-lost"))
            // The arming may be in force still, without torque, or the guardian has ended it.
            prototype.armer?.signal(SIGINT)
            try await eventually(within: 20, "the arming's end") {
                prototype.armer?.isRunning == false
            }
            try await Task.sleep(for: .milliseconds(200))
            let last = try #require(TorqueTrace(rear).lastTorque).stamp

            try await interfaces.create(interfaces.buses.front)
            try await bench.killPlant()
            try await prototype.startPlant(scenario: Scenarios.pull)
            let attached = try await prototype.bus("front", becomes: "up", attachments: 2)
            #expect(attached.attachments == 2)
            // Nobody has armed again.
            #expect(try #require(TorqueTrace(rear).lastTorque).stamp == last)
            let front = try await BusListener.open(interfaces.buses.front, to: [0x1D4])
            try await prototype.arm()
            try await eventually(within: 30, "torque on both buses: \(prototype.trips)") {
                [front, rear].allSatisfy { listener in
                    TorqueTrace(listener).lastTorque.map { $0.torque > 40 && $0.stamp > last }
                        ?? false
                }
            }
        }

        @Test(
            "bus-off in mid-drive ends the torque, and nothing is sent until the controller is back"
        )
        func busOff() async throws {
            let adapter = try SerialLineAdapter()
            adapter.startReading()
            let others = try await VirtualBuses()
            let bench = try await KillBench(
                try Prototype(
                    Prototype.Buses(
                        front: adapter.interface,
                        rear: others.buses.rear,
                        car: others.buses.car
                    )
                )
            )
            let prototype = bench.prototype
            try await bench.driveToTorque()
            print("before:\n" + (try await prototype.ask("buses")))
            #expect(adapter.frames("1D4") > 0)
            let before = bench.traces.map(\.requests.count)

            adapter.say("sb000255")
            let off = try await prototype.bus("front", becomes: "bus-off")
            #expect(off.attachments == 1)
            try await eventually(within: 20, "zero torque on the bus that is left") {
                TorqueTrace(bench.rear).zeros.count >= 3
            }
            try await eventually(within: 20, "the arming's end") {
                prototype.armer?.isRunning == false
            }
            let sent = adapter.frames("1D4")
            try await Task.sleep(for: .milliseconds(500))
            print("bus-off:\n" + (try await prototype.ask("buses")))
            print("faults: \(try await prototype.faults().joined(separator: ", "))")
            print(
                "requests before bus-off: \(before); on the wire in bus-off: \(adapter.frames("1D4") - sent)"
            )
            #expect(adapter.frames("1D4") == sent)
            #expect(prototype.guardian?.errors.contains("bus-off") == true)
            let last = try #require(TorqueTrace(bench.rear).lastTorque).stamp

            try adapter.setUp(false)
            _ = try await prototype.bus("front", becomes: "down")
            try adapter.setUp(true)
            _ = try await prototype.bus("front", becomes: "up")
            print("after:\n" + (try await prototype.ask("buses")))
            try await Task.sleep(for: .milliseconds(500))
            // Nobody has armed again.
            #expect(try #require(TorqueTrace(bench.rear).lastTorque).stamp == last)
            try await bench.driveToTorque()
        }

        @Test("a renamed interface is let go of, and found again by its name")
        func renamed() async throws {
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            let prototype = bench.prototype
            try await prototype.startDaemon()
            let front = interfaces.buses.front
            _ = try await prototype.bus("front", becomes: "up")
            try await interfaces.rename(front, to: "axlenew")
            _ = try await prototype.bus("front", becomes: "absent")
            try await interfaces.rename("axlenew", to: front)
            let again = try await prototype.bus("front", becomes: "up", attachments: 2)
            #expect(again.attachments == 2)
            try await prototype.daemon?.killAndReap()
            try await bench.driveToTorque()
        }

        @Test("buses that went down and up while the guardian was idle give torque")
        func linksWereDown() async throws {
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            for name in [interfaces.buses.front, interfaces.buses.rear] {
                // The kernel keeps an error for the guardian's sending socket, which sends nothing now.
                try await interfaces.setUp(name, false)
                try await Task.sleep(for: .milliseconds(300))
                try await interfaces.setUp(name, true)
            }
            try await bench.driveToTorque()
        }
    }
}

/// A line of `candump -L`, read here by hand, as a second source.
private struct CandumpLine {
    /// Seconds.
    let stamp: Double
    let interface: String
    /// Nm, of a torque request.
    let torque: Double

    /// Of `(1436509052.249713) can0 1D4#0001020304050607`.
    init?(_ line: Substring) {
        let parts = line.split(separator: " ")
        guard parts.count >= 3, let stamp = Double(parts[0].dropFirst().dropLast()),
            let payload = parts[2].split(separator: "#").last, payload.count >= 7,
            let bits = UInt16(payload.dropFirst(4).prefix(4), radix: 16)
        else { return nil }
        self.stamp = stamp
        interface = String(parts[1])
        torque = Double(Int16(bitPattern: bits) >> 4) * 0.25
    }
}
