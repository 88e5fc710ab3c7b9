import ControlCore
import Testing
import VehicleModel

/// What standstill teaches, what is none, and which way wheels are pushed.
extension SpeedEstimatorTests {
    @Test("standstill tells the bias within its bound, and holds the estimate at zero")
    func bias() {
        for (shown, learnt) in [(0.3, 0.3), (-0.3, -0.3), (8, 4), (-8, -4)] {
            var estimation = Estimation()
            for _ in 0..<100 { estimation.step(0, 0, shown) }
            #expect(estimation.speed == 0)
            #expect(
                abs(estimation.estimator.bias.rawValue / learnt - (abs(shown) > 4 ? 1 : 0.63)) < 0.1
            )
            for _ in 0..<900 { estimation.step(0.049, -0.049, shown) }
            #expect(estimation.speed == 0)
            #expect(abs(estimation.estimator.bias.rawValue - learnt) < 1e-3)
            // Not learnt while it moves and slips.
            estimation.motion.hasSlipCap = true
            for _ in 0..<100 { estimation.step(0.051, 0.051, 0) }
            #expect(abs(estimation.estimator.bias.rawValue - learnt) < 1e-3)
        }
    }

    @Test("motors stand below 0.05 m/s, both, and after a stop from below 1 m/s")
    func standingBounds() {
        let below = 0.05.nextDown
        for (front, rear, start, isStanding) in [
            (below, below, 0, true), (-below, -below, 0, true), (0.05, 0, 0, false),
            (0, 0.05, 0, false), (-0.05, 0, 0, false), (0, 0, 1.0.nextDown, true),
            (0, 0, 1, false), (0, 0, -1, false),
        ] as [(Double, Double, Double, Bool)] {
            var estimation = rolling(at: start, start < 0 ? .forward : .backward)
            #expect(estimation.speed == start && estimation.estimator.bias == .zero)
            estimation.step(front, rear, 0.3)
            #expect((estimation.estimator.bias != .zero) == isStanding, "\(front) \(start)")
        }
    }

    @Test("what standstill tells is without the slope that is known")
    func biasOnSlope() {
        for slope in [1.0, -1] {
            var estimation = Estimation()
            estimation.motion.slope = Acceleration(slope)
            estimation.step(0, 0, slope + 0.303)
            #expect(abs(estimation.estimator.bias.rawValue - 0.003) < 1e-12)
        }
    }

    @Test("wheels that lock while the car slides do not stand")
    func lockedWheels() {
        var estimation = rolling(at: 10, .backward)
        for _ in 0..<300 { estimation.step(0, 0, -1) }
        #expect(abs(estimation.speed - 7) < 1e-6)
        #expect(estimation.estimator.bias == .zero)
        for _ in 0..<700 { estimation.step(0, 0, -1) }
        #expect(estimation.speed == 0)
    }

    @Test("the wheels are pushed by the motors first, then by the brakes against the motion")
    func pushes() {
        func push(_ total: Double, _ isBraking: Bool, _ speed: Double?) -> PushDirection {
            PushDirection(
                total: Torque(total),
                isBraking: isBraking,
                speed: speed.map { Speed($0) },
                leastTorque: parameters.leastTorque
            )
        }
        #expect(push(5.01, true, 10) == .forward)
        #expect(push(-5.01, true, -10) == .backward)
        #expect(push(5, false, 10) == .none)
        #expect(push(-5, false, 10) == .none)
        #expect(push(5, true, 10) == .backward)
        #expect(push(-5, true, -10) == .forward)
        #expect(push(0, true, 0) == .none)
        #expect(push(0, true, nil) == .none)
        #expect(push(.nan, false, 10) == .none)
    }
}
