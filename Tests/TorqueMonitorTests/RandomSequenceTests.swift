import CANFrames
import Testing
import TorqueMonitor

/// A generator whose every sequence can be had again by its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

@Suite struct RandomSequenceTests {
    // The wire in the rig checks every checksum and that counters follow.
    @Test("no sequence of events makes torque where there must be none", arguments: UInt64(0)..<150)
    func anySequence(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var rig = try Rig()
        try rig.vehicle()
        // The largest arming id that tripped or was left; nothing up to it may make torque again.
        var dead: UInt64 = 0
        var armed: UInt64 = 0
        var lastGood = rig.now
        for _ in 0..<400 {
            rig.advance(Int64.random(in: 1...13, using: &random) * millisecond)
            if Int.random(in: 0..<10, using: &random) > 0 { try rig.vehicle() }
            disturb(&rig, &random)
            var asked = PerAxle(
                front: Int.random(in: -2048...2047, using: &random),
                rear: Int.random(in: -2048...2047, using: &random)
            )
            if rig.arming != armed || Int.random(in: 0..<3, using: &random) == 0 {
                asked = PerAxle(both: 0)
            }
            var command = try rig.command(asked.front, asked.rear)
            if Int.random(in: 0..<30, using: &random) == 0 { command.token ^= 2 }
            let decision = rig.send(command)
            let isTaken = decision.verdicts.front != .refused && decision.verdicts.front != .idle
            if isTaken && rig.arming > 0 {
                #expect(rig.arming > dead)
                #expect(rig.now - lastGood < 20 * millisecond || rig.arming != armed)
                armed = rig.arming
                lastGood = rig.now
            }
            for axle in [Axle.front, .rear] {
                let torque = decision.torque[axle]
                #expect(abs(torque) <= abs(asked[axle]))
                #expect(torque * asked[axle] >= 0)
                #expect(torque == 0 || isTaken)
            }
            if rig.monitor.state != .armed {
                dead = max(dead, armed)
                #expect(decision.torque.front == 0)
                #expect(decision.torque.rear == 0)
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                rig.now += Int64.random(in: 0...15, using: &random) * millisecond
                let frames = rig.tick()
                if rig.now - lastGood >= 20 * millisecond {
                    #expect(rig.monitor.state != .armed)
                    dead = max(dead, armed)
                }
                for index in 0..<frames.count { #expect(frames[index]?.torque ?? 0 == 0) }
            }
        }
        #expect(rig.front.frames.count > 0)
    }

    private func disturb(_ rig: inout Rig, _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<40, using: &random) {
        case 0: rig.arming = 0
        case 1...4: rig.arming = UInt64.random(in: 70...400, using: &random)
        case 5: rig.speed = PerAxle(both: Int.random(in: -11_000...11_000, using: &random))
        case 6: rig.limit = Int.random(in: 0...1023, using: &random)
        case 7: rig.gear = PerAxle(both: UInt8.random(in: 0...4, using: &random))
        case 8: rig.startState = 7 - UInt8.random(in: 0...1, using: &random)
        case 9: rig.links.front.toggle()
        case 10: rig.links.rear.toggle()
        case 11: rig.broken = .front
        case 12: rig.broken = .rear
        case 13: rig.monitor.peerVanished(at: rig.now)
        case 14: rig.counter = UInt8.random(in: 0...3, using: &random)
        case 15: rig.cycle += 2
        case 16...20:
            rig.links = PerAxle(both: true)
            rig.broken = nil
            rig.gear = PerAxle(both: 4)
            rig.startState = 7
        default: break
        }
    }
}
