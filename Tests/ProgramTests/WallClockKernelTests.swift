import FrameLogs
import Foundation
import Testing

extension RunningPrograms {
    /// A wall clock that jumps under the programs.
    @Suite struct WallClockKernelTests {
        /// Back and forth by an hour, and right again: seconds.
        private static let jumps = [-3_600, 7_200, -3_600]

        @Test(
            "a wall clock that jumps makes no input stale and no rate wrong, and logs keep its stamps"
        )
        func observe() async throws {
            let interfaces = try await VirtualBuses()
            let prototype = try Prototype(interfaces.buses)
            let clock = MovedClock()
            prototype.recordingOptions = ", keep_free: none, flush_interval: 100 ms"
            try await prototype.startPlant(["--drive", "idle"])
            try await prototype.startDaemon(mode: "observe", records: true)
            let candump = try Program(
                "/usr/bin/candump",
                ["-L", interfaces.buses.front],
                in: prototype.folder
            )
            let names = ["front.LB_Status.LB_Current", "car.VCM_Pedals.Pedal_A"]
            _ = try await prototype.bus("front", hasSeen: 200)
            let watcher = try Program(
                "axlectl",
                ["subscribe"] + names + [
                    "--interval", "50", "--json", "--socket", prototype.stateSocket,
                ],
                in: prototype.folder
            )
            try await eventually(within: 20, "values: \(watcher.errors)") {
                watcher.output.contains("LB_Current")
            }
            let faults = try await prototype.faultList()
            for jump in Self.jumps {
                let before = try await prototype.bus("front")
                try clock.move(by: jump)
                // A rate is counted over a whole second.
                try await Task.sleep(for: .milliseconds(1_500))
                let after = try await prototype.bus("front")
                #expect(after.received > before.received + 100)
                #expect((100...2_000).contains(after.framesPerS), "\(after)")
                #expect((0...200).contains(try #require(after.lastFrameAgeMs)), "\(after)")
                let value = try SignalValue(
                    parsing: try await prototype.ask("get", "front.LB_Status.LB_Current", "--json")
                )
                #expect(value.quality == "valid")
                #expect((0...200).contains(try #require(value.ageMs)))
            }
            #expect(try await prototype.faultList() == faults)
            try await watcher.killAndReap()
            let watched = watcher.output
            #expect(!watched.contains(#""quality":"stale""#))
            #expect(!watched.contains(#""age_ms":-"#))
            #expect(watched.split(separator: "\n").count >= 60)
            try await candump.killAndReap()
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            // Line for line what candump has, with its stamps.
            let lines = try String(contentsOfFile: prototype.recording, encoding: .utf8)
                .split(separator: "\n").filter { $0.contains(interfaces.buses.front) }
            let seen = candump.output.split(separator: "\n").dropLast()
            let start = try #require(lines.firstIndex { $0 == seen.first })
            #expect(lines[start...].prefix(seen.count).elementsEqual(seen))
            let stamps = lines.compactMap { Double($0.dropFirst().prefix { $0 != ")" }) }
            let steps = zip(stamps, stamps.dropFirst()).map { $1 - $0 }
            #expect(steps.count { $0 < -3_000 } == 2)
            #expect(steps.count { $0 > 7_000 } == 1)
        }

        @Test("a wall clock that jumps under load in mid-drive takes no torque away")
        func drive() async throws {
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            let prototype = bench.prototype
            let clock = MovedClock()
            try await bench.driveToTorque()
            let trips = prototype.trips.count
            let faults = try await prototype.faultList()
            let loads = try interfaces.all.map {
                try NumberedLoad.start(on: $0, gap: 2, in: prototype.folder)
            }
            for jump in Self.jumps {
                bench.front.forget()
                bench.rear.forget()
                try clock.move(by: jump)
                try await eventually(within: 20, "torque goes on: \(prototype.trips)") {
                    prototype.trips.count > trips
                        || bench.traces.allSatisfy { trace in
                            trace.requests.count > 100
                                && trace.requests.suffix(50).contains { $0.torque > 0 }
                        }
                }
                #expect(prototype.trips.count == trips, "\(prototype.trips)")
                #expect(bench.traces.allSatisfy { $0.faultyCount == 0 })
            }
            for load in loads { try await load.killAndReap() }
            #expect(prototype.armer?.isRunning == true)
            let state = try await prototype.state()
            #expect(state.arming == "armed")
            print("clock moved in mid-drive: \(state.counters.overruns) overruns")
            // A machine that is late is none of the clock's doing.
            let late = ["cycle-overrun"]
            #expect(
                try await prototype.faultList().filter { !late.contains($0.name) }
                    == faults.filter { !late.contains($0.name) }
            )
        }
    }
}
