import CANFrames
import Testing
import TorqueMonitor

/// When the guardian's own zeros go out.
@Suite struct HoldingTests {
    /// Tripped, with the first pair of zeros sent now; the front's state frame was sent 20 ms ago.
    private func holding() throws -> Rig {
        var rig = try Rig.armed()
        rig.advance()
        var command = try rig.command(0, 0)
        try command.put(plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 0]), for: .front)
        _ = rig.send(command)
        rig.now += 20 * millisecond
        #expect(rig.tick().count == 4)
        try #require(rig.monitor.state == .tripped)
        return rig
    }

    @Test("a pair of zeros is due each 10 ms, not a nanosecond before", arguments: [false, true])
    func due(isCommanded: Bool) throws {
        var rig = try holding()
        let due = rig.now + 10 * millisecond
        #expect(rig.monitor.deadline == due)
        for (now, count) in [(due - 10 * millisecond, 0), (due - 1, 0), (due, 4)] {
            rig.now = now
            // What is refused has the zeros that are due, and no more.
            let decision = isCommanded ? try rig.send(rig.command(400, 400)) : rig.tick()
            #expect(decision.count == count)
        }
        #expect(rig.front.torques.last == 0)
    }

    @Test(
        "zeros that are less than 10 ms late keep their phase, later ones begin a new one",
        arguments: [(0, 10), (1, 10), (5, 10), (9, 10), (10, 20), (11, 21), (25, 35)]
    )
    func late(milliseconds: Int64, next: Int64) throws {
        var rig = try holding()
        let due = try #require(rig.monitor.deadline)
        rig.now = due + milliseconds * millisecond
        #expect(rig.tick().count == 4)
        #expect(rig.monitor.deadline == due + next * millisecond)
        #expect(rig.tick().count == 0)
    }

    @Test("a state frame's turn is up to 5 ms before its period has passed", arguments: [0, 1])
    func stateFrame(step: Int64) throws {
        var rig = try holding()
        rig.now += 75 * millisecond + step
        #expect(rig.tick().count == 4 + Int(step))
        #expect(rig.front.frames.suffix(3).contains { $0.id.rawValue == 0x50B } == (step > 0))
    }

    @Test("the pair that trips is its cycle's zero: the next is due 10 ms later")
    func trippingPair() throws {
        var rig = try Rig.armed()
        for _ in 0..<6 { _ = try rig.nextCycle(1500, 100) }
        #expect(rig.monitor.deadline == rig.now + 20 * millisecond)
        #expect(try rig.nextCycle(1500, 100).count == 4)
        try #require(rig.monitor.trip == .clamping)
        #expect(rig.monitor.deadline == rig.now + 10 * millisecond)
        #expect(rig.tick().count == 0)
        rig.now += 10 * millisecond
        #expect(rig.tick().count == 4)
        #expect(rig.front.torques.suffix(2) == [0, 0])
        #expect(rig.rear.torques.suffix(3) == [100, 0, 0])
    }
}
