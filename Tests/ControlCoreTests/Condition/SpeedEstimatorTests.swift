import ControlCore
import Testing
import VehicleModel

@Suite("SpeedEstimator")
struct SpeedEstimatorTests {
    let parameters = SpeedEstimatorParameters()

    struct Estimation {
        var estimator = SpeedEstimator()
        var estimate = SpeedEstimate()
        var motion = AxleMotion()
        var parameters = SpeedEstimatorParameters()

        var speed: Double { estimate.speed?.rawValue ?? .nan }

        mutating func step(_ front: Double?, _ rear: Double?, _ acceleration: Double?) {
            motion.motors = AxlePair(
                front: front.map { Speed($0) },
                rear: rear.map { Speed($0) }
            )
            motion.acceleration = acceleration.map { Acceleration($0) }
            estimate = estimator.step(motion, period: .milliseconds(10), with: parameters)
        }
    }

    func rolling(at speed: Double, _ push: PushDirection) -> Estimation {
        var estimation = Estimation()
        estimation.motion.push = push
        estimation.step(speed, speed, 0)
        return estimation
    }

    @Test("the first estimate is the axle that slips least, the slower of two that roll")
    func seeds() {
        let cases: [(Double, Double, PushDirection, Double)] = [
            (10, 12, .forward, 10), (12, 10, .forward, 10), (10, 12, .backward, 12),
            (12, 10, .backward, 12), (10, 12, .none, 10), (-10, -12, .none, -10),
            (-10, -12, .backward, -10), (-10, -12, .forward, -12), (-1, 2, .none, 0),
        ]
        for (front, rear, push, seed) in cases {
            var estimation = Estimation()
            estimation.motion.push = push
            estimation.step(front, rear, 0)
            #expect(estimation.speed == seed, "\(front) \(rear) \(push)")
            #expect(!estimation.estimate.isBoundAlone && !estimation.estimate.isCorrected)
        }
    }

    @Test("acceleration is integrated, less the slope's")
    func integrates() {
        var estimation = rolling(at: 10, .forward)
        estimation.motion.slope = Acceleration(0.5)
        // Far away, so that neither bound nor correction acts.
        for _ in 0..<100 { estimation.step(30, 30, 2.5) }
        #expect(abs(estimation.speed - 12) < 1e-9)
    }

    @Test("no faster than the slowest axle pushed forward, no slower than the fastest backward")
    func bounds() {
        for sign in [1.0, -1] {
            var estimation = rolling(at: 10 * sign, sign > 0 ? .forward : .backward)
            for _ in 0..<10 { estimation.step(14 * sign, 10.001 * sign, 5 * sign) }
            #expect(estimation.speed == 10.001 * sign)
            estimation = rolling(at: 10 * sign, sign > 0 ? .backward : .forward)
            for _ in 0..<10 { estimation.step(5 * sign, 9.999 * sign, -5 * sign) }
            #expect(estimation.speed == 9.999 * sign)
        }
    }

    @Test("an axle that has agreed for 100 ms corrects by 2 /s, the other one does not")
    func corrects() {
        var estimation = rolling(at: 10, .forward)
        // Both axles at rest relative to the accelerometer, the rear one faster by 1 m/s.
        for step in 1...9 {
            estimation.step(10.2, 11.2, 0)
            #expect(!estimation.estimate.isCorrected, "\(step)")
        }
        var time = 0
        while !estimation.estimate.isCorrected && time < 100 {
            estimation.step(10.2, 11.2, 0)
            time += 1
        }
        #expect(time < 40)
        var distance = 10.2 - estimation.speed
        for _ in 0..<20 {
            estimation.step(10.2, 11.2, 0)
            #expect(abs((10.2 - estimation.speed) / distance - 0.98) < 1e-9)
            distance = 10.2 - estimation.speed
        }
    }

