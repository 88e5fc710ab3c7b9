import ControlCore
import Testing
import VehicleModel

@Suite("Conditioning")
struct ConditioningTests {
    private let parameters = ControlParameters.prototype

    private func table(
        at milliseconds: Double,
        _ values: [InputQuantity: Double]
    ) -> InputTable {
        var table = InputTable()
        for (quantity, value) in values { table[quantity] = .valid(value, at: .at(milliseconds)) }
        return table
    }

    /// One look at values that have just come.
    private func look(_ values: [InputQuantity: Double]) -> ConditionedInputs {
        var conditioning = Conditioning()
        return conditioning.step(table(at: 0, values), at: .at(0), with: parameters)
    }

    @Test("nothing received is nothing known")
    func nothingKnown() {
        let inputs = look([:])
        #expect(inputs.pedal == nil && inputs.isBraking == nil && inputs.selector == nil)
        #expect(inputs.speed == nil && inputs.acceleration == nil)
        #expect(inputs.motorSpeeds.front == nil && inputs.leadSpeeds.rear == nil)
        #expect(inputs.isRelayPermitted == nil && inputs.batteryVoltage == nil)
        #expect(inputs.isInverterReady.front == nil && inputs.linkVoltages.rear == nil)
        #expect(!ConditionedInputs().isEstimateBoundAlone)
    }

    @Test("each quantity arrives in its own place")
    func places() {
        let inputs = look([
            .pedalA: 0.3, .pedalB: 0.3, .brakePressed: 1, .gearSelector: 4, .frontMotorSpeed: 11,
            .rearMotorSpeed: 12, .frontMotorTorque: 13, .rearMotorTorque: 14,
            .frontLinkVoltage: 351, .rearLinkVoltage: 352, .frontInverterReady: 1,
            .rearInverterReady: 0, .batteryVoltage: 353, .batteryCurrent: -17,
            .mainRelayPermitted: 1, .stateOfCharge: 0.5, .longitudinalAcceleration: 1.5,
        ])
        #expect(inputs.pedal == 0.3)
        #expect(inputs.isBraking == true)
        #expect(inputs.selector == .reverse)
        #expect(inputs.motorSpeeds.front == RotationalSpeed(11))
        #expect(inputs.motorSpeeds.rear == RotationalSpeed(12))
        #expect(inputs.motorTorques.front == Torque(13))
        #expect(inputs.motorTorques.rear == Torque(14))
        #expect(inputs.linkVoltages.front == Voltage(351))
        #expect(inputs.linkVoltages.rear == Voltage(352))
        #expect(inputs.isInverterReady.front == true)
        #expect(inputs.isInverterReady.rear == false)
        #expect(inputs.batteryVoltage == Voltage(353))
        #expect(inputs.batteryCurrent == Current(-17))
        #expect(inputs.isRelayPermitted == true)
        #expect(inputs.stateOfCharge == 0.5)
        #expect(inputs.acceleration == Acceleration(1.5))
    }

    @Test("the pace is the faster motor's, or the only one's, whichever way it turns")
    func pace() throws {
        // rad/s of the front and the rear motor, and what their wheels roll with in m/s.
        for (front, rear, pace) in [
            (100, 200, 200 * 0.3277), (200, 100, 200 * 0.3285), (-200, 100, 200 * 0.3285),
            (100, -200, 200 * 0.3277), (100, nil, 100 * 0.3285), (nil, -100, 100 * 0.3277),
        ] as [(Double?, Double?, Double)] {
            var values: [InputQuantity: Double] = [:]
            values[.frontMotorSpeed] = front
            values[.rearMotorSpeed] = rear
            let found = try #require(look(values).motorPace?.rawValue)
            #expect(abs(found - pace / 8.193) < 1e-9)
        }
    }

