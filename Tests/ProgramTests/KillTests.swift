import Foundation
import Glibc
import Testing

extension RunningPrograms {
    /// Programs that end by force in mid-drive, on local buses.
    @Suite struct KillTests {
        @Test("a plant that dies takes every request to zero 100 ms after its last pedal frame")
        func plantDies() async throws {
            let bench = try await KillBench(try Prototype())
            try await bench.driveToTorque()
            try await Task.sleep(for: .milliseconds(Int.random(in: 100...900)))
            try await bench.killPlant()
            let pedal = try #require(bench.car.last(of: 0x239)).stamp
            try await bench.awaitZeros(10)
            try await Task.sleep(for: .seconds(1))
            for trace in bench.traces {
                let late = trace.requests.filter { $0.stamp > pedal + 100_000_000 }
                #expect(late.allSatisfy { $0.torque == 0 })
                let last = try #require(trace.lastTorque)
                print("plant killed: last torque \(Double(last.stamp - pedal) / 1e6) ms after the")
                print("  last pedal frame; \(late.count) requests from 100 ms on, all zero")
                #expect(late.count >= 3)
            }
            #expect(bench.car.last(of: 0x239)?.stamp == pedal)
            let faults = try await bench.prototype.faults()
            #expect(faults.contains("pedal-lost"))
            #expect(faults.contains("front-inverter-lost"))
            #expect(faults.contains("rear-inverter-lost"))
        }

        @Test(
            "a pedal that falls silent alone takes the torque to zero, and its late frames do not bring it back"
        )
        func pedalSilent() async throws {
            // The car's bus by a hub of its own, which can hang.
            let prototype = try Prototype()
            let hub = try Program(
                "axlectl",
                ["bus", "serve", prototype.buses.car],
                in: prototype.folder
            )
            try await eventually(within: 20, "the car's bus is served") {
                hub.output.contains("serving")
            }
            let bench = try await KillBench(prototype)
            try await bench.driveToTorque()
            hub.signal(SIGSTOP)
            try await Task.sleep(for: .milliseconds(50))
            let pedal = try #require(bench.car.last(of: 0x239)).stamp
            try await bench.awaitZeros(10)
            hub.signal(SIGCONT)
            try await eventually(within: 10, "pedal frames flow again") {
                bench.car.sightings(of: 0x239).count { $0.stamp > pedal } > 50
            }
            for trace in bench.traces {
                let late = try #require(trace.lastTorque).stamp - pedal
                #expect(late <= 100_000_000, "\(late) ns")
            }
            #expect(try await prototype.faults().contains("pedal-lost"))
        }

        @Test(
            "kill -9 of the daemon at any instant: zero 40 ms after its last torque, and none after"
        )
        func daemonDies() async throws {
            let count = ProcessInfo.processInfo.environment["AXLE_KILLS"].flatMap(Int.init) ?? 10
            let bench = try await KillBench(try Prototype())
            try await bench.killDaemons(count, byMilliseconds: 0...2000)
        }

        @Test("a daemon that hangs loses its torque after 20 ms and has none when it wakes up")
        func daemonHangs() async throws {
            let bench = try await KillBench(try Prototype())
            for _ in 0..<3 {
                try await bench.driveToTorque()
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...900)))
                bench.prototype.daemon?.signal(SIGSTOP)
                let instant = KillBench.now()
                try await bench.awaitZeros(20)
                bench.prototype.daemon?.signal(SIGCONT)
                // Awake it reads what it missed, sees the trip, and the lease is over.
                try await eventually(within: 20, "the arming's end") {
                    bench.prototype.armer?.isRunning == false
                }
                try await Task.sleep(for: .milliseconds(300))
                let delays = bench.checkZero(after: instant, within: 40, "hung")
                print("kill -STOP axled: zero \(delays) ms after the last torque")
                #expect(try await bench.prototype.state().arming != "armed")
                #expect(try await bench.prototype.faults().contains("guardian-tripped"))
            }
        }

        @Test(
            "without its guardian nothing is sent, and a new one gets no torque without a new arming"
        )
        func guardianDies() async throws {
            let bench = try await KillBench(try Prototype())
            try await bench.driveToTorque()
            try await bench.prototype.guardian?.killAndReap()
            let instant = KillBench.now()
            try await Task.sleep(for: .milliseconds(300))
            for trace in bench.traces { #expect(trace.requests.allSatisfy { $0.stamp <= instant }) }
            try await bench.prototype.startGuardian()
            try await eventually(within: 20, "the arming's end") {
                bench.prototype.armer?.isRunning == false
            }
            try await Task.sleep(for: .seconds(2))
            for trace in bench.traces {
                #expect(try #require(trace.lastTorque).stamp <= instant)
            }
            #expect(try await bench.prototype.faults().contains("guardian-lost"))
        }
    }
}

extension KillBench {
    /// Kills the daemon in mid-drive so many times, each so long after the first torque.
    func killDaemons(_ count: Int, byMilliseconds: ClosedRange<Int>) async throws {
        var delays: [Double] = []
        for kill in 1...max(1, count) {
            var pause = 0
            // A drive that ended by itself is no drive to end: the machine was late.
            for attempt in 1...5 {
                try await driveToTorque()
                let trips = prototype.trips.count
                pause = Int.random(in: byMilliseconds)
                try await Task.sleep(for: .milliseconds(pause))
                if prototype.trips.count == trips { break }
                print("kill: \(prototype.trips.last ?? "") on a machine that was late; once more")
                try #require(attempt < 5)
            }
            prototype.daemon?.signal(SIGKILL)
            let instant = Self.now()
            try await awaitZeros(30)
            let comment: Comment = "kill \(kill), \(pause) ms after torque began"
            delays += checkZero(after: instant, within: 20 + Double(prototype.silence), comment)
        }
        delays.sort()
        print(
            "kill -9 axled: \(count) times, \(delays.count) buses; zero after the last torque: "
                + "median \(delays[delays.count / 2]) ms, most \(delays.last ?? 0) ms"
        )
    }
}
