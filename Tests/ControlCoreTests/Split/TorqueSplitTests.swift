import Testing
import VehicleModel

@testable import ControlCore

@Suite("TorqueSplit")
struct TorqueSplitTests {
    private let parameters = ControlParameters.prototype

    /// The report after `cycles` cycles of the same input.
    private func settled(
        _ input: SplitInput,
        cycles: Int = 300,
        by split: SplitParameters = .sample,
        in parameters: ControlParameters = .prototype
    ) -> SplitReport {
        var stage = TorqueSplit()
        var report = SplitReport()
        for _ in 0..<cycles { report = stage.step(input, by: split, with: parameters) }
        return report
    }

    /// The total that asks for an acceleration on level ground.
    private func total(for acceleration: Double) -> Torque {
        let leverage = 8.193 * (1 / 0.3285 + 1 / 0.3277) / 2
        return Torque(acceleration * 1875 / 0.96 / leverage)
    }

    private func force(_ torques: AxlePair<Torque>, _ parameters: ControlParameters) -> Double {
        torques.front.rawValue * parameters.axles.front.gearing.leverage
            + torques.rear.rawValue * parameters.axles.rear.gearing.leverage
    }

    @Test(
        "load alone gives the prototype's shares",
        arguments: [(0, 0.50), (3, 0.44), (6, 0.38), (-3, 0.56), (-6, 0.62)] as [(Double, Double)]
    )
    func prototype(acceleration: Double, share: Double) {
        var input = SplitInput(total: total(for: acceleration), direction: 1)
        input.acceleration = Acceleration(acceleration)
        let report = settled(input)
        #expect(abs(report.share - share) < 0.001)
        #expect(abs(report.load - share) < 0.001)
        #expect(report.slip == 0)
        #expect(report.cornering == 0)
        #expect(abs(report.pitch) < 1e-4)
    }

    @Test("the first cycle starts from the share at rest and moves 2 % at most")
    func firstCycle() {
        let report = settled(SplitInput(total: Torque(600), direction: 1), cycles: 1)
        #expect(abs(report.share - 0.48) < 1e-12)
        #expect(report.pitch == 0)
        #expect(settled(SplitInput(total: .zero, direction: 0), cycles: 1).share == 0.5)
    }

    @Test(
        "slip moves torque away from the axle that slips more, to 15 %, spinning or locking, both ways",
        arguments: [
            // front and rear wheels over the car, m/s, total, direction, term
            (0, 1, 100, 1, 0.1), (1, 0, 100, 1, -0.1), (0, 1.49, 100, 1, 0.149),
            (0, 1.5, 100, 1, 0.15), (0, 1.51, 100, 1, 0.15), (9, 0, 100, 1, -0.15),
            (0, -1, -100, 1, 0.1), (0, -1, -100, -1, 0.1), (0, 1, 100, -1, 0.1), (0, 1, 0, 1, 0),
        ] as [(Double, Double, Double, Double, Double)]
    )
    func slipTerm(front: Double, rear: Double, total: Double, direction: Double, term: Double) {
        var input = SplitInput(total: Torque(total), direction: direction)
        let ground = Speed(10 * direction)
        input.referenceSpeed = ground
        input.motorSpeeds.front = parameters.axles.front.motorSpeed(at: ground + Speed(front))
        input.motorSpeeds.rear = parameters.axles.rear.motorSpeed(at: ground + Speed(rear))
        #expect(abs(settled(input).slip - term) < 1e-9)
        input.terms = .plain
        #expect(abs(settled(input).slip - term) < 1e-9)
        input.terms = .half
        #expect(settled(input).slip == 0)
        input.terms = .all
        input.referenceSpeed = nil
        #expect(settled(input).slip == 0)
        input.referenceSpeed = Speed(.nan)
        #expect(settled(input).slip == 0)
    }

    @Test("below the floor slip is taken relative to the floor, and moves 10 % a cycle")
    func slipAtRest() {
        var input = SplitInput(total: Torque(100), direction: 1)
        input.referenceSpeed = .zero
        input.motorSpeeds.front = .zero
        input.motorSpeeds.rear = parameters.axles.rear.motorSpeed(at: Speed(0.24))
        #expect(abs(settled(input, cycles: 1).slip - 0.1) < 1e-12)
        #expect(abs(settled(input, cycles: 2).slip - 0.12) < 1e-12)
        input.motorSpeeds.rear = nil
        #expect(settled(input).slip == 0)
    }

