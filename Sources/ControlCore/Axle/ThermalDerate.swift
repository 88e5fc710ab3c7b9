public import VehicleModel

/// What heat leaves of one axle's torque.
public struct ThermalCap: Sendable, BitwiseCopyable {
    /// The part of the motor's envelope, 0 to 1.
    public var part = 1.0
    /// What the motor's copper bears, Nm, not negative.
    public var torque = Torque(.infinity)

    /// Everything.
    public init() {}

    /// The most the axle may have where its envelope gives `envelope`, Nm.
    public func torque(of envelope: Torque) -> Torque { min(envelope * part, torque) }
}

/// Stage S7's derate by heat: temperatures of inverter, motor and coolant, and each motor's bucket.
///
/// Both axles are held near each other, so that one hot axle does not silently leave a car with front
/// or rear drive: the stronger one has no more than the weaker one divided by the least ratio. An
/// axle with nothing left therefore takes everything from the other.
public struct ThermalDerate: Sendable, BitwiseCopyable {
    private var front = MotorHeat()
    private var rear = MotorHeat()

    /// Begins cold.
    public init() {}

    /// One cycle; `torques` is what acted since the last one, Nm.
    public mutating func step(
        _ inputs: ConditionedInputs,
        torques: AxlePair<Torque>,
        by thermal: AxlePair<ThermalParameters>,
        period: Duration
    ) -> AxlePair<ThermalCap> {
        var caps = AxlePair(both: ThermalCap())
        caps.front.part = Self.part(.front, inputs, thermal.front)
        caps.rear.part = Self.part(.rear, inputs, thermal.rear)
        caps.front.torque = front.step(torques.front, by: thermal.front, period: period)
        caps.rear.torque = rear.step(torques.rear, by: thermal.rear, period: period)
        return AxlePair(
            front: Self.held(caps.front, near: caps.rear, ratio: thermal.front.leastRatio),
            rear: Self.held(caps.rear, near: caps.front, ratio: thermal.rear.leastRatio)
        )
    }

    private static func part(
        _ axle: Axle,
        _ inputs: ConditionedInputs,
        _ thermal: ThermalParameters
    ) -> Double {
        // Two by two: `min` of three makes an array.
        let driven = min(
            thermal.inverter.part(at: inputs.inverterTemperatures[axle]),
            thermal.motor.part(at: inputs.motorTemperatures[axle])
        )
        return min(driven, thermal.coolant.part(at: inputs.coolantTemperatures[axle]))
    }

    private static func held(
        _ cap: ThermalCap,
        near other: ThermalCap,
        ratio: Double
    ) -> ThermalCap {
        var held = cap
        held.part = min(cap.part, other.part / ratio)
        held.torque = min(cap.torque, other.torque / ratio)
        return held
    }
}
