import CANFrames
import Testing

@testable import TorqueMonitor

/// Which of the frames that were sent have come back.
@Suite struct SentFrameTests {
    private func frame(_ number: Int) throws -> Frame {
        try plain(0x1D4, [UInt8(number & 0xFF), UInt8(number >> 8), 3, 4, 5, 6, 7, 8])
    }

    /// Frames with these numbers, sent at 0, 10, 20 and so on.
    private func sent(_ numbers: some Sequence<Int>) throws -> SentFrames {
        var sent = SentFrames()
        for (index, number) in numbers.enumerated() {
            try sent.append(frame(number), at: Int64(index * 10))
        }
        return sent
    }

    @Test("a frame comes back once, with the time at which it was handed over")
    func once() throws {
        var sent = try sent([1, 2, 3])
        #expect(try sent.take(frame(1), preferringAfter: -1) == 0)
        #expect(try sent.take(frame(1), preferringAfter: -1) == nil)
        #expect(try sent.take(frame(2), preferringAfter: -1) == 10)
        #expect(try sent.take(frame(3), preferringAfter: -1) == 20)
        #expect(sent.lost == 0)
    }

    @Test("every byte counts", arguments: 0..<8)
    func bytes(index: Int) throws {
        var sent = try sent([1])
        var other = try frame(1)
        other[index] ^= 0x80
        #expect(sent.take(other, preferringAfter: -1) == nil)
        other[index] ^= 0x80
        #expect(sent.take(other, preferringAfter: -1) == 0)
    }

    @Test("an FD frame is none of the guardian's, whatever is in it")
    func flags() throws {
        var sent = try sent([1])
        let id = try #require(FrameID(standard: 0x1D4))
        let other = try #require(Frame(id: id, flags: .isFD, bytes: frame(1).bytes))
        #expect(sent.take(other, preferringAfter: -1) == nil)
        #expect(try sent.take(frame(1), preferringAfter: -1) == 0)
    }

    @Test("the oldest of equal frames handed over after the limit comes back, or else the oldest")
    func equals() throws {
        for (limit, first, second) in [
            (-1, 0, 10), (0, 10, 20), (9, 10, 20), (10, 20, 0), (19, 20, 0), (20, 0, 10),
            (100, 0, 10),
        ] as [(Int64, Int64, Int64)] {
            var sent = try sent([7, 7, 7])
            #expect(try sent.take(frame(7), preferringAfter: limit) == first, "\(limit)")
            #expect(try sent.take(frame(7), preferringAfter: limit) == second, "\(limit)")
        }
    }

    @Test("what the bus overtook is lost, but of what is older than the limit that is not known")
    func overtaken() throws {
        for (limit, lost) in [(-1, 3), (0, 2), (9, 2), (10, 1), (19, 1), (20, 0), (29, 0)]
            as [(Int64, UInt32)]
        {
            var sent = try sent([1, 2, 3, 4])
            #expect(try sent.take(frame(4), preferringAfter: limit) == 30)
            #expect(sent.lost == lost)
        }
        // One that is not the oldest of its equals tells nothing of those before it.
        var sent = try sent([7, 1, 7])
        #expect(try sent.take(frame(7), preferringAfter: 5) == 20)
        #expect(sent.lost == 0)
        #expect(try sent.take(frame(1), preferringAfter: 5) == 10)
        #expect(try sent.take(frame(7), preferringAfter: 5) == 0)
    }

