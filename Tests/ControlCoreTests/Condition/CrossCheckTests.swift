import Testing
import VehicleModel

@testable import ControlCore

@Suite("Measurements that must agree")
struct CrossCheckTests {
    /// Frames every 10 ms of whatever is given into one conditioning.
    private struct Car {
        var conditioning = Conditioning()
        var time = 0.0
        var inputs = ConditionedInputs()
        var last = PreviousCycle()
        let parameters = ControlParameters.prototype

        mutating func step(_ values: [InputQuantity: Double]) {
            var table = InputTable()
            for (quantity, value) in values { table[quantity] = .valid(value, at: .at(time)) }
            inputs = conditioning.step(table, at: .at(time), with: parameters, after: last)
            time += 10
        }

        mutating func voltages(_ front: Double?, _ rear: Double?, _ battery: Double?) {
            var values: [InputQuantity: Double] = [.frontInverterReady: 1, .rearInverterReady: 1]
            values[.frontLinkVoltage] = front
            values[.rearLinkVoltage] = rear
            values[.batteryVoltage] = battery
            step(values)
        }

        mutating func speeds(_ front: Double, _ rear: Double, _ more: [InputQuantity: Double] = [:])
        {
            var values = more
            let axles = parameters.axles
            values[.frontMotorSpeed] = axles.front.motorSpeed(at: Speed(front)).rawValue
            values[.rearMotorSpeed] = axles.rear.motorSpeed(at: Speed(rear)).rawValue
            step(values)
        }
    }

    @Test(
        "voltages more than 10 V apart for 200 ms give the lowest and the highest until 1 s after",
        arguments: [
            (350, 350, 339.9), (339.9, 350, 350), (350, 339.9, 350), (350, 360.1, 350),
            (345, 350, 355.1),
        ] as [(Double, Double, Double)]
    )
    func voltages(front: Double, rear: Double, battery: Double) {
        var car = Car()
        for cycle in 0...30 {
            car.voltages(front, rear, battery)
            let isApart = cycle >= 20
            #expect(car.inputs.isVoltageImplausible == isApart)
            let least = isApart ? min(front, rear, battery) : battery
            let greatest = isApart ? max(front, rear, battery) : battery
            #expect(car.inputs.voltageForFloor == Voltage(least))
            #expect(car.inputs.voltageForCharge == Voltage(greatest))
        }
        for cycle in 0...110 {
            car.voltages(340, 350, 345)
            let isApart = cycle < 100
            #expect(car.inputs.isVoltageImplausible == isApart)
            #expect(car.inputs.voltageForFloor == Voltage(isApart ? 340 : 345))
            #expect(car.inputs.voltageForCharge == Voltage(isApart ? 350 : 345))
        }
    }

    @Test("voltages 10 V apart agree, and one alone is no difference")
    func voltagesAgree() {
        var car = Car()
        for _ in 0..<100 { car.voltages(340, 350, 345) }
        #expect(!car.inputs.isVoltageImplausible)
        for _ in 0..<100 { car.voltages(nil, nil, 345) }
        #expect(!car.inputs.isVoltageImplausible && car.inputs.voltageForFloor == Voltage(345))
        for _ in 0..<100 { car.voltages(nil, 300, nil) }
        #expect(!car.inputs.isVoltageImplausible)
        #expect(car.inputs.voltageForFloor == Voltage(300))
        #expect(car.inputs.voltageForCharge == Voltage(300))
        for _ in 0..<10 { car.voltages(310, 300, nil) }
        #expect(car.inputs.voltageForFloor == Voltage(300))
        #expect(car.inputs.voltageForCharge == Voltage(310))
        car.voltages(nil, nil, nil)
        #expect(car.inputs.voltageForFloor == nil && car.inputs.voltageForCharge == nil)
    }

    @Test(
        "a difference is healed by any two voltages that agree, and by none alone",
        arguments: [
            (350, 350, nil, true), (350, nil, 350, true), (nil, 350, 350, true),
            (350, nil, nil, false), (nil, 350, nil, false), (nil, nil, 300, false),
            (nil, nil, nil, false),
        ] as [(Double?, Double?, Double?, Bool)]
    )
    func voltagesHeal(front: Double?, rear: Double?, battery: Double?, isHealed: Bool) {
        var car = Car()
        for _ in 0...20 { car.voltages(350, 350, 300) }
        #expect(car.inputs.isVoltageImplausible)
        for _ in 0..<300 { car.voltages(front, rear, battery) }
        #expect(car.inputs.isVoltageImplausible == !isHealed)
    }

    @Test("the open link of an inverter that is not ready does not count")
    func openLink() {
        var car = Car()
        for ready in [0.0, 1] {
            for _ in 0..<100 {
                car.step([
                    .frontLinkVoltage: 5, .rearLinkVoltage: 350, .batteryVoltage: 352,
                    .frontInverterReady: ready, .rearInverterReady: 1,
                ])
            }
            #expect(car.inputs.isVoltageImplausible == (ready == 1))
            #expect(car.inputs.voltageForFloor == Voltage(ready == 1 ? 5 : 352))
        }
    }

    @Test("axles more than 30 % apart for 200 ms without slip are a fault until 1 s after")
    func speeds() {
        for (front, rear, isApart) in [(20, 14.01, false), (20, 13.99, true), (13.99, 20, true)]
            as [(Double, Double, Bool)]
        {
            for sign in [1.0, -1] {
                var car = Car()
                for cycle in 0...30 {
                    car.speeds(front * sign, rear * sign)
                    #expect(car.inputs.isSpeedImplausible == (isApart && cycle >= 20))
                }
                for cycle in 0...110 {
                    car.speeds(20 * sign, 20 * sign)
                    #expect(car.inputs.isSpeedImplausible == (isApart && cycle < 100))
                }
            }
        }
    }