    @Test(
        "an axle without torque is the vehicle's speed after 100 ms, though the other slips at its cap"
    )
    func rollsFree() {
        for sign in [1.0, -1] {
            var estimation = rolling(at: 8 * sign, sign > 0 ? .forward : .backward)
            estimation.motion.hasSlipCap = true
            estimation.motion.idle = AxlePair(front: true, rear: false)
            estimation.step(10 * sign, 12 * sign, 0)
            for cycle in 1...9 {
                estimation.step(10 * sign, 12 * sign, 0)
                #expect(estimation.speed * sign < 8.1, "\(cycle)")
                #expect(!estimation.estimate.isCorrected)
            }
            for _ in 0..<20 { estimation.step(10 * sign, 12 * sign, 0) }
            #expect(estimation.speed == 10 * sign)
            #expect(estimation.estimate.isCorrected)
            // With torque on both axles again nothing is corrected.
            estimation.motion.idle = AxlePair(both: false)
            for _ in 0..<30 { estimation.step(11 * sign, 12 * sign, 0) }
            #expect(estimation.speed == 10 * sign)
            #expect(!estimation.estimate.isCorrected)
        }
    }

    @Test("an axle that grips again is slower for a moment, and does not drag the estimate down")
    func gripsAgain() {
        for sign in [1.0, -1] {
            var estimation = rolling(at: 5 * sign, sign > 0 ? .forward : .backward)
            estimation.motion.hasSlipCap = true
            for cycle in 0..<20 {
                let swing = 1.5 * Double([0, -1, 0, 1][cycle / 2 % 4])
                estimation.step((5 + swing) * sign, 5.2 * sign, 0)
                #expect(estimation.speed * sign > 4.6, "\(cycle)")
            }
            // One that stays slower rolls.
            for _ in 0..<30 { estimation.step(4 * sign, 5.2 * sign, 0) }
            #expect(estimation.speed * sign <= 4)
        }
    }

    @Test("on a hill the slope is learnt, at standstill and while the wheels roll alike")
    func hill() {
        for slope in [2.0, -2] {
            var estimation = Estimation()
            for _ in 0..<500 { estimation.step(0, 0, slope) }
            estimation.motion.push = .forward
            var speed = 0.0
            for _ in 0..<300 {
                speed += 0.03
                estimation.step(speed, speed, slope + 3)
                #expect(abs(estimation.speed - speed) < 0.1)
            }
            // Within three seconds the road is less steep by 10 %.
            for cycle in 1...300 {
                estimation.step(speed, speed, slope - slope / 2 * Double(cycle) / 300)
                #expect(abs(estimation.speed - speed) < 0.35, "\(cycle)")
            }
        }
    }

    @Test("an axle that turns by itself is no measure before it rolls")
    func spinsDown() {
        var estimation = rolling(at: 5, .forward)
        estimation.motion.hasSlipCap = true
        estimation.motion.idle = AxlePair(both: true)
        for cycle in 0..<60 {
            estimation.step(15 - Double(cycle) * 0.1, 15 - Double(cycle) * 0.1, 0)
            #expect(estimation.speed == 5)
        }
    }

    @Test("each condition alone stops the correction")
    func conditions() {
        func corrected(
            axle: Double = 10.2,
            rate: Double = 0,
            shown: Double = 0,
            hasSlipCap: Bool = false
        ) -> Bool {
            var estimation = rolling(at: 10, .forward)
            estimation.motion.hasSlipCap = hasSlipCap
            for step in 0..<100 {
                let speed = axle + rate * Double(step) / 100
                estimation.step(speed, speed, shown)
                // Held where it was, so that only the axle's own conditions decide.
                guard !estimation.estimate.isCorrected else { return true }
            }
            return false
        }
        #expect(corrected())
        #expect(!corrected(hasSlipCap: true))
        // (i) one metre a second squared, either side.
        #expect(corrected(rate: 0.98))
        #expect(!corrected(rate: 1.1))
        #expect(corrected(rate: -0.0, shown: -0.15))
        // (ii) 12 % of the axle's speed.
        #expect(corrected(axle: 11.35))
        #expect(!corrected(axle: 11.37))
    }

