import CANFrames
import Testing
import TorqueMonitor

@Suite struct TransmissionTests {
    private func front(_ rig: Rig) -> Transmission {
        rig.monitor.transmission(of: .front, at: rig.now)
    }

    /// A rig whose every command has the front's state frame too, and that has sent it once.
    private func withStateFrame() throws -> Rig {
        var rig = try Rig.armed()
        rig.advance()
        var command = try rig.command(0, 0)
        try command.put(plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 0]), for: .front)
        _ = rig.send(command)
        return rig
    }

    @Test("every frame handed over is counted, on its own bus, and every one that comes back")
    func confirmed() throws {
        var rig = try withStateFrame()
        #expect(front(rig).queued == 5)
        #expect(front(rig).confirmed == 0)
        rig.echo(rig.front.frames, on: .front)
        #expect(front(rig).confirmed == 5)
        let rear = rig.monitor.transmission(of: .rear, at: rig.now)
        #expect([rear.queued, rear.confirmed, rear.unconfirmed, rear.dropped] == [4, 0, 0, 0])
        #expect(rig.monitor.state == .armed)
    }

    @Test("the time to the echo is that of torque frames: the newest, and the greatest")
    func echoTimes() throws {
        var rig = try Rig.armed()
        #expect(front(rig).newestEcho == 0)
        #expect(front(rig).greatestEcho == 0)
        for (delay, greatest) in [(300_000, 300_000), (1_200_000, 1_200_000), (250_000, 1_200_000)]
        {
            let sent = rig.front.frames.count
            _ = try rig.nextCycle(100, 100)
            let frames = rig.front.frames[sent...]
            rig.now += Int64(delay)
            rig.echo(frames.filter { $0.id.rawValue == 0x1D4 }, on: .front)
            rig.now += millisecond
            // Gear frames confirm themselves, and wait for the bus behind the torque.
            rig.echo(frames.filter { $0.id.rawValue == 0x11A }, on: .front)
            #expect(front(rig).newestEcho == Int64(delay))
            #expect(front(rig).greatestEcho == Int64(greatest))
        }
    }

    @Test(
        "an echo is the older of two equal frames' until that is 35 ms old, then the other's",
        arguments: [-1, 0]
    )
    func equals(step: Int64) throws {
        var rig = try Rig.armed()
        let sent = rig.now
        let torque = try #require(rig.front.frames.first)
        for _ in 0..<4 {
            rig.advance(5 * millisecond)
            _ = try rig.send(rig.command(0, 0))
        }
        #expect(rig.front.frames.count { $0 == torque } == 2)
        rig.now = sent + 35 * millisecond + step
        rig.echo([torque], on: .front)
        #expect(front(rig).newestEcho == (step < 0 ? 35 : 15) * millisecond + step)
    }

    @Test("an echo whose stamp is before the handing over took no time")
    func stampBefore() throws {
        var rig = try Rig.armed()
        rig.now -= 1000
        rig.echo(rig.front.frames, on: .front)
        #expect(front(rig).confirmed == 2)
        #expect(front(rig).newestEcho == 0)
    }

    @Test("without an echo a frame is unconfirmed after 50 ms, not before", arguments: [-1, 0])
    func patience(step: Int64) throws {
        var rig = try Rig.armed()
        rig.now += 50 * millisecond + step
        #expect(front(rig).unconfirmed == (step < 0 ? 0 : 2))
        #expect(front(rig).overdue == (step < 0 ? 0 : 2))
        // Late is better than never: it was on the wire, and it is ours.
        rig.echo(rig.front.frames, on: .front)
        #expect(front(rig).unconfirmed == 0)
        #expect(front(rig).confirmed == 2)
        #expect(front(rig).greatestEcho == 50 * millisecond + step)
        #expect(rig.monitor.trip == .none)
    }

    @Test(
        "what a later frame overtook is lost, and no longer the newest",
        arguments: [false, true]
    )
    func overtaken(repeatsItself: Bool) throws {
        var rig = try Rig.armed()
        for cycle in 0..<9 {
            let torque = repeatsItself ? 100 : 100 + cycle
            _ = try rig.nextCycle(torque, torque)
        }
        rig.echo(rig.front.frames.suffix(2), on: .front)
        #expect(front(rig).queued == 20)
        #expect(front(rig).confirmed == 2)
        #expect(front(rig).unconfirmed == 18)
        #expect(front(rig).overdue == 0)
    }

    @Test("once a bus acknowledges again, new frames are confirmed at once, old ones stay lost")
    func recovered() throws {
        var rig = try Rig.armed()
        for _ in 0..<99 { _ = try rig.nextCycle(100, 100) }
        #expect(front(rig).overdue == 54)
        let before = front(rig)
        for _ in 0..<100 {
            rig.advance()
            rig.now -= 300_000
            try rig.vehicle()
            let sent = rig.front.frames.count
            _ = try rig.send(rig.command(100, 100))
            rig.now += 300_000
            rig.echo(rig.front.frames.dropFirst(sent), on: .front)
            #expect(front(rig).overdue == 0)
        }
        #expect(front(rig).confirmed == 200)
        #expect(front(rig).unconfirmed == before.queued)
        #expect(front(rig).greatestEcho == 300_000)
        #expect(rig.monitor.state == .armed)
    }

    @Test(
        "a bus that stands still for 300 ms and then gives everything back has sent nothing foreign"
    )
    func stalled() throws {
        var rig = try Rig.armed()
        rig.echo(rig.front.frames, on: .front)
        let sent = rig.front.frames.count
        for _ in 0..<30 { _ = try rig.nextCycle(100, 100) }
        rig.echo(rig.front.frames.dropFirst(sent), on: .front)
        #expect(rig.monitor.state == .armed)
        #expect(front(rig).confirmed == front(rig).queued)
        #expect(front(rig).unconfirmed == 0)
        // And each counts once.
        rig.echo(rig.front.frames.suffix(1), on: .front)
        #expect(rig.monitor.trip == .foreignSender)
    }

    @Test("where nobody acknowledges, every frame older than 50 ms is unconfirmed")
    func nobodyAcknowledges() throws {
        var rig = try Rig.armed()
        for _ in 0..<999 { _ = try rig.nextCycle(100, 100) }
        // Those of the last five cycles are on their way.
        #expect(front(rig).queued == 2000)
        #expect(front(rig).confirmed == 0)
        #expect(front(rig).unconfirmed == 1990)
        #expect(front(rig).overdue == 54)
    }

    @Test("another program's frame confirms none of ours, whatever its length")
    func foreign() throws {
        var rig = try withStateFrame()
        rig.echo([try plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 0, 0])], on: .front)
        rig.echo([try plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 1])], on: .front)
        rig.monitor.observe(
            try plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 0]),
            on: .front,
            isLoopback: false,
            at: rig.now
        )
        #expect(front(rig).confirmed == 0)
        #expect(rig.monitor.state == .armed)
        rig.echo([try torqueFrame(4, counter: 3)], on: .front)
        #expect(front(rig).confirmed == 0)
        #expect(rig.monitor.trip == .foreignSender)
    }

    @Test("frames due while a link is down are counted, one by one, and none is sent after")
    func outage() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.links.front = false
        let sent = rig.front.frames.count
        for _ in 0..<200 { _ = try rig.nextCycle(40, 40) }
        #expect(rig.front.frames.count == sent)
        #expect(front(rig).dropped == 400)
        #expect(front(rig).queued == UInt32(sent))
        rig.links.front = true
        _ = try rig.nextCycle(0, 0)
        #expect(rig.front.frames.count == sent + 2)
        #expect(front(rig).dropped == 400)
        #expect(rig.monitor.transmission(of: .rear, at: rig.now).dropped == 0)
    }

    @Test("a queue that takes nothing costs the frames of each cycle, once")
    func fullQueue() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.broken = .rear
        for _ in 0..<100 { _ = try rig.nextCycle(40, 40) }
        #expect(rig.monitor.transmission(of: .rear, at: rig.now).dropped == 200)
        let rear = rig.rear.torques.count
        let front = rig.front.torques.count
        rig.broken = nil
        _ = rig.monitor.deadline
        _ = try rig.nextCycle(0, 0)
        #expect(rig.rear.torques.count == rear + 1)
        #expect(rig.front.torques.count == front + 1)
    }

    @Test(
        "held zeros keep their phase through an outage: frames of 10 ms and of 100 ms, no burst after",
        arguments: [false, true]
    )
    func phase(isQueueFull: Bool) throws {
        var rig = try withStateFrame()
        let begun = rig.now
        rig.now += 20 * millisecond
        var turns: [(at: Int64, state: Int)] = []
        var dropped: [UInt32] = []
        for turn in 0..<400 {
            let isOut = (100..<303).contains(turn)
            rig.links.front = isQueueFull || !isOut
            rig.broken = isQueueFull && isOut ? .front : nil
            let before = rig.front.frames.count
            _ = rig.tick()
            let frames = rig.front.frames[before...]
            if isOut {
                #expect(frames.isEmpty)
            } else {
                #expect(frames.count { $0.id.rawValue == 0x1D4 } == 1)
                #expect(frames.count { $0.id.rawValue == 0x11A } == 1)
                turns.append((rig.now, frames.count { $0.id.rawValue == 0x50B }))
            }
            dropped.append(front(rig).dropped)
            let next = try #require(rig.monitor.deadline)
            #expect(next == rig.now + 10 * millisecond)
            rig.now = next
        }
        // 203 turns of two frames, and each tenth turn the third.
        #expect(dropped[399] == 203 * 2 + 20)
        for (at, state) in turns {
            #expect(state == ((at - begun) % (100 * millisecond) == 0 ? 1 : 0), "\(at - begun)")
        }
    }

    @Test("a bus that is back finds counters that go on where they were")
    func counters() throws {
        var rig = try Rig.armed()
        try rig.drive(100, 100)
        let last = try #require(rig.front.frames.last { $0.id.rawValue == 0x1D4 }).bytes[4] >> 6
        rig.links.front = false
        for _ in 0..<7 { _ = try rig.nextCycle(100, 100) }
        rig.links.front = true
        _ = try rig.nextCycle(100, 100)
        let next = try #require(rig.front.frames.last { $0.id.rawValue == 0x1D4 }).bytes[4] >> 6
        #expect(next == (last + 1) & 3)
    }
}
