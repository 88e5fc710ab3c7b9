import CANFrames
import Testing
import TorqueMonitor

@Suite struct TripTests {
    @Test(
        "19.999999 ms of silence is none, 20 ms are zero torque on both buses",
        arguments: [-1, 0]
    )
    func silence(step: Int64) throws {
        var rig = try Rig.armed()
        try rig.drive(400, -40)
        #expect(rig.monitor.deadline == rig.now + 20 * millisecond)
        rig.now += 20 * millisecond + step
        let decision = rig.tick()
        #expect(decision.count == (step < 0 ? 0 : 4))
        #expect(rig.monitor.state == (step < 0 ? .armed : .tripped))
        #expect(rig.front.torques.last == (step < 0 ? 400 : 0))
        #expect(rig.rear.torques.last == (step < 0 ? -40 : 0))
    }

    @Test("zero torque is repeated every 10 ms, the other frames at their own pace, for ever")
    func held() throws {
        var rig = try Rig.armed()
        rig.advance()
        var command = try rig.command(0, 0)
        try command.put(plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 0]), for: .front)
        _ = rig.send(command)
        rig.now += 20 * millisecond
        let before = rig.front.frames.count
        for _ in 0..<100 {
            let due = try #require(rig.monitor.deadline)
            #expect(due <= rig.now)
            _ = rig.tick()
            rig.now += 10 * millisecond
        }
        let held = rig.front.frames.dropFirst(before)
        #expect(held.filter { $0.id.rawValue == 0x1D4 }.count == 100)
        #expect(held.filter { $0.id.rawValue == 0x11A }.count == 100)
        #expect(held.filter { $0.id.rawValue == 0x50B }.count == 10)
        #expect(rig.front.torques.suffix(100).allSatisfy { $0 == 0 })
    }

    @Test("after a trip its arming id never makes torque, a new one does")
    func latched() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.advance(25 * millisecond)
        let late = try rig.send(rig.command(400, 400))
        #expect(late.verdicts.front == .refused)
        #expect(late.reasons.front.contains(.tripped))
        #expect(late.count == 4)
        #expect(rig.front.torques.last == 0)
        for _ in 0..<20 {
            let decision = try rig.nextCycle(400, 0)
            #expect(decision.verdicts.front == .refused)
            #expect(rig.front.torques.last == 0)
        }
        rig.arming = 71
        #expect(try rig.nextCycle(0, 0).verdicts.front == .sent)
        #expect(rig.monitor.trip == .none)
        try rig.drive(400, 400)
        rig.monitor.peerVanished(at: rig.now)
        #expect(rig.monitor.trip == .peerGone)
        rig.arming = 0
        _ = try rig.nextCycle(0, 0)
        #expect(rig.monitor.trip == .none)
    }

    @Test("with the guardian's own zero torque the inverter's ceiling and floor close")
    func closedCeiling() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 0)
        #expect(ceilings(rig.front) == [136, 136])
        rig.now += 20 * millisecond
        _ = rig.tick()
        #expect(rig.front.torques.last == 0)
        #expect(ceilings(rig.front) == [0, 0])
        #expect(ceilings(rig.rear) == [0, 0])
        rig.arming = 0
        _ = try rig.nextCycle(0, 0)
        #expect(ceilings(rig.rear) == [0, 0])
    }

    @Test("a torque that is cut to zero closes its ceiling, a zero that was asked for does not")
    func closedByBound() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 0)
        rig.startState = 6
        let decision = try rig.nextCycle(400, 0)
        #expect(decision.verdicts.front == .zeroed)
        #expect(!decision.reasons.front.contains(.ceiling))
        #expect(ceilings(rig.front) == [0, 0])
        #expect(ceilings(rig.rear) == [136, 136])
    }

    /// Ceiling and floor of the last torque frame, 2.5 Nm a count.
    private func ceilings(_ wire: Wire) -> [UInt8]? {
        wire.frames.last { $0.id.rawValue == 0x1D4 }.map { [$0[0], $0[1]] }
    }

    @Test("a guardian that wakes late does not take a punctual daemon for silent")
    func lateWakeUp() throws {
        var rig = try Rig.armed()
        rig.advance()
        let first = try rig.command(0, 0)
        rig.advance()
        let second = try rig.command(0, 0)
        rig.now += 8 * millisecond
        #expect(rig.send(first).verdicts.front == .sent)
        #expect(rig.send(second).verdicts.front == .sent)
        #expect(rig.monitor.state == .armed)
    }

    @Test("a daemon that paused for 20 ms has tripped, whether or not the clock was looked at")
    func pausedDaemon() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.advance(20 * millisecond)
        #expect(try rig.send(rig.command(400, 400)).verdicts.front == .refused)
        #expect(rig.monitor.trip == .silence)
        #expect(rig.front.torques.last == 0)
    }

    @Test("a closed connection is zero at once")
    func peerGone() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.monitor.peerVanished(at: rig.now)
        #expect(rig.monitor.deadline == rig.now)
        _ = rig.tick()
        #expect(rig.front.torques.last == 0)
        #expect(rig.rear.torques.last == 0)
        #expect(rig.monitor.trip == .peerGone)
    }

    @Test("ending sends three zero-torque pairs and is then quiet")
    func shutDown() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        let sent = rig.rear.torques.count
        rig.monitor.shutDown(at: rig.now)
        #expect(rig.monitor.trip == .shutDown)
        #expect(rig.monitor.deadline == rig.now)
        while rig.monitor.deadline != nil {
            _ = rig.tick()
            rig.now += 10 * millisecond
        }
        #expect(rig.rear.torques.dropFirst(sent) == [0, 0, 0])
    }

    @Test("ending while idle sends nothing")
    func shutDownIdle() throws {
        var rig = try Rig()
        rig.monitor.shutDown(at: rig.now)
        #expect(rig.monitor.deadline == nil)
        #expect(rig.tick().count == 0)
    }

    // Envelope and margin at 2000 rpm are 1400 counts.
    @Test(
        "cutting off 10 Nm for ever is no trip, a quarter more for over 50 ms is",
        arguments: [40, 41]
    )
    func clamping(excess: Int) throws {
        var rig = try Rig.armed()
        for index in 0..<20 {
            let decision = try rig.nextCycle(1400 + excess, 0)
            let isTripped = excess > 40 && index > 5
            #expect(decision.torque.front == (isTripped ? 0 : 1400))
            #expect((rig.monitor.state == .tripped) == isTripped)
        }
        #expect(rig.monitor.trip == (excess > 40 ? .clamping : .none))
    }

    @Test("a clamp that pauses begins again", arguments: [-1, 1])
    func clampingHeals(sign: Int) throws {
        var rig = try Rig.armed()
        for index in 0..<40 {
            _ = try rig.nextCycle(index % 5 == 4 ? 0 : 1450 * sign, 0)
        }
        #expect(rig.monitor.state == .armed)
    }

    @Test("a trip by clamping zeroes the axle that did nothing wrong too")
    func clampingPair() throws {
        var rig = try Rig.armed()
        for cycle in 0..<7 {
            let decision = try rig.nextCycle(1500, 100)
            for reasons in [decision.reasons.front, decision.reasons.rear] {
                #expect(reasons.contains(.clampedAgain) == (cycle > 0))
                #expect(reasons.contains(.tripped) == (cycle == 6))
                #expect(!reasons.contains(.emergencyStop))
            }
        }
        #expect(rig.monitor.trip == .clamping)
        #expect(rig.rear.torques.last == 0)
        #expect(rig.rear.torques.dropLast().last == 100)
    }
}
