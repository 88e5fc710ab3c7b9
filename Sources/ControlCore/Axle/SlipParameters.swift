public import VehicleModel

/// When a slip controller acts, and how.
public struct SlipParameters: Sendable, BitwiseCopyable {
    /// How much faster than the vehicle wheels may turn at low speed, m/s, above 0.
    public var leastSlip: Speed
    /// How much faster at speed, as part of the vehicle's, 0 to 1.
    public var relativeSlip: Double
    /// Inertia that the motor turns when the tyres slip, kg m², above 0.
    public var inertia: Double
    /// From a command to torque at the shaft, up to fourteen periods.
    public var latency: Duration
    /// Torque by excess of shaft speed, Nm s/rad, not negative.
    public var proportional: Double
    /// Torque rate by excess of shaft speed, Nm/rad, not negative.
    public var integral: Double
    /// The largest excess that lowers the integrator, rad/s, not negative.
    public var greatestExcess: RotationalSpeed
    /// The largest lack that raises it, rad/s, not negative.
    public var greatestLack: RotationalSpeed
    /// What of the tyres' torque it begins with, 0 to 1.
    public var seedFactor: Double
    /// The excess beyond which it begins anew, rad/s; infinite for never.
    public var renewalExcess: RotationalSpeed
    /// The shaft acceleration beyond which it begins anew, rad/s².
    public var renewalAcceleration: Double
    /// The time from one new beginning to the next.
    public var renewalPause: Duration

    /// Puts the parts together.
    public init(
        leastSlip: Speed,
        relativeSlip: Double,
        inertia: Double,
        latency: Duration,
        proportional: Double,
        integral: Double,
        greatestExcess: RotationalSpeed,
        greatestLack: RotationalSpeed,
        seedFactor: Double,
        renewalExcess: RotationalSpeed,
        renewalAcceleration: Double,
        renewalPause: Duration
    ) {
        self.leastSlip = leastSlip
        self.relativeSlip = relativeSlip
        self.inertia = inertia
        self.latency = latency
        self.proportional = proportional
        self.integral = integral
        self.greatestExcess = greatestExcess
        self.greatestLack = greatestLack
        self.seedFactor = seedFactor
        self.renewalExcess = renewalExcess
        self.renewalAcceleration = renewalAcceleration
        self.renewalPause = renewalPause
    }
}
