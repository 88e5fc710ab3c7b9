import ControlCore
import Testing
import VehicleModel

@Suite("Stuck motor speeds")
struct StuckSpeedTests {
    /// Frames every 10 ms of two motors and four wheels into one conditioning.
    private struct Car {
        var conditioning = Conditioning()
        var time = 0.0
        var inputs = ConditionedInputs()
        let parameters = ControlParameters.prototype

        /// One cycle of speeds over ground, m/s; wheels nil where no sensor is there.
        mutating func step(_ motors: AxlePair<Double>, wheels: AxlePair<Double>?) {
            var table = InputTable()
            let front = parameters.axles.front.motorSpeed(at: Speed(motors.front)).rawValue
            let rear = parameters.axles.rear.motorSpeed(at: Speed(motors.rear)).rawValue
            table[.frontMotorSpeed] = .valid(front, at: .at(time))
            table[.rearMotorSpeed] = .valid(rear, at: .at(time))
            if let wheels {
                table[.wheelSpeedFrontLeft] = .valid(wheels.front, at: .at(time))
                table[.wheelSpeedFrontRight] = .valid(wheels.front, at: .at(time))
                table[.wheelSpeedRearLeft] = .valid(wheels.rear, at: .at(time))
                table[.wheelSpeedRearRight] = .valid(wheels.rear, at: .at(time))
            }
            inputs = conditioning.step(table, at: .at(time), with: parameters)
            time += 10
        }

        /// The front motor's speed as given, the rest of the car at another speed.
        mutating func step(_ axle: Axle, stands: Double, others: Double) {
            var motors = AxlePair(both: others)
            motors[axle] = stands
            step(motors, wheels: AxlePair(both: abs(others)))
        }
    }

    @Test("a speed that stands for 500 ms after wheels and the other axle moved is unknown")
    func stuck() {
        for axle in Axle.allCases {
            for sign in [1.0, -1] {
                var car = Car()
                for _ in 0..<100 { car.step(axle, stands: 20 * sign, others: 20 * sign) }
                for cycle in 0...60 {
                    car.step(axle, stands: 20 * sign, others: 21.01 * sign)
                    let isStuck = cycle >= 50
                    #expect(car.inputs.isMotorSpeedStuck[axle] == isStuck, "\(axle) \(cycle)")
                    #expect((car.inputs.motorSpeeds[axle] == nil) == isStuck)
                    #expect((car.inputs.leadSpeeds[axle] == nil) == isStuck)
                    #expect(!car.inputs.isMotorSpeedStuck[axle.other])
                }
                car.step(axle, stands: 20.0001 * sign, others: 21.01 * sign)
                #expect(!car.inputs.isMotorSpeedStuck[axle])
                #expect(car.inputs.motorSpeeds[axle] != nil)
            }
        }
    }

    @Test("a movement of 5 % or of half a metre a second is none, and one that went back counts")
    func movement() {
        func isStuck(from: Double, to other: Double, goingBack: Bool = false) -> Bool {
            var car = Car()
            for _ in 0..<100 { car.step(.front, stands: from, others: from) }
            for cycle in 0..<100 {
                let isBack = goingBack && cycle > 10
                car.step(.front, stands: from, others: isBack ? from : other)
            }
            return car.inputs.isMotorSpeedStuck.front
        }
        #expect(!isStuck(from: 20, to: 20.999))
        #expect(isStuck(from: 20, to: 21.001))
        #expect(isStuck(from: 20, to: 18.999))
        #expect(!isStuck(from: 20, to: 19.001))
        #expect(!isStuck(from: 0, to: 0.499))
        #expect(isStuck(from: 0, to: 0.501))
        #expect(isStuck(from: 20, to: 25, goingBack: true))
    }

    @Test("an axle that stands while the other spins is sound, and so is a car at constant speed")
    func sound() {
        var car = Car()
        for cycle in 0..<500 {
            let spin = min(10, Double(cycle) * 0.05)
            car.step(AxlePair(front: spin, rear: 0), wheels: AxlePair(front: spin, rear: 0))
            #expect(car.inputs.isMotorSpeedStuck == AxlePair(both: false))
        }
        for _ in 0..<500 {
            car.step(AxlePair(both: 30), wheels: AxlePair(both: 30))
            #expect(car.inputs.isMotorSpeedStuck == AxlePair(both: false))
        }
        // Without the axle's own wheels nobody knows which one is right.
        for _ in 0..<500 {
            car.step(AxlePair(front: 30, rear: 40), wheels: nil)
            #expect(car.inputs.isMotorSpeedStuck == AxlePair(both: false))
        }
        // Wheels that move without the other axle prove nothing either.
        for cycle in 0..<500 {
            car.step(AxlePair(front: 31, rear: 40), wheels: AxlePair(both: cycle < 9 ? 36 : 44))
            #expect(car.inputs.isMotorSpeedStuck == AxlePair(both: false))
        }
    }

    @Test("speed in steps of the sensor stands between them without being stuck")
    func quantised() {
        var car = Car()
        for cycle in 0..<3000 {
            // From standstill at 0.05 m/s², motors in steps of 1 rpm, wheels in steps of 0.1 m/s.
            let speed = Double(cycle) * 0.0005
            let motor = (speed * 238).rounded() / 238
            let wheel = (speed * 10).rounded() / 10
            car.step(AxlePair(both: motor), wheels: AxlePair(both: wheel))
            #expect(car.inputs.isMotorSpeedStuck == AxlePair(both: false), "\(cycle)")
        }
    }

    @Test("silence is stale, not stuck, and a stuck speed stays so through it")
    func silence() {
        var car = Car()
        for _ in 0..<100 { car.step(.front, stands: 20, others: 20) }
        for _ in 0..<20 { car.step(.front, stands: 20, others: 25) }
        car.time += 1000
        for cycle in 0..<49 {
            car.step(.front, stands: 20, others: 25)
            #expect(car.inputs.isMotorSpeedStuck.front == (cycle >= 0), "\(cycle)")
        }
    }
}
