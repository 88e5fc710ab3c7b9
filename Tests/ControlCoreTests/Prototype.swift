import ControlCore
import Foundation
import VehicleModel

extension ControlParameters {
    /// The AWD prototype: two EM57 drive units on one 62 kWh battery.
    static let prototype = makePrototype()

    /// The same car with its axles exchanged.
    var mirrored: ControlParameters {
        var other = self
        other.axles = AxlePair(front: axles.rear, rear: axles.front)
        return other
    }

    /// The prototype with everything that can limit it.
    static let whole = makeWhole()

    /// The same car without the motor of one axle, and so without what that would say.
    func withoutMotor(_ axle: Axle) -> ControlParameters {
        var other = self
        other.axles[axle] = .undriven(rollingRadius: axles[axle].rollingRadius)
        for quantity in InputQuantity.ofMotor(axle) { other.inputs[quantity].isBound = false }
        return other
    }

    private static func makeWhole() -> ControlParameters {
        var whole = prototype
        whole.split = .sample
        whole.axles.front.slip = .em57
        whole.axles.rear.slip = .em57
        whole.axles.front.thermal = .em57
        whole.axles.rear.thermal = .em57
        guard let discharge = BatteryParameters.prototypeDischarge else {
            preconditionFailure("the prototype's battery is refused")
        }
        whole.faults.goesOnWithOneAxle = true
        whole.battery = BatteryLimits(discharge: discharge, charge: .charge(), trim: .reference)
        return whole
    }

    private static func makePrototype() -> ControlParameters {
        ControlParameters(
            period: .milliseconds(10),
            body: BodyParameters(
                mass: Mass(1875),
                wheelbase: Length(2.7),
                gravityHeight: Length(0.53),
                frontLoadShare: 0.5,
                drivelineEfficiency: 0.96
            ),
            axles: AxlePair(
                front: axle(rollingRadius: 0.3285),
                rear: axle(rollingRadius: 0.3277)
            ),
            maps: PedalMaps(drive: .drive, brake: .brake, eco: .drive, onePedal: .brake),
            rates: TorqueRates(
                up: TorqueRate(1200),
                comfortDown: TorqueRate(2500),
                protectiveDown: TorqueRate(4000),
                brakeRamp: .milliseconds(300)
            ),
            power: PowerParameters(
                auxiliary: Power(500),
                systemCeiling: Power(kilowatts: 227),
                limitRise: PowerRate(50_000),
                limpPower: Power(kilowatts: 30),
                speedLead: .milliseconds(30),
                greatestShaftAcceleration: 1500
            ),
            inputs: .prototype,
            requests: ArbitrationParameters(limpTorque: Torque(204))
        )
    }

    private static func axle(rollingRadius: Double) -> AxleParameters {
        AxleParameters(
            envelope: .em57,
            losses: AxleLosses(.em57),
            gearRatio: 8.193,
            rollingRadius: Length(rollingRadius)
        )
    }
}

extension InputQuantity {
    /// What an axle's drive unit says.
    static func ofMotor(_ axle: Axle) -> [InputQuantity] {
        axle == .front
            ? [
                .frontMotorSpeed, .frontMotorTorque, .frontLinkVoltage, .frontInverterReady,
                .frontMotorTemperature, .frontInverterTemperature, .frontCoolantTemperature,
                .frontAvailableTorque, .frontAvailableRegeneration,
            ]
            : [
                .rearMotorSpeed, .rearMotorTorque, .rearLinkVoltage, .rearInverterReady,
                .rearMotorTemperature, .rearInverterTemperature, .rearCoolantTemperature,
                .rearAvailableTorque, .rearAvailableRegeneration,
            ]
    }
}

extension MotorEnvelope {
    /// 340 Nm to 4,000 rpm, 160 kW from 4,600 to 5,800 rpm, falling to nothing at 10,390 rpm.
    static let em57 = makeEM57()

    private static func makeEM57() -> MotorEnvelope {
        let step = RotationalSpeed(8.6)
        var torques = [128 of Double](repeating: 0)
        for index in torques.indices { torques[index] = published(at: step * Double(index)) }
        guard
            let envelope = MotorEnvelope(
                torques: torques,
                step: step,
                referenceVoltage: Voltage(350)
            )
        else { preconditionFailure("the prototype's envelope is refused") }
        return envelope
    }

    private static func published(at speed: RotationalSpeed) -> Double {
        let rpm = speed.revolutionsPerMinute
        let taper = max(0, min(1, (10_390 - rpm) / (0.05 * 10_390)))
        guard rpm > 4000 else { return 340 * taper }
        let corner = 340 * RotationalSpeed(revolutionsPerMinute: 4000).rawValue
        var power = 160_000.0
        if rpm < 4600 { power = corner + (160_000 - corner) * (rpm - 4000) / 600 }
        if rpm > 5800 { power = 160_000 * pow(5800 / rpm, 0.35) }
        return min(340, power / speed.rawValue) * taper
    }
}

