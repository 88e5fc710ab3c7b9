import Testing
import VehicleModel

@testable import ControlCore

@Suite("Conditioning of a car with one motor")
struct UndrivenAxleTests {
    private static let least = Speed(1.5)

    private func motion(
        _ motor: Double?,
        wheels: AxlePair<Double?>,
        without undriven: Axle,
        _ push: PushDirection = .none
    ) -> AxleMotion {
        var motion = AxleMotion()
        motion.undriven = undriven
        motion.motors[undriven.other] = motor.map { Speed($0) }
        motion.wheels.front = wheels.front.map { Speed($0) }
        motion.wheels.rear = wheels.rear.map { Speed($0) }
        motion.push = push
        return motion
    }

    @Test(
        "its wheels are followed from where their sensors see; below it is not known that they roll",
        arguments: Axle.allCases
    )
    func followed(undriven: Axle) {
        for (wheels, followed) in [
            (1.5, 1.5), (1.4999, nil), (0, nil), (-1.5, -1.5), (-1.4999, nil), (.nan, nil),
            (.infinity, nil), (nil, nil),
        ] as [(Double?, Double?)] {
            let motion = motion(9, wheels: AxlePair(both: wheels), without: undriven)
            let speed = motion.followed(undriven, leastWheelSpeed: Self.least)
            #expect(speed?.rawValue == followed, "\(String(describing: wheels))")
            // A motor's wheels count however slow they are, where it is not known itself.
            #expect(motion.followed(undriven.other, leastWheelSpeed: Self.least) == Speed(9))
            var silent = motion
            silent.motors = AxlePair(both: nil)
            let other = silent.followed(undriven.other, leastWheelSpeed: Self.least)
            #expect(other?.rawValue == (wheels?.isFinite == true ? wheels : nil))
        }
    }

    @Test(
        "wheels too slow to be seen bound as the motor turns, and by no more than that",
        arguments: Axle.allCases
    )
    func bound(undriven: Axle) {
        for (motor, wheels, bound) in [
            (1, 0, 1), (-1, 0, -1), (20, 0, 1.5), (-20, 0.5, -1.5), (20, 1.4999, 1.5),
            (20, 1.5, 1.5), (20, 18, 18), (nil, 0.5, 0.5), (nil, 18, 18), (20, nil, nil),
            (nil, nil, nil),
        ] as [(Double?, Double?, Double?)] {
            let motion = motion(motor, wheels: AxlePair(both: wheels), without: undriven, .forward)
            let speed = motion.bound(undriven, leastWheelSpeed: Self.least)
            #expect(speed?.rawValue == bound)
        }
        var unknown = AxleMotion()
        unknown.undriven = undriven
        #expect(unknown.bound(undriven.other, leastWheelSpeed: Self.least) == nil)
    }

    /// Feeds an estimator: a motor that pushes, and wheels of the other axle.
    private struct Estimation {
        var estimator = SpeedEstimator()
        var estimate = SpeedEstimate()
        var motion = AxleMotion()
        let undriven: Axle

        init(without undriven: Axle, _ push: PushDirection = .forward) {
            self.undriven = undriven
            motion.undriven = undriven
            motion.push = push
            motion.idle[undriven] = true
        }

        var speed: Double { estimate.speed?.rawValue ?? .nan }

        mutating func step(motor: Double?, wheels: Double?, _ acceleration: Double? = 0) {
            motion.motors[undriven.other] = motor.map { Speed($0) }
            motion.wheels[undriven.other] = motor.map { Speed($0) }
            motion.wheels[undriven] = wheels.map { Speed($0) }
            motion.acceleration = acceleration.map { Acceleration($0) }
            estimate = estimator.step(motion, period: .milliseconds(10), with: .init())
        }
    }

    @Test(
        "the speed is that of the wheels that roll, however the motor's spin",
        arguments: Axle.allCases
    )
    func rolls(undriven: Axle) {
        var estimation = Estimation(without: undriven)
        estimation.motion.hasSlipCap = true
        for _ in 0..<20 { estimation.step(motor: 18, wheels: 10) }
        #expect(estimation.speed == 10 && estimation.estimate.isCorrected)
        // Without the accelerometer too, and in reverse.
        estimation.step(motor: 25, wheels: 10, nil)
        #expect(estimation.speed == 10 && estimation.estimate.isBoundAlone)
        var reverse = Estimation(without: undriven, .backward)
        for _ in 0..<20 { reverse.step(motor: -18, wheels: -10) }
        #expect(reverse.speed == -10)
    }

    @Test("wheels that spin from standstill are seen although the others are too slow to be")
    func spinsFromStandstill() {
        for acceleration in [0.0, nil] {
            var estimation = Estimation(without: .rear)
            estimation.step(motor: 0, wheels: 0, acceleration)
            for cycle in 0..<100 {
                estimation.step(motor: Double(cycle) * 0.2, wheels: 0, acceleration)
                #expect(estimation.speed <= 1.5)
            }
        }
    }

    @Test("without wheel sensors nothing rolls freely, and the motor alone is the speed")
    func noWheels() {
        for undriven in Axle.allCases {
            var estimation = Estimation(without: undriven)
            estimation.motion.hasSlipCap = true
            for _ in 0..<50 {
                estimation.step(motor: 10, wheels: nil)
                #expect(!estimation.estimate.isCorrected)
            }
            #expect(estimation.speed == 10)
        }
    }

