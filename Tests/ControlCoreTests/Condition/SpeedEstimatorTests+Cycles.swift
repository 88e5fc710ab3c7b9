import ControlCore
import Testing
import VehicleModel

/// What each cycle of an axle counts, and which axle decides.
extension SpeedEstimatorTests {
    @Test(
        "an axle that has shown nothing yet pulls by the gain, and never past itself",
        arguments: [(2, 0.98), (50, 0.5), (100, 0), (150, 0)] as [(Double, Double)]
    )
    func pulls(gain: Double, rest: Double) {
        for sign in [1.0, -1] {
            var estimation = Estimation()
            estimation.parameters.gain = gain
            estimation.motion.push = sign > 0 ? .forward : .backward
            estimation.step(10 * sign, 12 * sign, sign)
            #expect(abs(estimation.speed * sign - 10 - 0.01 * rest) < 1e-12)
        }
    }

    @Test("an axle that is believed corrects by the gain, and never past itself")
    func correctsNoFurther() {
        for sign in [1.0, -1] {
            var estimation = Estimation()
            estimation.parameters.gain = 150
            estimation.motion.push = sign > 0 ? .forward : .backward
            for cycle in 0...20 {
                estimation.step(10 * sign, 10 * sign, 0.5 * sign)
                #expect(estimation.estimate.isCorrected == (cycle >= 10))
                #expect(abs(estimation.speed * sign - 10) < 1e-12)
            }
        }
    }

    @Test("an axle that is steady bounds the estimate at once from the tenth cycle on")
    func boundsFromTenth() {
        for axle in Axle.allCases {
            for sign in [1.0, -1] {
                var estimation = Estimation()
                estimation.motion.push = sign > 0 ? .forward : .backward
                estimation.motion.hasSlipCap = true
                var speeds = AxlePair(both: 12 * sign)
                speeds[axle] = 10 * sign
                for cycle in 0...12 {
                    estimation.step(speeds.front, speeds.rear, sign)
                    #expect((estimation.speed == 10 * sign) == (cycle >= 10), "\(axle) \(cycle)")
                    #expect(!estimation.estimate.isCorrected)
                }
            }
        }
    }

    @Test("an axle that nothing turns is the vehicle's speed from the tenth cycle on")
    func rollsFromTenth() {
        for axle in Axle.allCases {
            var estimation = rolling(at: 8, .forward)
            estimation.motion.hasSlipCap = true
            estimation.motion.idle[axle] = true
            var speeds = AxlePair(both: 12.0)
            speeds[axle] = 10
            estimation.parameters.smoothing = .zero
            estimation.step(speeds.front, speeds.rear, 0)
            for cycle in 1...12 {
                estimation.step(speeds.front, speeds.rear, 0)
                #expect(estimation.estimate.isCorrected == (cycle >= 10), "\(axle) \(cycle)")
                #expect((estimation.speed == 10) == (cycle >= 10))
            }
        }
    }

    @Test("of two axles that are alike the front one decides, the rear one where they are braked")
    func alike() {
        for (push, decides) in [
            (.forward, .front), (.none, .front), (.backward, .rear),
        ] as [(PushDirection, Axle)] {
            for calm in Axle.allCases {
                var estimation = Estimation()
                estimation.motion.push = push
                for cycle in 0..<20 {
                    var speeds = AxlePair(both: cycle % 2 == 0 ? 10.1 : 10.5)
                    speeds[calm] = 10
                    estimation.step(speeds.front, speeds.rear, 0)
                }
                estimation.step(10, 10, 0)
                #expect(estimation.estimate.isCorrected == (calm == decides), "\(push) \(calm)")
            }
        }
    }

    @Test("the only axle that is known decides, whichever it is")
    func onlyOne() {
        for axle in Axle.allCases {
            for push in [PushDirection.forward, .none, .backward] {
                var estimation = Estimation()
                estimation.motion.push = push
                for cycle in 0...10 {
                    estimation.step(axle == .front ? 10 : nil, axle == .rear ? 10 : nil, 0)
                    #expect(estimation.estimate.isCorrected == (cycle == 10), "\(axle) \(push)")
                }
            }
        }
    }

    @Test("a slope is learnt from the tenth cycle on, from both axles' mean while they roll alike")
    func learnsSlope() {
        for (apart, isAlike) in [(0.249, true), (0.25, false)] {
            var estimation = Estimation()
            estimation.motion.push = .forward
            estimation.parameters.smoothing = .zero
            estimation.parameters.nearnessFloor = Speed(0.25)
            for cycle in 0...10 {
                #expect(estimation.estimator.bias == .zero)
                // The rear axle is 0.2 m/s² faster than the front one.
                let gain = 0.002 * Double(cycle - 10)
                estimation.step(10, 10 + apart + gain, 0.702)
            }
            let learnt = estimation.estimator.bias.rawValue
            #expect(abs(learnt - (isAlike ? 0.602 * 0.01 / 3.01 : 0)) < 1e-12)
        }
    }

    @Test("standstill, a lost accelerometer and lost axles take what was shown with them")
    func forgets() {
        for (axle, acceleration) in [(0, 0), (0.06, nil), (nil, 0)] as [(Double?, Double?)] {
            var estimation = rolling(at: 0.06, .forward)
            for _ in 0..<10 { estimation.step(0.06, 0.06, 0) }
            #expect(estimation.estimate.isCorrected)
            estimation.step(axle, axle, acceleration)
            for cycle in 0...10 {
                estimation.step(0.06, 0.06, 0)
                #expect(estimation.estimate.isCorrected == (cycle == 10))
            }
        }
    }
}