    @Test("a selector that names no gear is unknown, whatever the rule allows")
    func unknownGear() {
        var loose = parameters
        loose.inputs[.gearSelector] = InputRule(
            greatestAge: .seconds(1),
            minimum: -1e9,
            maximum: 1e9
        )
        for value in [-1, -0.5, 0.5, 5, 255, 256, 1e8, -1e8] {
            var conditioning = Conditioning()
            let inputs = conditioning.step(
                table(at: 0, [.gearSelector: value]),
                at: .at(0),
                with: loose
            )
            #expect(inputs.selector == nil, "\(value)")
        }
        for gear in Gear.allCases {
            #expect(look([.gearSelector: Double(gear.rawValue)]).selector == gear)
        }
    }

    @Test("speed is looked ahead by 30 ms of the acceleration between two frames")
    func leads() {
        var conditioning = Conditioning()
        var inputs = ConditionedInputs()
        func step(_ speed: Double, frame: Double, now: Double) {
            inputs = conditioning.step(
                table(at: frame, [.frontMotorSpeed: speed, .rearMotorSpeed: -speed]),
                at: .at(now),
                with: parameters
            )
        }
        func lead() -> [Double?] {
            [inputs.leadSpeeds.front?.rawValue, inputs.leadSpeeds.rear?.rawValue]
        }
        step(100, frame: 0, now: 0)
        #expect(lead() == [100, -100])
        step(105, frame: 10, now: 10)
        #expect(lead() == [120, -120])
        // The same frame again: the acceleration found before stands.
        step(105, frame: 10, now: 20)
        #expect(lead() == [120, -120])
        // 1,600 rad/s² is more than a shaft can have: 1,500 is believed.
        step(121, frame: 20, now: 30)
        #expect(lead() == [166, -166])
        step(105, frame: 30, now: 40)
        #expect(lead() == [60, -60])
        // A frame that seems to come from before tells nothing new.
        step(500, frame: 25, now: 40)
        #expect(lead() == [455, -455])
        // After silence the acceleration is forgotten.
        step(100, frame: 25, now: 200)
        #expect(lead() == [nil, nil])
        step(100, frame: 210, now: 210)
        #expect(lead() == [100, -100])
    }

    @Test("vehicle speed is the wheels' mean with the motors' sign, else the motors' own")
    func vehicleSpeed() throws {
        let wheels: [InputQuantity: Double] = [
            .wheelSpeedFrontLeft: 9, .wheelSpeedFrontRight: 11, .wheelSpeedRearLeft: 10,
            .wheelSpeedRearRight: 10,
        ]
        func speed(_ front: Double?, _ rear: Double?, dropping: InputQuantity? = nil) -> Double? {
            var values = wheels
            values[.frontMotorSpeed] = front
            values[.rearMotorSpeed] = rear
            if let dropping { values[dropping] = nil }
            return look(values).speed?.rawValue
        }
        #expect(speed(250, 250) == 10)
        #expect(speed(-250, -250) == -10)
        #expect(speed(nil, nil) == 10)
        for wheel in wheels.keys {
            let motors = try #require(speed(250, 250, dropping: wheel))
            #expect(abs(motors - 250 * (0.3285 + 0.3277) / 2 / 8.193) < 1e-9)
            let front = try #require(speed(250, nil, dropping: wheel))
            #expect(abs(front - 250 * 0.3285 / 8.193) < 1e-9)
            let rear = try #require(speed(nil, -250, dropping: wheel))
            #expect(abs(rear + 250 * 0.3277 / 8.193) < 1e-9)
            #expect(speed(nil, nil, dropping: wheel) == nil)
        }
        #expect(speed(250, nil) == 10)
        #expect(speed(nil, -250) == -10)
        // Motors that stand, or that turn against each other alike, tell no way back.
        for (front, rear, sign) in [
            (0, 0, 1), (0, nil, 1), (100, -100, 1), (100, -100.1, -1), (-0.1, 0, -1),
        ] as [(Double, Double?, Double)] {
            #expect(speed(front, rear) == 10 * sign, "\(front)")
        }
    }
}