    @Test("the hundred milliseconds are ten cycles after the first")
    func tenCycles() {
        for push in [PushDirection.forward, .none] {
            var estimation = rolling(at: 10, push)
            for step in 1...20 {
                estimation.step(10.1, 10, 0)
                #expect(estimation.estimate.isCorrected == (step >= 10), "\(push) \(step)")
            }
        }
        for axle in Axle.allCases {
            var speeds = AxlePair(both: 10.2)
            speeds[axle] = 10
            for push in [PushDirection.forward, .none] {
                var estimation = Estimation()
                estimation.motion.push = push
                var isCorrected = false
                for step in 1...12 {
                    // The faster axle shakes: the slower one decides.
                    speeds[axle.other] = step % 2 == 0 ? 10.2 : 12
                    estimation.step(speeds.front, speeds.rear, 0)
                    isCorrected = estimation.estimate.isCorrected
                }
                #expect(isCorrected)
            }
            speeds[axle] = 14
            var estimation = Estimation()
            estimation.motion.push = .backward
            for step in 1...12 {
                speeds[axle.other] = step % 2 == 0 ? 10.2 : 12
                estimation.step(speeds.front, speeds.rear, 0)
            }
            #expect(estimation.estimate.isCorrected)
        }
    }

    @Test("wheels that roll need not be near")
    func rollsFarAway() {
        var estimation = rolling(at: 10, .none)
        for _ in 0..<200 { estimation.step(20, 20, 0) }
        #expect(estimation.speed == 20)
    }

    @Test("the bias that standstill taught is taken off, and a slope that is no number is none")
    func usesBias() {
        var estimation = Estimation()
        for _ in 0..<2000 { estimation.step(0, 0, 0.3) }
        estimation.motion.hasSlipCap = true
        estimation.motion.push = .forward
        for _ in 0..<100 { estimation.step(30, 30, 1.3) }
        #expect(abs(estimation.speed - 1) < 1e-3)
        estimation.motion.slope = Acceleration(.nan)
        for _ in 0..<100 { estimation.step(30, 30, 1.3) }
        #expect(abs(estimation.speed - 2) < 1e-3)
        // One axle that turns is no standstill.
        estimation = Estimation()
        estimation.motion.push = .backward
        for _ in 0..<100 { estimation.step(0, 0.5, 0.3) }
        #expect(estimation.estimator.bias == .zero)
    }

    @Test("below the floor an axle is near whatever part of its speed that is")
    func nearnessFloor() {
        for (axle, isNear) in [(1.29, true), (1.31, false)] {
            var estimation = rolling(at: 1, .forward)
            var isCorrected = false
            for _ in 0..<100 where !isCorrected {
                estimation.step(axle, axle, 0)
                isCorrected = estimation.estimate.isCorrected
            }
            #expect(isCorrected == isNear)
        }
    }

    @Test("wheels that nothing pushes are the vehicle's speed after they have agreed for 100 ms")
    func rolls() {
        var estimation = rolling(at: 10, .none)
        for _ in 0..<5 { estimation.step(14, 14, 0) }
        #expect(estimation.speed == 10)
        for _ in 0..<100 { estimation.step(14, 14, 0) }
        #expect(estimation.speed == 14)
        for _ in 0..<100 { estimation.step(14, 14.2, 0.1) }
        #expect(abs(estimation.speed - 14.1) < 0.01)
        // Spinning down after a launch they disagree with the car.
        for step in 0..<50 { estimation.step(30 - Double(step) * 0.3, 30, 0) }
        #expect(estimation.speed < 15)
    }