    @Test("a difference of exactly 30 % of the fastest is none")
    func speedBound() {
        var condition = ConditionParameters()
        condition.speed.mature = .zero
        for (slowest, isApart) in [(14, false), (14.0.nextDown, true)] as [(Double, Bool)] {
            for sign in [1.0, -1] {
                var (check, inputs) = (SpeedCheck(), ConditionedInputs())
                inputs.estimatedSpeed = Speed(20 * sign)
                check.compare(
                    AxlePair(front: Speed(20 * sign), rear: Speed(slowest * sign)),
                    hasSlip: false,
                    at: .at(0),
                    with: condition,
                    into: &inputs
                )
                #expect(inputs.isSpeedImplausible == isApart)
            }
        }
    }

    @Test("slip, antilock and stability control excuse a difference but do not heal it")
    func slip() {
        for reason in 0..<4 {
            var car = Car()
            car.last.hasSlipCap = reason == 0
            let more: [InputQuantity: Double] = [
                .antilockActive: reason == 1 ? 1 : 0, .stabilityActive: reason == 2 ? 1 : 0,
            ]
            for _ in 0..<100 { car.speeds(20, 5, more) }
            #expect(car.inputs.isSpeedImplausible == (reason == 3))
            car.last.hasSlipCap = true
            for _ in 0..<200 { car.speeds(20, 5) }
            #expect(car.inputs.isSpeedImplausible == (reason == 3))
        }
    }

    @Test("below 2 m/s axles are not compared")
    func slow() {
        for (speed, isApart) in [(2, false), (2.01, true)] as [(Double, Bool)] {
            var car = Car()
            for _ in 0..<100 { car.speeds(speed, 0.5) }
            #expect(car.inputs.isSpeedImplausible == isApart)
        }
    }

    @Test("a difference of speeds is not healed by one that is not known")
    func speedUnknown() {
        var car = Car()
        for _ in 0...20 { car.speeds(20, 5) }
        for _ in 0..<200 { car.step([.frontMotorSpeed: 100]) }
        #expect(car.inputs.isSpeedImplausible)
    }

    @Test("the brake bounds the estimate from below, and a slope is taken off the acceleration")
    func brakeAndSlope() {
        var car = Car()
        for _ in 0..<10 {
            car.speeds(10, 10, [.longitudinalAcceleration: 0, .brakePressed: 1])
        }
        // Both may be locked for a moment; the car is no slower than 2 m/s below the faster one.
        car.speeds(13, 10, [.longitudinalAcceleration: 0, .brakePressed: 1])
        #expect((car.inputs.estimatedSpeed?.rawValue).map { abs($0 - 11) < 1e-9 } == true)
        car = Car()
        car.last.slope = Acceleration(2)
        for _ in 0..<100 {
            car.speeds(10, 10, [.longitudinalAcceleration: 2])
            #expect((car.inputs.estimatedSpeed?.rawValue).map { abs($0 - 10) < 1e-9 } == true)
        }
    }

    @Test(
        "under a slip cap the estimate follows no axle but one without torque, the brake released",
        arguments: [
            (false, 100, 0, 10.05...10.2), (true, 100, 0, 10...10), (true, 2.6, 0, 10...10),
            (true, 2.4, 0, 10.2...10.2), (true, 0, 0, 10.2...10.2), (true, 0, 1, 10...10),
        ] as [(Bool, Double, Double, ClosedRange<Double>)]
    )
    func slipCap(isCapped: Bool, torque: Double, brake: Double, speeds: ClosedRange<Double>) {
        for axle in Axle.allCases {
            var car = Car()
            car.last.hasSlipCap = isCapped
            car.last.torques[axle] = Torque(torque)
            car.last.torques[axle.other] = Torque(100)
            let more: [InputQuantity: Double] = [
                .longitudinalAcceleration: 0, .brakePressed: brake,
            ]
            car.speeds(10, 10, more)
            for _ in 0..<40 { car.speeds(10.2, 10.2, more) }
            let speed = car.inputs.estimatedSpeed?.rawValue ?? .nan
            #expect(speed >= speeds.lowerBound - 1e-9 && speed <= speeds.upperBound + 1e-9)
            #expect(!car.inputs.isEstimateBoundAlone)
        }
    }

    @Test("without an accelerometer the estimate says that it is the bounding axle alone")
    func boundAlone() {
        var car = Car()
        car.speeds(10, 12)
        #expect(car.inputs.isEstimateBoundAlone)
        car.speeds(10, 12, [.longitudinalAcceleration: 0])
        #expect(!car.inputs.isEstimateBoundAlone)
    }

    @Test("both axles spinning away from the estimate are a fault where no slip is held")
    func estimateApart() {
        var car = Car()
        for _ in 0..<10 { car.speeds(10, 10, [.longitudinalAcceleration: 0]) }
        car.last.torques = AxlePair(both: Torque(200))
        for _ in 0..<30 { car.speeds(20, 20, [.longitudinalAcceleration: 0]) }
        #expect(car.inputs.isSpeedImplausible)
        #expect((car.inputs.estimatedSpeed?.rawValue).map { abs($0 - 10) < 0.1 } == true)
    }
}
