import CANFrames
import Testing

@testable import TorqueMonitor

/// A unit that is mounted the other way: negative on the wire drives forward.
@Suite struct InvertedUnitTests {
    @Test(
        "whatever is asked, it is sent what another unit is sent, with the other sign",
        arguments: 0..<20
    )
    func mirrored(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var usual = try Rig.armed()
        var inverted = try Rig.armed(makeSettings(isInverted: true))
        for _ in 0..<200 {
            let front = Int.random(in: -600...1400, using: &random)
            let rear = Int.random(in: -600...1400, using: &random)
            let one = try usual.nextCycle(front, rear)
            let other = try inverted.nextCycle(-front, -rear)
            for axle in [Axle.front, .rear] {
                #expect(one.verdicts[axle] == other.verdicts[axle])
                #expect(one.reasons[axle] == other.reasons[axle])
            }
            for index in 0..<max(one.count, other.count) {
                #expect(one[index]?.torque == other[index]?.torque)
            }
            #expect(usual.front.torques.last == inverted.front.torques.last.map { -$0 })
            #expect(usual.rear.torques.last == inverted.rear.torques.last.map { -$0 })
            #expect(usual.monitor.state == inverted.monitor.state)
        }
        #expect(usual.front.torques.contains { $0 != 0 })
    }

    @Test("torque against the gear is cut, though its number on the wire is positive")
    func againstTheGear() throws {
        var rig = try Rig.armed(makeSettings(isInverted: true))
        rig.speed = PerAxle(both: 0)
        let decision = try rig.nextCycle(400, 400)
        #expect(decision.reasons.front.contains(.againstGear))
        #expect(rig.front.torques.last == 0 && rig.rear.torques.last == 0)
    }
}