    @Test(
        "it stands where the motor does and no wheel is seen to turn; then the slope is learnt",
        arguments: Axle.allCases
    )
    func stands(undriven: Axle) {
        for (wheels, learns) in [(nil, true), (0, true), (1.4999, true), (1.5, false)]
            as [(Double?, Bool)]
        {
            var estimation = Estimation(without: undriven, .none)
            estimation.motion.idle = AxlePair(both: false)
            for _ in 0..<3 { estimation.step(motor: 0, wheels: wheels, 0.5) }
            #expect((estimation.estimator.bias > .zero) == learns)
            var turning = Estimation(without: undriven, .none)
            for _ in 0..<3 { turning.step(motor: 0.2, wheels: wheels, 0.5) }
            #expect(turning.estimator.bias == .zero)
        }
    }

    /// Frames of one motor and four wheels into one conditioning.
    private struct Car {
        var conditioning = Conditioning()
        var inputs = ConditionedInputs()
        let undriven: Axle
        private let parameters: ControlParameters
        private var time = 0.0

        init(without undriven: Axle) {
            self.undriven = undriven
            parameters = .prototype.withoutMotor(undriven)
        }

        mutating func step(motor: Double, wheels: AxlePair<Double>) {
            var table = InputTable()
            let axle = undriven.other
            let speed = parameters.axles[axle].motorSpeed(at: Speed(motor)).rawValue
            let name: InputQuantity = axle == .front ? .frontMotorSpeed : .rearMotorSpeed
            table[name] = .valid(speed, at: .at(time))
            table[.wheelSpeedFrontLeft] = .valid(wheels.front, at: .at(time))
            table[.wheelSpeedFrontRight] = .valid(wheels.front, at: .at(time))
            table[.wheelSpeedRearLeft] = .valid(wheels.rear, at: .at(time))
            table[.wheelSpeedRearRight] = .valid(wheels.rear, at: .at(time))
            inputs = conditioning.step(table, at: .at(time), with: parameters)
            time += 10
        }
    }

    @Test("its motor's speed is stuck where its wheels and the other axle's have moved")
    func stuck() {
        for undriven in Axle.allCases {
            var car = Car(without: undriven)
            for _ in 0..<10 { car.step(motor: 20, wheels: AxlePair(both: 20)) }
            // One axle's wheels alone may slip, or be locked.
            for _ in 0..<60 {
                var wheels = AxlePair(both: 20.0)
                wheels[undriven] = 22
                car.step(motor: 20, wheels: wheels)
            }
            #expect(!car.inputs.isMotorSpeedStuck[undriven.other])
            for _ in 0...50 { car.step(motor: 20, wheels: AxlePair(both: 22)) }
            #expect(car.inputs.isMotorSpeedStuck[undriven.other])
            #expect(car.inputs.motorSpeeds[undriven.other] == nil)
        }
    }

    @Test("a motor far from the other axle's wheels without slip is a fault, where those are seen")
    func disagreement() {
        for undriven in Axle.allCases {
            for (other, isApart) in [(14.01, false), (13.99, true), (1.0, false)] {
                var car = Car(without: undriven)
                var wheels = AxlePair(both: 20.0)
                wheels[undriven] = other
                for _ in 0...30 { car.step(motor: 20, wheels: wheels) }
                #expect(car.inputs.isSpeedImplausible == isApart, "\(undriven) \(other)")
            }
        }
    }
}

@Suite("A drive unit that is not there")
struct MissingDriveUnitTests {
    @Test("its faults are those of one axle, and leave the rest of a set")
    func faults() {
        #expect(FaultSet(of: nil).isEmpty)
        for axle in Axle.allCases {
            let faults = FaultSet(of: axle)
            for fault in Fault.allCases {
                #expect(faults.contains(fault) == (fault.axle == axle))
                #expect(FaultSet.all.without(faults).contains(fault) == (fault.axle != axle))
            }
        }
    }

    @Test("in its place stands the other axle's value")
    func filled() {
        let pair = AxlePair(front: 1, rear: 2)
        #expect(pair.filled(in: nil) == pair)
        #expect(pair.filled(in: .front) == AxlePair(both: 2))
        #expect(pair.filled(in: .rear) == AxlePair(both: 1))
    }

    @Test("whatever its inverter would say or not say, nothing is seen", arguments: Axle.allCases)
    func nothingSeen(undriven: Axle) {
        var monitor = FaultMonitor(undriven: undriven)
        let ages = (
            front: undriven == .front ? 1000.0 : 0, rear: undriven == .rear ? 1000.0 : 0
        )
        for cycle in 0..<100 {
            var scene = FaultMonitorTests.Scene()
            scene.inputs.motorSpeeds[undriven] = nil
            scene.inputs.isInverterReady[undriven] = cycle < 50 ? nil : false
            scene.inputs.isMotorSpeedStuck[undriven] = true
            scene.inputs.motorTorques[undriven] = Torque(300)
            FaultMonitorTests.step(
                &monitor,
                scene,
                at: Double(cycle) * 10,
                inverterAges: ages
            )
            #expect(monitor.memory.active.isEmpty && !monitor.isHolding)
            #expect(monitor.effects.axles == AxlePair(both: AxleEffect.none))
        }
    }
}