    @Test(
        "cornering moves torque to the rear under power and to the front under lift-off, to 10 %",
        arguments: [
            (4, 100, -0.064), (-4, 100, -0.064), (4, -100, 0.064), (4.99, 100, -0.0996004),
            (5, 100, -0.1), (5.01, 100, -0.1), (9, -100, 0.1), (4, 0, 0), (.nan, 100, 0),
            (.infinity, 100, 0),
        ] as [(Double, Double, Double)]
    )
    func corneringTerm(lateral: Double, total: Double, term: Double) {
        var input = SplitInput(total: Torque(total), direction: 1)
        input.lateralAcceleration = Acceleration(lateral)
        #expect(abs(settled(input).cornering - term) < 1e-9)
        input.terms = .plain
        #expect(settled(input).cornering == 0)
        input.terms = .half
        #expect(settled(input).cornering == 0)
        input.terms = .all
        input.lateralAcceleration = nil
        #expect(settled(input).cornering == 0)
    }

    @Test("cornering stays as it is while stability control acts")
    func corneringIsHeld() {
        var stage = TorqueSplit()
        var input = SplitInput(total: Torque(100), direction: 1)
        input.lateralAcceleration = Acceleration(4)
        _ = stage.step(input, by: .sample, with: parameters)
        input.isStabilityActive = true
        input.lateralAcceleration = Acceleration(1)
        #expect(abs(stage.step(input, by: .sample, with: parameters).cornering + 0.064) < 1e-12)
        input.isStabilityActive = false
        #expect(abs(stage.step(input, by: .sample, with: parameters).cornering + 0.004) < 1e-12)
    }

    @Test(
        "pitch within the band moves torque to the rear as the nose rises, and nothing lasting does"
    )
    func pitchTerm() {
        var input = SplitInput(total: Torque(100), direction: 1)
        input.pitchRate = PitchRate(0.1)
        var split = SplitParameters.sample
        split.pitchGain = 0.5
        var stage = TorqueSplit()
        let first = stage.step(input, by: split, with: parameters)
        // 0.1 rad/s through both filters: 0.158610 of it, less 0.030459 of that.
        #expect(abs(first.pitch + 0.05 * 0.153778) < 1e-6)
        #expect(abs(settled(input, cycles: 900, by: split).pitch) < 1e-4)
        input.pitchRate = PitchRate(5)
        #expect(settled(input, cycles: 3, by: split).pitch == -0.1)
        input.total = Torque(-100)
        #expect(settled(input, cycles: 3, by: split).pitch == 0.1)
        input.terms = .plain
        #expect(settled(input, cycles: 3, by: split).pitch == 0)
        for bad in notFinite {
            input.terms = .all
            input.pitchRate = PitchRate(bad)
            #expect(settled(input, cycles: 3, by: split).pitch == 0)
        }
    }

    @Test("without a sensor the change of acceleration stands in, with its sign")
    func pitchWithoutSensor() {
        var stage = TorqueSplit()
        var input = SplitInput(total: total(for: 1), direction: 1)
        for _ in 0..<300 { _ = stage.step(input, by: .sample, with: parameters) }
        input.total = total(for: 2)
        let report = stage.step(input, by: .sample, with: parameters)
        // A third of 1 m/s² in 10 ms on 0.0035 rad by m/s², through both filters.
        #expect(abs(report.pitch + 0.0035 / 0.03 * 0.153778) < 1e-5)
    }

    @Test("plain and half: comfort terms off, then one half, and the load's bound still holds")
    func terms() {
        var input = SplitInput(total: total(for: 4), direction: 1)
        input.terms = .half
        #expect(settled(input).share == 0.5)
        input.total = total(for: -3)
        input.terms = .half
        let braking = settled(input)
        #expect(abs(braking.share - 0.5606) < 1e-3)
        #expect(braking.load == 0.5)
        #expect(abs(braking.share - braking.leastShare) < 1e-12)
    }

    @Test("the axle behind brakes with no larger part than its load, and 5 % less on a wet road")
    func stability() {
        var input = SplitInput(total: total(for: -3), direction: 1)
        input.referenceSpeed = Speed(20)
        input.motorSpeeds.front = parameters.axles.front.motorSpeed(at: Speed(15))
        input.motorSpeeds.rear = parameters.axles.rear.motorSpeed(at: Speed(20))
        let dry = settled(input)
        #expect(dry.slip == -0.15)
        func rearForce(_ report: SplitReport) -> Double {
            let rear = report.torques.rear.rawValue * parameters.axles.rear.gearing.leverage
            return rear / force(report.torques, parameters)
        }
        #expect(abs(rearForce(dry) - (1 - dry.load)) < 1e-12)
        input.isWet = true
        let wet = settled(input)
        #expect(abs(rearForce(wet) - (1 - wet.load - 0.05)) < 1e-12)
        // Backward the front axle is behind.
        var mirrored = input
        mirrored.total = -input.total
        mirrored.direction = -1
        mirrored.referenceSpeed = Speed(-20)
        mirrored.motorSpeeds.front = parameters.axles.front.motorSpeed(at: Speed(-20))
        mirrored.motorSpeeds.rear = parameters.axles.rear.motorSpeed(at: Speed(-15))
        let backward = settled(mirrored)
        #expect(abs(1 - rearForce(backward) - (backward.load - 0.05)) < 1e-12)
        #expect(backward.leastShare == 0)
        // Driving backward, nothing is bounded.
        mirrored.total = input.total
        #expect(settled(mirrored).greatestShare == 1)
    }

