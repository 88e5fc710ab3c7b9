import VehicleModel

/// The vehicle without its tables: small enough to be handed on by value.
struct VehicleOutline: Sendable, BitwiseCopyable {
    /// The cycle's length.
    let period: Duration
    /// The vehicle's body.
    let body: BodyParameters
    /// How limits on power are taken.
    let power: PowerParameters
    /// Both axles' gears and wheels.
    let gearings: AxlePair<Gearing>
    /// The axle without a motor; nil where both have one.
    let undriven: Axle?
}

/// What stands between a motor and the road.
struct Gearing: Sendable, BitwiseCopyable {
    /// Motor revolutions a wheel revolution, above 0.
    let ratio: Double
    /// Rolling radius of the tyres, m, above 0.
    let rollingRadius: Length

    /// The vehicle speed at which the wheels turn without slip.
    func speed(of motor: RotationalSpeed) -> Speed {
        Speed(motor.rawValue * rollingRadius.rawValue / ratio)
    }

    /// The motor speed without slip.
    func motorSpeed(at speed: Speed) -> RotationalSpeed {
        RotationalSpeed(speed.rawValue * ratio / rollingRadius.rawValue)
    }

    /// Wheel force by motor torque, 1/m, losses left out.
    var leverage: Double { ratio / rollingRadius.rawValue }
}

extension AxlePair<Gearing> {
    /// The speed that a motor is counted with; NaN where neither motor's is known.
    ///
    /// A motor whose speed is unknown turns with the road, as the other one does.
    func countedSpeed(_ axle: Axle, _ speeds: AxlePair<RotationalSpeed?>) -> RotationalSpeed {
        if let speed = speeds[axle] { return speed }
        guard let other = speeds[axle.other] else { return RotationalSpeed(.nan) }
        return self[axle].motorSpeed(at: self[axle.other].speed(of: other))
    }
}

extension ControlParameters {
    /// What stages that need no table go by.
    var outline: VehicleOutline {
        VehicleOutline(
            period: period,
            body: body,
            power: power,
            gearings: AxlePair(front: axles.front.gearing, rear: axles.rear.gearing),
            undriven: undriven
        )
    }
}

extension AxleParameters {
    /// Gear and wheels alone.
    var gearing: Gearing { Gearing(ratio: gearRatio, rollingRadius: rollingRadius) }
}