extension LossModel {
    /// As fitted on a LEAF e+.
    static let em57 = make(copper: 0.118, weakening: 0.284, standby: 150, linear: 2.8)

    static func make(
        copper: Double,
        weakening: Double,
        standby: Double,
        linear: Double
    ) -> LossModel {
        guard
            let model = LossModel(
                copper: copper,
                weakening: weakening,
                weakeningSpeed: RotationalSpeed(480),
                standby: Power(standby),
                linear: linear,
                quadratic: 0.0009
            )
        else { preconditionFailure("the loss model is refused") }
        return model
    }
}

extension AxleLosses {
    /// The formula, which must be there.
    var model: LossModel {
        guard let formula else { preconditionFailure("the losses are a table") }
        return formula
    }

    /// W, by whatever holds; positive is drawn.
    func drawn(by torque: Torque, at speed: RotationalSpeed) -> Power {
        var losses = self
        return losses.power(of: torque, at: speed)
    }
}

extension PedalMap {
    /// D: a short zone of lift-off torque.
    static let drive = make(zeroPoint: 0.05, liftTorque: 60, progression: 1.3)
    /// B: a long zone of strong lift-off torque.
    static let brake = make(zeroPoint: 0.15, liftTorque: 150, progression: 1.3)

    static func make(zeroPoint: Double, liftTorque: Double, progression: Double) -> PedalMap {
        var shape = [33 of Double](repeating: 0)
        for index in shape.indices { shape[index] = pow(Double(index) / 32, progression) }
        guard
            let map = PedalMap(
                shape: shape,
                zeroPoint: zeroPoint,
                zeroPointFade: Speed(kilometresPerHour: 5),
                liftTorque: Torque(liftTorque),
                liftFade: (Speed(kilometresPerHour: 2), Speed(kilometresPerHour: 7)),
                creepTorque: Torque(40),
                creepSpeed: Speed(kilometresPerHour: 6)
            )
        else { preconditionFailure("the pedal map is refused") }
        return map
    }
}

extension InputRules {
    /// Ages from the messages' periods, ranges from what is physically possible.
    static let prototype = makePrototype()

    private static func makePrototype() -> InputRules {
        var rules = InputRules(
            all: InputRule(greatestAge: .milliseconds(50), minimum: -1200, maximum: 1200)
        )
        func set(_ quantities: [InputQuantity], _ age: Int, _ range: ClosedRange<Double>) {
            for quantity in quantities {
                rules[quantity] = InputRule(
                    greatestAge: .milliseconds(age),
                    minimum: range.lowerBound,
                    maximum: range.upperBound
                )
            }
        }
        set([.pedalA, .pedalB], 60, 0...1)
        set([.brakePressed, .mainRelayPermitted], 100, 0...1)
        set([.frontInverterReady, .rearInverterReady], 50, 0...1)
        set([.gearSelector], 100, 0...4)
        set([.frontLinkVoltage, .rearLinkVoltage, .batteryVoltage], 100, 0...450)
        set([.batteryCurrent], 100, -1000...1000)
        set([.dischargeLimit, .chargeLimit], 500, 0...255_500)
        set([.stateOfCharge], 2000, 0...1)
        set(
            [
                .wheelSpeedFrontLeft, .wheelSpeedFrontRight, .wheelSpeedRearLeft,
                .wheelSpeedRearRight,
            ],
            100,
            -20...100
        )
        set([.longitudinalAcceleration, .lateralAcceleration], 100, -20...20)
        set([.yawRate, .steeringAngle], 100, -10...10)
        set(
            [
                .ecoMode, .onePedalMode, .chargePlugged, .crashDetected, .isolationFault,
                .benchKey, .antilockActive, .stabilityActive,
            ],
            200,
            0...1
        )
        set([.brakeRegeneration], 100, 0...700)
        set([.auxiliaryPower, .operatorDischargeCeiling, .operatorChargeCeiling], 200, 0...400_000)
        rules[.wideDischargeLimit].isBound = false
        rules[.wideChargeLimit].isBound = false
        set([.leastCellVoltage, .greatestCellVoltage], 500, 0...100)
        set(
            [
                .leastBatteryTemperature, .greatestBatteryTemperature, .frontMotorTemperature,
                .frontInverterTemperature, .frontCoolantTemperature, .rearMotorTemperature,
                .rearInverterTemperature, .rearCoolantTemperature,
            ],
            1000,
            -60...250
        )
        set(
            [
                .frontAvailableTorque, .frontAvailableRegeneration, .rearAvailableTorque,
                .rearAvailableRegeneration, .operatorTorqueCeiling,
            ],
            100,
            0...700
        )
        set([.operatorSpeedCeiling], 200, 0...100)
        return rules
    }
}