    @Test("unconfirmed is what is as old as the limit, or before one that came back")
    func unconfirmed() throws {
        var sent = try sent([1, 2, 3, 4, 5])
        #expect(sent.unconfirmed(since: -1) == 0)
        #expect(sent.unconfirmed(since: 0) == 1)
        #expect(sent.unconfirmed(since: 10) == 2)
        #expect(sent.overdue(since: -1) == 0)
        #expect(sent.overdue(since: 10) == 2)
        #expect(try sent.take(frame(3), preferringAfter: 100) == 20)
        #expect(sent.lost == 0)
        #expect(sent.unconfirmed(since: -1) == 2)
        #expect(sent.unconfirmed(since: 10) == 2)
        #expect(sent.unconfirmed(since: 30) == 3)
        #expect(sent.overdue(since: 29) == 0)
        #expect(sent.overdue(since: 30) == 1)
        #expect(sent.overdue(since: 40) == 2)
        // An older one that comes back late makes nothing newer overdue.
        #expect(try sent.take(frame(1), preferringAfter: 100) == 0)
        #expect(sent.unconfirmed(since: -1) == 1)
        #expect(sent.overdue(since: 20) == 0)
        #expect(sent.overdue(since: 40) == 2)
    }

    @Test("32 are waited for; the oldest is lost when the next one is sent")
    func capacity() throws {
        var sent = try sent(1...32)
        #expect(sent.lost == 0)
        #expect(sent.overdue(since: 1000) == 32)
        try sent.append(frame(33), at: 320)
        #expect(sent.lost == 1)
        #expect(sent.overdue(since: 1000) == 32)
        #expect(try sent.take(frame(1), preferringAfter: 1000) == nil)
        #expect(try sent.take(frame(2), preferringAfter: 1000) == 10)
        #expect(try sent.take(frame(33), preferringAfter: 1000) == 320)
        // The place of one that came back is free: nothing is lost for the next.
        try sent.append(frame(34), at: 330)
        #expect(sent.lost == 1)
        try sent.append(frame(35), at: 340)
        #expect(sent.lost == 2)
        #expect(sent.unconfirmed(since: -1) == 29)
        #expect(sent.overdue(since: 1000) == 2)
    }
}

@Suite struct DecisionTests {
    private func frame(_ torque: Int?) throws -> OutgoingFrame {
        OutgoingFrame(axle: .rear, frame: try plain(0x1D4, [1]), torque: torque, entry: 3)
    }

    @Test("a decision holds sixteen frames, and drops what is more")
    func capacity() throws {
        var decision = Decision()
        for number in 0..<17 { try decision.append(frame(number)) }
        #expect(decision.count == 16)
        #expect(decision[0]?.torque == 0)
        #expect(decision[15]?.torque == 15)
        #expect(decision[16] == nil)
        #expect(decision[-1] == nil)
    }

    @Test("after a torque that could not go out only zero torque may, and frames without torque")
    func broken() throws {
        var decision = Decision()
        for torque in [nil, 0, 1, -1] { #expect(try decision.mayStillSend(frame(torque))) }
        decision.isBroken = true
        for torque in [nil, 0] { #expect(try decision.mayStillSend(frame(torque))) }
        for torque in [1, -1] { #expect(try !decision.mayStillSend(frame(torque))) }
    }

    @Test("a lost frame makes a verdict dropped, but for what was refused or not asked")
    func drop() {
        for (verdict, after) in [
            (.idle, .idle), (.sent, .dropped), (.clamped, .dropped), (.zeroed, .dropped),
            (.refused, .refused), (.dropped, .dropped),
        ] as [(Verdict, Verdict)] {
            var decision = Decision()
            decision.verdicts.rear = verdict
            decision.drop(.rear)
            #expect(decision.verdicts.rear == after)
            #expect(decision.verdicts.front == .idle)
        }
    }

    @Test("a refusal is of both axles and has its reasons alone, a note comes to those there are")
    func reasons() {
        var decision = Decision()
        decision.reasons.front = .gear
        decision.note(.abs)
        #expect(decision.reasons.front.rawValue == Reasons.gear.rawValue | Reasons.abs.rawValue)
        #expect(decision.reasons.rear == .abs)
        decision.refuse(for: .token)
        #expect(decision.reasons.front == .token)
        #expect(decision.reasons.rear == .token)
        #expect(decision.verdicts.front == .refused)
        #expect(decision.verdicts.rear == .refused)
    }
}
