public import VehicleModel

/// How the vehicle's speed is estimated.
public struct SpeedEstimatorParameters: Sendable, BitwiseCopyable {
    /// How fast the estimate goes to the axle that slips least, 1/s.
    public var gain = 2.0
    /// The axle's acceleration must agree with the measured one within this.
    public var agreement = Acceleration(1)
    /// The axle must be as near as this to the estimate, part of its own speed.
    public var nearness = 0.12
    /// So near is near enough whatever the speed: a part of little is less than sensors resolve.
    public var nearnessFloor = Speed(0.3)
    /// An axle whose acceleration differs by less from the measured one rolls or slips steadily, and
    /// bounds the estimate at once; one that is about to grip again is slower than the vehicle for a
    /// moment, and only pulls with `gain`.
    public var steadiness = Acceleration(5)
    /// By no more is such an axle slower: what is wound up in its tyres, let go at once.
    public var greatestUndershoot = Speed(2)
    /// Each of these must have held this long.
    public var time = Duration.milliseconds(100)
    /// Both accelerations are smoothed by this before they are compared.
    public var smoothing = Duration.milliseconds(50)
    /// Below this sum of torques no axle is pushed either way, Nm of both motors.
    public var leastTorque = Torque(5)
    /// Below this wheel sensors see too few teeth to count.
    public var leastWheelSpeed = Speed(1.5)
    /// Motors slower than this stand.
    public var standstill = Speed(0.05)
    /// An estimate below this goes to zero with the motors; above, the wheels are locked.
    public var greatestStop = Speed(1)
    /// How fast standstill tells what the accelerometer shows too much: time constant.
    public var biasTime = Duration.seconds(1)
    /// How fast driving without slip tells it: time constant.
    public var slopeTime = Duration.seconds(3)
    /// The most that is believed, either way: its own error, and a slope of 35 %.
    public var greatestBias = Acceleration(4)

    /// The numbers of the control design.
    public init() {}
}
