import CANFrames
import Testing
import TorqueMonitor

/// A million cycles of a random driver, car, battery and daemon, against bounds worked out anew.
@Suite struct MillionStepTests {
    /// The pedal's bound in counts, as the specification words it: it falls 160 in 10 ms.
    private struct Expected {
        var upper = 4080
        var brake = 3000

        mutating func step(pedal: Int, isBraking: Bool) -> Int {
            let part = pedal * 5 < 20 ? 0 : pedal * 5
            let low = 160 + 840 * min(part, 500) / 500
            let torque = part <= 500 ? low : 1000 + 3000 * (part - 500) / 500
            upper = max(torque + 80, upper - 160)
            brake = max(isBraking ? 0 : 3000, brake - 100)
            return isBraking ? min(upper, brake) : upper
        }
    }

    @Test(
        "nothing is ever sent above what was asked, nor above a bound",
        arguments: UInt64(0)..<100
    )
    func tenThousand(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed + 7000)
        let sign = seed % 2 == 0 ? 1 : -1
        var rig = try Rig.armed(makeSettings()) { if sign < 0 { $0.reverse() } }
        let envelope = makeCurve([(0, 1360), (4000, 1360), (8000, 560), (10_000, 0)])
        var expected = Expected()
        var worst = ""
        var sentAny = 0
        for _ in 0..<10_000 {
            change(&rig, sign, &random)
            var asked = PerAxle(
                front: Int.random(in: -1600...1600, using: &random),
                rear: Int.random(in: -1600...1600, using: &random)
            )
            if rig.monitor.state != .armed {
                rig.arming += 1
                asked = PerAxle(both: 0)
            }
            let decision = try rig.nextCycle(asked.front, asked.rear)
            let bound = expected.step(
                pedal: max(rig.pedal?.a ?? 0, rig.pedal?.b ?? 0),
                isBraking: rig.isBraking
            )
            var driving = 0
            for axle in [Axle.front, .rear] {
                let torque = decision.torque[axle]
                driving += max(0, torque * sign)
                if abs(torque) > abs(asked[axle]) || torque * asked[axle] < 0 { worst = "asked" }
                if abs(torque) > envelope.torque(at: rig.speed[axle]) + 40 { worst = "envelope" }
                if torque != 0 { sentAny += 1 }
            }
            if driving > bound { worst = "pedal \(driving) > \(bound)" }
            if rig.monitor.state != .armed, driving != 0 { worst = "tripped" }
            // What was on the wire is not kept.
            rig.front.frames.removeAll(keepingCapacity: true)
            rig.rear.frames.removeAll(keepingCapacity: true)
            guard worst.isEmpty else {
                Issue.record("\(worst)")
                return
            }
        }
        #expect(sentAny > 1000)
    }

    private func change(_ rig: inout Rig, _ sign: Int, _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<30, using: &random) {
        case 0...2:
            let pedal = Int.random(in: 0...200, using: &random)
            rig.pedal = (pedal, Int.random(in: 0...pedal, using: &random))
        case 3: rig.isBraking.toggle()
        case 4: rig.speed.front = Int.random(in: -500...10_000, using: &random) * sign
        case 5: rig.speed.rear = Int.random(in: -500...10_000, using: &random) * sign
        case 6: rig.limit = Int.random(in: 0...1000, using: &random)
        case 7: rig.charge = Int.random(in: 0...1000, using: &random)
        default: break
        }
    }
}