    @Test("without an accelerometer the bound is all there is, and it says so")
    func boundAlone() {
        let cases: [(PushDirection, Double)] = [(.forward, 10), (.backward, 12), (.none, 11)]
        for (push, expected) in cases {
            for bad in [nil, .nan, .infinity] as [Double?] {
                var estimation = rolling(at: 11, push)
                estimation.step(10, 12, bad)
                #expect(estimation.speed == expected)
                #expect(estimation.estimate.isBoundAlone && !estimation.estimate.isCorrected)
            }
        }
        var estimation = Estimation()
        estimation.step(-3, 4, nil)
        #expect(estimation.speed == 0)
        for (held, expected) in [(20.0, 12.0), (1, 10)] {
            var estimation = rolling(at: held, .none)
            estimation.step(10, 12, nil)
            #expect(estimation.speed == expected)
        }
    }

    @Test("an axle that is not known leaves the other one; without both nothing is known")
    func unknownAxles() {
        for bad in notFinite + [nil] as [Double?] {
            var estimation = Estimation()
            estimation.motion.push = .forward
            estimation.step(bad, 10, 0)
            #expect(estimation.speed == 10)
            // The axle that is left may be gripping again: it bounds with what that can be.
            estimation.step(7, bad, 0)
            #expect(estimation.speed == 9)
            for _ in 0..<30 { estimation.step(7, bad, 0) }
            #expect(estimation.speed == 7)
            estimation.step(bad, bad, 0)
            #expect(estimation.estimate.speed == nil)
            estimation.step(5, 6, 0)
            #expect(estimation.speed == 5)
        }
    }

    @Test("the wheels bound with their motor above the speed that their sensors resolve")
    func wheels() {
        func estimate(_ motor: Double?, _ wheels: Double?, _ push: PushDirection) -> Double {
            var estimation = Estimation()
            estimation.motion.push = push
            estimation.motion.wheels = AxlePair(both: wheels.map { Speed($0) })
            estimation.step(motor, motor, 0)
            return estimation.speed
        }
        #expect(estimate(10, 9, .forward) == 9)
        #expect(estimate(10, 11, .forward) == 10)
        #expect(estimate(10, 9, .backward) == 10)
        #expect(estimate(10, 11, .backward) == 11)
        #expect(estimate(10, 11, .none) == 10)
        #expect(estimate(1.49, 0, .forward) == 1.49)
        #expect(estimate(1.5, 0, .forward) == 0)
        #expect(estimate(nil, 7, .forward) == 7)
        #expect(estimate(10, .nan, .forward) == 10)
    }

    @Test("21: no number makes it leave its bounds or become no number", arguments: 0..<50)
    func random(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var estimation = Estimation()
        let odd: [Double?] = [nil, .nan, .infinity, -.infinity, 1e308, -1e308, 0]
        for _ in 0..<2000 {
            var values: [Double?] = [random.number(-5...60), random.number(-5...60)]
            values.append(random.number(-10...10))
            if random.happens(onceIn: 5) {
                values[Int(random.next() % 3)] = random.one(of: odd)
            }
            estimation.motion.push = random.one(of: [.forward, .none, .backward])
            estimation.motion.slope = Acceleration(random.one(of: [0, 1, .nan, 1e308]))
            estimation.motion.hasSlipCap = random.happens(onceIn: 2)
            estimation.step(values[0], values[1], values[2])
            let axles = values.prefix(2).compactMap { $0 }.filter(\.isFinite)
            guard let least = axles.min(), let greatest = axles.max() else {
                #expect(estimation.estimate.speed == nil)
                continue
            }
            #expect(estimation.speed.isFinite)
            if estimation.motion.push == .forward { #expect(estimation.speed <= least + 2) }
            if estimation.motion.push == .backward { #expect(estimation.speed >= greatest - 2) }
        }
    }

    @Test("a period that is not positive forgets rather than divides")
    func periods() {
        var estimator = SpeedEstimator()
        var motion = AxleMotion()
        motion.motors = AxlePair(both: Speed(10))
        motion.acceleration = .zero
        for period in [Duration.zero, .milliseconds(-10)] {
            let estimate = estimator.step(motion, period: period, with: parameters)
            #expect(estimate.speed == nil)
        }
    }
}
