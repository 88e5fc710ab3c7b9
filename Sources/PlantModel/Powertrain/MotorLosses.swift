public import VehicleModel

/// What a drive unit loses: copper and conduction with the square of torque, more in field
/// weakening, and iron, windage and switching with speed.
public struct MotorLosses: Equatable, Sendable {
    /// Loss per square of torque up to the knee, W/Nm2.
    public var copper: Double
    /// What it gains above the knee: times (speed/knee - 1) squared, W/Nm2.
    public var fieldWeakening: Double
    /// The speed above which field weakening costs, rad/s.
    public var knee: Double
    /// Loss at standstill without torque, W.
    public var constant: Double
    /// Loss per speed, W s/rad.
    public var linear: Double
    /// Loss per square of speed, W s2/rad2.
    public var quadratic: Double

    /// Puts the coefficients together.
    public init(
        copper: Double,
        fieldWeakening: Double,
        knee: Double,
        constant: Double,
        linear: Double,
        quadratic: Double
    ) {
        self.copper = copper
        self.fieldWeakening = fieldWeakening
        self.knee = knee
        self.constant = constant
        self.linear = linear
        self.quadratic = quadratic
    }

    /// The loss at a torque and a motor speed; never negative.
    public func power(torque: Torque, speed: RotationalSpeed) -> Power {
        let torque = torque.rawValue
        let speed = abs(speed.rawValue)
        let over = max(0, speed / knee - 1)
        let perTorque = copper + fieldWeakening * over * over
        let idle = constant + linear * speed + quadratic * speed * speed
        return Power(perTorque * torque * torque + idle)
    }
}