    @Test(
        "cornering and pitch leave the wheel force as it is, whatever the gears",
        arguments: 0..<40
    )
    func isZeroSum(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var unequal = parameters
        unequal.axles.front.gearRatio = random.number(6...12)
        unequal.axles.rear.rollingRadius = Length(random.number(0.28...0.4))
        var with = TorqueSplit()
        var without = TorqueSplit()
        for _ in 0..<200 {
            var input = SplitInput(total: Torque(random.number(-300...700)), direction: 1)
            input.acceleration = Acceleration(random.number(-8...8))
            input.motorSpeeds = AxlePair(both: RotationalSpeed(random.number(0...900)))
            input.referenceSpeed = Speed(random.number(0...40))
            input.isWet = random.happens(onceIn: 2)
            var plain = input
            plain.terms = .plain
            input.lateralAcceleration = Acceleration(random.number(-12...12))
            input.pitchRate = PitchRate(random.number(-1...1))
            let one = with.step(input, by: .sample, with: unequal)
            let other = without.step(plain, by: .sample, with: unequal)
            let difference = force(one.torques, unequal) - force(other.torques, unequal)
            #expect(abs(difference) <= 1e-9 * max(1, abs(force(other.torques, unequal))))
        }
        printInvariant(22, "cornering and pitch keep the wheel force", steps: 200, looks: 200)
    }

    @Test("with equal gears the motors' torques sum to the total", arguments: 0..<40)
    func isWhole(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var equal = parameters
        equal.axles.rear = equal.axles.front
        var stage = TorqueSplit()
        var last: Double?
        for _ in 0..<300 {
            let total = random.one(of: [0, random.number(-700...700), .nan, .infinity])
            var input = SplitInput(total: Torque(total), direction: random.one(of: [-1, 0, 1]))
            input.acceleration = random.one(of: [nil, Acceleration(random.number(-9...9))])
            input.lateralAcceleration = Acceleration(random.one(of: [0, 9, .nan]))
            input.referenceSpeed = Speed(random.one(of: [0, 20, .nan]))
            input.motorSpeeds.front = RotationalSpeed(random.one(of: [0, 500, .infinity]))
            input.motorSpeeds.rear = RotationalSpeed(random.one(of: [0, 500, .nan]))
            let report = stage.step(input, by: .sample, with: equal)
            let whole = total.isFinite ? total : 0
            #expect(abs(report.torques.total.rawValue - whole) < 1e-9)
            #expect(report.share >= 0 && report.share <= 1)
            #expect(report.torques.front.rawValue * report.torques.rear.rawValue >= 0)
            let isFree = report.leastShare == 0 && report.greatestShare == 1
            if let last, isFree { #expect(abs(report.share - last) <= 0.12 + 1e-12) }
            last = isFree ? report.share : nil
        }
    }
}

@Suite("PitchBand")
struct PitchBandTests {
    /// The greatest output for a unit rate of a frequency, after the start has faded.
    private func gain(_ frequency: Double) -> Double {
        var band = PitchBand()
        var greatest = 0.0
        var phase = 0.0
        for cycle in 0..<3000 {
            // A rotating pointer's projection, without a sine of its own.
            phase += frequency * 0.01
            let part = phase - phase.rounded(.down)
            let square = part < 0.5 ? 1 - 8 * (part - 0.25) * (part - 0.25) * 2 : 0
            let value = part < 0.5 ? square : -(1 - 16 * (part - 0.75) * (part - 0.75))
            let rate = band.step(
                sensor: PitchRate(value),
                acceleration: .zero,
                gradient: 0,
                period: .milliseconds(10)
            )
            if cycle > 2000 { greatest = max(greatest, abs(rate.rawValue)) }
        }
        return greatest
    }

    @Test("the body's own frequency passes, an attitude and a rattle do not")
    func band() {
        #expect(gain(1.2) > 0.75)
        #expect(gain(0.05) < 0.15)
        #expect(gain(20) < 0.25)
    }
}
