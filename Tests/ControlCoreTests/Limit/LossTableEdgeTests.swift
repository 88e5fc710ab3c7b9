import Testing
import VehicleModel

@testable import ControlCore

@Suite("LossTable at its edges")
struct LossTableEdgeTests {
    @Test("every point is checked, the first and the last too", arguments: [0, 1, 17, 288])
    func everyPoint(place: Int) {
        func table(_ bad: Double) -> LossTable? {
            LossTable.sampled { speed, torque in
                let index = 17 * Int(speed / 75) + Int(torque / 25)
                return index == place ? bad : Double(index % 17 + 10)
            }
        }
        for bad in notFinite + [-0.5] { #expect(table(bad) == nil) }
        #expect(table(Double(place % 17 + 10)) != nil)
    }

    @Test("a loss that falls is refused at every step of torque, and one that stays is not")
    func everyStep() {
        for step in 1...16 {
            #expect(LossTable.sampled { _, t in t < Double(step) * 25 ? 9 : 8 } == nil)
        }
        #expect(LossTable.sampled { w, t in w == 1200 && t == 400 ? 8 : 9 } == nil)
        #expect(LossTable.sampled { _, _ in 9 } != nil)
        #expect(LossTable.sampled { w, _ in 2000 - w } != nil)
    }

    @Test("between and at the last speeds losses are read from the last cell")
    func lastSpeeds() {
        let losses = AxleLosses.make { w, _ in w * w }
        #expect(losses.lost(by: 0, at: 1125) == 1_265_625)
        #expect(losses.lost(by: 0, at: 1200) == 1_440_000)
        #expect(losses.lost(by: 0, at: 1162.5) == 1_352_812.5)
        #expect(losses.lost(by: 0, at: 1300) == 1_440_000)
        #expect(losses.lost(by: 0, at: 1050) == 1_102_500)
    }

    @Test("a millionth of a newton metre is a torque, less is none")
    func leastTorque() {
        var losses = AxleLosses.make { _, t in 10 * t }
        let speed = RotationalSpeed(75)
        func counted(_ torque: Double) -> Double {
            losses.counted(Torque(torque), speed, speed, returning: false).torque
        }
        // 10 W/Nm over the torque.
        #expect(abs(counted(1e-6) - 1e7) < 1)
        #expect(abs(counted(-1.05e-6) - 1e7 / 1.05) < 1)
        #expect(counted(0.999e-6) == 0)
    }

    @Test("where one more step would return just nothing more, the optimum is reached")
    func optimum() {
        // 2 W/Nm lost, and 2 W/Nm at the shaft.
        var losses = AxleLosses.make { _, t in 2 * t }
        let (even, more) = (
            losses.regenerationOptimum(at: RotationalSpeed(2)),
            losses.regenerationOptimum(at: RotationalSpeed(2.001))
        )
        #expect(even == .zero)
        #expect(more == Torque(400))
    }
}
