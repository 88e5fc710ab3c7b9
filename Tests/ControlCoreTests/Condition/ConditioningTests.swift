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

    @Test("the pedal is the lower of two sensors, and unknown without either")
    func lowerPedal() {
        #expect(look([.pedalA: 0.2, .pedalB: 0.25]).pedal == 0.2)
        #expect(look([.pedalA: 0.25, .pedalB: 0.2]).pedal == 0.2)
        #expect(look([.pedalA: 1, .pedalB: 0]).pedal == 0)
        #expect(look([.pedalA: 0.2]).pedal == nil)
        #expect(look([.pedalB: 0.2]).pedal == nil)
        for bad in notFinite + [-0.005, 1.005] {
            #expect(look([.pedalA: bad, .pedalB: 0.2]).pedal == nil)
            #expect(look([.pedalA: 0.2, .pedalB: bad]).pedal == nil)
        }
    }

    @Test("sensors more than 10 % apart are a fault after 100 ms, not before, and not at 10 %")
    func implausiblePedal() {
        for (other, isApart) in [(0.60, false), (0.6015, true), (0.39, true)] {
            var conditioning = Conditioning()
            for cycle in 0...20 {
                let now = Double(cycle) * 10
                let inputs = conditioning.step(
                    table(at: now, [.pedalA: 0.5, .pedalB: other]),
                    at: .at(now),
                    with: parameters
                )
                #expect(inputs.isPedalImplausible == (isApart && now >= 100), "\(other) at \(now)")
                #expect(inputs.pedal == min(0.5, other))
            }
            let agreed = conditioning.step(
                table(at: 210, [.pedalA: 0.5, .pedalB: 0.5]),
                at: .at(210),
                with: parameters
            )
            #expect(!agreed.isPedalImplausible)
        }
    }

    @Test("sensors that keep disagreeing after a clock jumped back are a fault again in 100 ms")
    func implausibleAfterJump() {
        var conditioning = Conditioning()
        var isImplausible = false
        for now in [0, 10, -3_600_000, -3_599_950, -3_599_900] as [Double] {
            isImplausible =
                conditioning.step(
                    table(at: now, [.pedalA: 0.5, .pedalB: 0.1]),
                    at: .at(now),
                    with: parameters
                ).isPedalImplausible
        }
        #expect(isImplausible)
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
            #expect(speed(250, nil, dropping: wheel) == nil)
            #expect(speed(nil, 250, dropping: wheel) == nil)
        }
    }

    @Test(
        "every quantity is unknown when stale, out of range or not finite",
        arguments: InputQuantity.allCases
    )
    func eachIsChecked(quantity: InputQuantity) {
        let good: [InputQuantity: Double] = [
            .pedalA: 0.1, .pedalB: 0.1, .brakePressed: 0, .gearSelector: 2, .frontMotorSpeed: 1,
            .rearMotorSpeed: 1, .frontMotorTorque: 1, .rearMotorTorque: 1, .frontLinkVoltage: 350,
            .rearLinkVoltage: 350, .frontInverterReady: 1, .rearInverterReady: 1,
            .batteryVoltage: 350, .batteryCurrent: 1, .mainRelayPermitted: 1, .stateOfCharge: 0.5,
            .wheelSpeedFrontLeft: 50, .wheelSpeedFrontRight: 50, .wheelSpeedRearLeft: 50,
            .wheelSpeedRearRight: 50, .longitudinalAcceleration: 0,
        ]
        let known = summary(of: look(good))
        let isUsed = good[quantity] != nil
        for bad in notFinite + [1e6, -1e6] {
            var values = good
            values[quantity] = bad
            #expect((summary(of: look(values)) == known) != isUsed)
        }
        var conditioning = Conditioning()
        var stale = table(at: 0, good)
        stale[quantity].arrival = .at(-2001)
        let inputs = conditioning.step(stale, at: .at(0), with: parameters)
        #expect((summary(of: inputs) == known) != isUsed)
    }

    private func summary(of inputs: ConditionedInputs) -> [Double?] {
        [
            inputs.pedal, inputs.isBraking.map { $0 ? 1 : 0 },
            inputs.selector.map { Double($0.rawValue) }, inputs.motorSpeeds.front?.rawValue,
            inputs.motorSpeeds.rear?.rawValue, inputs.motorTorques.front?.rawValue,
            inputs.motorTorques.rear?.rawValue, inputs.linkVoltages.front?.rawValue,
            inputs.linkVoltages.rear?.rawValue, inputs.isInverterReady.front.map { $0 ? 1 : 0 },
            inputs.isInverterReady.rear.map { $0 ? 1 : 0 }, inputs.batteryVoltage?.rawValue,
            inputs.batteryCurrent?.rawValue, inputs.isRelayPermitted.map { $0 ? 1 : 0 },
            inputs.stateOfCharge, inputs.speed?.rawValue, inputs.acceleration?.rawValue,
        ]
    }
}
