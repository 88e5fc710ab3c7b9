public import VehicleModel

/// What each step of the degradation ladder leaves, and how long the way up takes.
public struct LadderParameters: Sendable, BitwiseCopyable {
    /// How long what demanded a step must be healed before the ladder goes up.
    public var healTime = Duration.seconds(2)
    /// Reduced: part of each motor's greatest torque, 0 to 1.
    public var reducedTorque = 0.60
    /// Reduced: power out of the battery, W.
    public var reducedPower = Power(kilowatts: 100)
    /// One healthy axle: part of its motor's greatest torque, 0 to 1.
    public var singleTorque = AxlePair(front: 0.50, rear: 0.35)
    /// One healthy axle: vehicle speed, m/s.
    public var singleSpeed = Speed(kilometresPerHour: 80)
    /// Limp: part of each motor's greatest torque, 0 to 1.
    public var limpTorque = 0.30
    /// Limp: power out of the battery, W.
    public var limpPower = Power(kilowatts: 30)
    /// Limp: vehicle speed, m/s.
    public var limpSpeed = Speed(kilometresPerHour: 40)

    /// The safety concept's numbers.
    public init() {}
}
