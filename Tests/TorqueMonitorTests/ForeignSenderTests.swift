import CANFrames
import Testing
import TorqueMonitor

extension Rig {
    /// Shows the monitor what it has sent, as a bus does that passes every frame to everybody.
    mutating func echo(_ frames: some Sequence<Frame>, on axle: Axle) {
        for frame in frames {
            monitor.observe(frame, on: MonitorBus(axle), isLoopback: true, at: now)
        }
    }

    /// A cycle whose frames come back from both buses.
    mutating func echoedCycle(_ torque: Int) throws {
        let (before, other) = (front.frames.count, rear.frames.count)
        _ = try nextCycle(torque, torque)
        echo(front.frames.dropFirst(before), on: .front)
        echo(rear.frames.dropFirst(other), on: .rear)
    }
}

@Suite struct ForeignSenderTests {
    /// Driving at 100 Nm, with everything sent so far come back.
    private func driving() throws -> Rig {
        var rig = try Rig.armed()
        rig.echo(rig.front.frames, on: .front)
        rig.echo(rig.rear.frames, on: .rear)
        for _ in 0..<100 { try rig.echoedCycle(400) }
        try #require(rig.monitor.state == .armed)
        return rig
    }

    private func expectTrip(_ rig: inout Rig) {
        #expect(rig.monitor.trip == .foreignSender)
        #expect(rig.monitor.deadline == rig.now)
        _ = rig.tick()
        #expect(rig.front.torques.last == 0)
        #expect(rig.rear.torques.last == 0)
    }

    @Test("a state frame may come from others: it carries no torque")
    func stateFrame() throws {
        for axle in [Axle.front, .rear] {
            var rig = try driving()
            let frame = try plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 0])
            rig.monitor.observe(frame, on: MonitorBus(axle), isLoopback: false, at: rig.now)
            #expect(rig.monitor.state == .armed)
            let decision = try rig.nextCycle(400, 400)
            #expect(decision.reasons.front == Reasons() && decision.reasons.rear == Reasons())
        }
    }

    @Test("a remote frame with one of our identifiers sends nothing in our name")
    func remoteFrame() throws {
        var rig = try driving()
        let id = try #require(FrameID(standard: 0x1D4))
        let remote = try #require(Frame(id: id, kind: .remote, length: 8))
        rig.monitor.observe(remote, on: .front, isLoopback: false, at: rig.now)
        #expect(rig.monitor.state == .armed)
    }

    @Test("another program of this host that sends one of our identifiers takes the torque away")
    func anotherProgram() throws {
        for frame in [try torqueFrame(399, counter: 2), try gearFrame(2, counter: 0)] {
            for axle in [Axle.front, .rear] {
                var rig = try driving()
                rig.echo([frame], on: axle)
                expectTrip(&rig)
            }
        }
    }

    @Test("a frame of ours that comes back twice is somebody else's the second time")
    func twice() throws {
        var rig = try driving()
        rig.echo(rig.rear.frames.suffix(1), on: .rear)
        expectTrip(&rig)
    }

    @Test("a frame from the wire is never ours, though one that is equal is on its way")
    func fromTheWire() throws {
        var rig = try driving()
        _ = try rig.nextCycle(400, 400)
        let frame = try #require(rig.front.frames.last)
        rig.monitor.observe(frame, on: .front, isLoopback: false, at: rig.now)
        expectTrip(&rig)
    }

    @Test("what was sent on one bus is foreign on the other")
    func otherBus() throws {
        var rig = try driving()
        _ = try rig.nextCycle(400, 300)
        let sent = rig.front.frames.last { $0.id.rawValue == 0x1D4 }
        rig.echo([try #require(sent)], on: .rear)
        expectTrip(&rig)
    }

    @Test("what the bus did not take is foreign where it appears nevertheless")
    func notDelivered() throws {
        var rig = try driving()
        rig.broken = .rear
        let decision = try rig.nextCycle(400, 400)
        let lost = (0..<decision.count).compactMap { decision[$0] }
            .first { $0.axle == .rear && $0.torque != nil }
        rig.echo([try #require(lost).frame], on: .rear)
        #expect(rig.monitor.trip == .foreignSender)
    }

    @Test("frames that never come back make none foreign that does", arguments: [1, 31, 32, 200])
    func lost(count: Int) throws {
        var rig = try driving()
        for _ in 0..<count { _ = try rig.nextCycle(400, 400) }
        for _ in 0..<32 { try rig.echoedCycle(300) }
        #expect(rig.monitor.state == .armed)
        // They are forgotten by then: nobody can use them up.
        let stale = rig.front.frames.last { $0.id.rawValue == 0x1D4 && $0.bytes[2] == 25 }
        rig.echo([try #require(stale)], on: .front)
        expectTrip(&rig)
    }

    @Test("while a foreign sender is remembered, every answer says so", arguments: [999, 1000])
    func told(age: Int64) throws {
        var rig = try Rig()
        rig.echo([try gearFrame(4, counter: 1)], on: .rear)
        rig.now += age * millisecond
        rig.arming = 0
        let decision = try rig.send(rig.command(0, 0))
        #expect(decision.verdicts.front == .idle)
        #expect(decision.reasons.front == (age < 1000 ? .foreignSender : Reasons()))
        #expect(decision.reasons.rear == decision.reasons.front)
    }
}
