import CANFrames
import Testing
import TorqueMonitor

@Suite struct ArmingTests {
    @Test("an idle monitor transmits nothing, whatever the clock says")
    func idleIsQuiet() throws {
        var rig = try Rig()
        #expect(rig.monitor.deadline == nil)
        for _ in 0..<10 {
            rig.advance()
            #expect(rig.tick().count == 0)
        }
    }

    @Test("a disarmed command transmits nothing")
    func disarmedCommand() throws {
        var rig = try Rig()
        rig.arming = 0
        let decision = try rig.send(rig.command(0, 0))
        #expect(decision.count == 0)
        #expect(decision.verdicts.front == .idle)
    }

    @Test("a new arming id with zero torque arms, and its frames go out")
    func arms() throws {
        let rig = try Rig.armed()
        #expect(rig.monitor.armingID == 70)
        #expect(rig.front.torques == [0])
        #expect(rig.rear.torques == [0])
        #expect(rig.front.frames.map(\.id.rawValue) == [0x1D4, 0x11A])
    }

    @Test("torque on either axle refuses an arming", arguments: [(1, 0), (0, 1), (-1, 0), (0, -1)])
    func armingWithTorque(front: Int, rear: Int) throws {
        var rig = try Rig()
        try rig.vehicle()
        let decision = try rig.send(rig.command(front, rear))
        #expect(decision.count == 0)
        #expect(decision.verdicts.front == .refused)
        #expect(decision.reasons.rear == .armingTorque)
        #expect(rig.monitor.state == .idle)
    }

    @Test("a used or older arming id never arms again", arguments: [70, 69, 1])
    func usedArming(id: UInt64) throws {
        var rig = try Rig.armed()
        rig.arming = 0
        _ = try rig.nextCycle(0, 0)
        #expect(rig.monitor.state == .idle)
        rig.arming = id
        let decision = try rig.nextCycle(0, 0)
        #expect(decision.reasons.front == .usedArming)
        #expect(rig.monitor.state == .idle)
        rig.arming = 71
        _ = try rig.nextCycle(0, 0)
        #expect(rig.monitor.state == .armed)
    }

    @Test("an arming id ahead of the clock is refused, and shuts out none that is not")
    func futureArming() throws {
        var rig = try Rig()
        try rig.vehicle()
        rig.arming = .max
        #expect(try rig.nextCycle(0, 0).reasons.front == .usedArming)
        rig.arming = UInt64(rig.now) + 10_000_001
        #expect(try rig.nextCycle(0, 0).reasons.front == .usedArming)
        rig.arming = 70
        #expect(try rig.nextCycle(0, 0).verdicts.front == .sent)
        rig.arming = UInt64(rig.now) + 10_000_000
        #expect(try rig.nextCycle(0, 0).verdicts.front == .sent)
    }

    @Test("an armed monitor refuses an older id and takes a newer one")
    func changeOfArming() throws {
        var rig = try Rig.armed()
        rig.arming = 69
        #expect(try rig.nextCycle(0, 0).reasons.front == .usedArming)
        rig.arming = 80
        #expect(try rig.nextCycle(0, 0).verdicts.front == .sent)
        #expect(rig.monitor.armingID == 80)
    }

    @Test("a new arming's counters begin where they like", arguments: UInt8(0)..<4)
    func newCounters(skipped: UInt8) throws {
        var rig = try Rig.armed()
        rig.arming = 71
        rig.counter = (rig.counter + skipped) & 3
        #expect(try rig.nextCycle(0, 0).verdicts.rear == .sent)
        #expect(rig.monitor.armingID == 71)
        try rig.drive(100, 100)
    }

    @Test("an arming ends the zeros of the disarming before it")
    func armedAgain() throws {
        var rig = try Rig.armed()
        rig.arming = 0
        _ = try rig.nextCycle(0, 0)
        #expect(rig.monitor.deadline == rig.now + 10 * millisecond)
        rig.arming = 71
        _ = try rig.nextCycle(0, 0)
        try rig.drive(400, 400)
        #expect(rig.monitor.deadline == rig.now + 20 * millisecond)
        rig.now += 15 * millisecond
        #expect(rig.tick().count == 0)
        #expect(rig.front.torques.last == 400)
        // Nor do they count: what trips later is held for ever.
        rig.monitor.peerVanished(at: rig.now)
        let sent = rig.front.torques.count
        for _ in 0..<10 {
            #expect(rig.tick().count == 4)
            rig.now += 10 * millisecond
        }
        #expect(rig.front.torques.dropFirst(sent).count == 10)
        #expect(rig.monitor.deadline != nil)
    }

    @Test("disarming sends three zero-torque pairs and then nothing")
    func disarming() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.arming = 0
        let sent = rig.front.torques.count
        // The first pair is in the answer to the command itself.
        #expect(try rig.nextCycle(0, 0).count == 4)
        for _ in 0..<10 {
            rig.now += 10 * millisecond
            _ = rig.tick()
        }
        for _ in 0..<10 { #expect(try rig.nextCycle(0, 0).count == 0) }
        #expect(rig.front.torques.dropFirst(sent) == [0, 0, 0])
        #expect(rig.rear.torques.suffix(3) == [0, 0, 0])
        #expect(rig.monitor.state == .idle)
        #expect(rig.monitor.deadline == nil)
    }

    @Test(
        "a foreign sender of our identifiers refuses arming for a second",
        arguments: [999, 1000]
    )
    func foreignBeforeArming(age: Int64) throws {
        var rig = try Rig()
        rig.monitor.observe(
            try torqueFrame(0, counter: 0),
            on: .rear,
            isLoopback: false,
            at: rig.now - age * millisecond
        )
        let decision = try rig.send(rig.command(0, 0))
        #expect(decision.reasons.front == (age < 1000 ? .foreignSender : Reasons()))
        #expect(rig.monitor.state == (age < 1000 ? .idle : .armed))
    }

    @Test("a foreign sender while armed takes torque away at once")
    func foreignWhileArmed() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        let own = try #require(rig.front.frames.last)
        rig.monitor.observe(own, on: .front, isLoopback: true, at: rig.now)
        #expect(rig.monitor.state == .armed)
        rig.monitor.observe(
            try gearFrame(4, counter: 0),
            on: .front,
            isLoopback: false,
            at: rig.now
        )
        #expect(rig.monitor.deadline == rig.now)
        _ = rig.tick()
        #expect(rig.monitor.trip == .foreignSender)
        #expect(rig.front.torques.last == 0)
        #expect(rig.rear.torques.last == 0)
    }

    @Test("the allow-list refuses doubles and an incomplete pair")
    func allowList() throws {
        var list = AllowList()
        let id = try #require(FrameID(standard: 0x1D4))
        let frame = AllowedFrame(axle: .front, id: id, length: 8, role: .torque, period: 1)
        append(frame, true)
        append(frame, false)
        var other = frame
        other.id = try #require(FrameID(standard: 0x1D5))
        append(other, false)
        other.role = .gear
        other.length = 7
        append(other, false)
        #expect(!list.isComplete)

        func append(_ frame: AllowedFrame, _ isExpected: Bool) {
            let isIn = list.append(frame)
            #expect(isIn == isExpected)
        }
    }
}
