import TestVehicle
import Testing
import TorqueMonitor
import VehicleModel

/// Invariants 24, 26 and 31: what is on the wire, whatever the daemon says and whenever it stops.
@Suite struct StoppedDaemonTests {
    private static let links = PerAxle(both: true)

    @Test("a daemon that stops at any instant leaves zero torque after 20 ms", arguments: 0..<10)
    func stops(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) + 31)
        var guarded = try GuardedCar.driving(at: 30, pedal: 60)
        var driver = RandomDriver(seed: UInt64(seed))
        var (stops, driven) = (0, 0)
        for _ in 0..<2000 {
            driver.act(on: &guarded.car)
            try guarded.step()
            guard random.happens(onceIn: 10), guarded.monitor.state == .armed else { continue }
            stops += 1
            if guarded.wire != AxlePair(both: 0) { driven += 1 }
            try expectZero(guarded.monitor, after: guarded.now - TestVehicle.period)
        }
        #expect(stops > 100 && driven > 10)
        printInvariant(31, "a daemon that stops leaves zero", steps: 2000, looks: stops)
    }

    /// Runs the guardian's own clock on from the last command, which was made at `last`.
    private func expectZero(_ running: TorqueMonitor, after last: Int64) throws {
        var monitor = running
        #expect(monitor.tick(at: last + 19_999_999, links: Self.links).count == 0)
        for cycle in 0..<20 {
            let now = last + 20_000_000 + Int64(cycle) * 10_000_000
            #expect(try #require(monitor.deadline) <= now)
            let decision = monitor.tick(at: now, links: Self.links)
            let torques = (0..<decision.count).compactMap { decision[$0]?.torque }
            #expect(torques == [0, 0])
        }
        #expect(monitor.state == .tripped)
    }

    @Test(
        "whatever arrives, less is sent than was asked, and both axles or none",
        arguments: 0..<10
    )
    func anything(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) + 24)
        var driver = RandomDriver(seed: UInt64(seed))
        let errors: [InjectedError?] = [
            nil, .inverted, .scaled(4), .swapped, .frozenTorque, .frozenFrames, .frozenCommand,
            .offset(50), .offset(-50), .code(-2048), .random,
        ]
        let fresh = try GuardedCar()
        var guarded = fresh
        for _ in 0..<5000 {
            driver.act(on: &guarded.car)
            if guarded.cycle > 100, random.happens(onceIn: 30) {
                guarded.injection = random.one(of: errors).map { Injection($0) }
            }
            try guarded.step()
            let decision = guarded.decision
            let pairs = [
                (guarded.commanded.front, decision.torque.front),
                (guarded.commanded.rear, decision.torque.rear),
            ]
            for (asked, sent) in pairs {
                try #require(abs(sent) <= abs(asked) && sent * asked >= 0)
            }
            // A pair goes out whole, of one cycle: two torque frames, or none.
            let torques = (0..<decision.count).filter { decision[$0]?.torque != nil }
            try #require(torques.count == 2 || torques.isEmpty)
            let isRefused = decision.verdicts.front == .refused
            try #require(isRefused == (decision.verdicts.rear == .refused))
            if guarded.monitor.state == .tripped {
                try #require(guarded.wire == AxlePair(both: 0) || isRefused)
                guard random.happens(onceIn: 20) else { continue }
                guarded = fresh
            }
        }
        printInvariant(24, "sent is the lesser of asked and bounds", steps: 5000, looks: 10_000)
        printInvariant(26, "both axles' frames of one cycle, or none", steps: 5000, looks: 5000)
    }
}
