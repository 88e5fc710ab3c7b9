public import VehicleModel

/// The bench profile's ceilings.
public struct BenchParameters: Sendable, BitwiseCopyable {
    /// Greatest |torque| of each motor, Nm.
    public var torque: Torque
    /// Motor speed at which torque along the motion has gone, rad/s.
    public var speed: RotationalSpeed
    /// The last part of the speed, in which it fades, rad/s, above 0.
    public var speedFade: RotationalSpeed
    /// Greatest |shaft power| of each motor, W.
    public var power: Power
    /// Below this |speed| the vehicle stands, m/s.
    public var standstill: Speed
    /// The most that the driving machine is given beyond the battery's limit for what the other one
    /// returns, W, above 0: what supply and link bear until its loss is noticed; nil for no credit.
    public var creditReserve: Power?

    /// Puts the parts together.
    public init(
        torque: Torque = Torque(30),
        speed: RotationalSpeed = RotationalSpeed(revolutionsPerMinute: 500),
        speedFade: RotationalSpeed = RotationalSpeed(revolutionsPerMinute: 50),
        power: Power = Power(1500),
        standstill: Speed = Speed(0.1),
        creditReserve: Power? = nil
    ) {
        self.torque = torque
        self.speed = speed
        self.speedFade = speedFade
        self.power = power
        self.standstill = standstill
        self.creditReserve = creditReserve
    }
}

/// How requests are weighed.
public struct ArbitrationParameters: Sendable, BitwiseCopyable {
    /// The cap that stands in for a lapsed maximum, Nm of both motors; half of it for one.
    public var limpTorque: Torque
    /// Pedal above which the driver overrides cruise control, 0 to 1.
    public var overridePedal: Double
    /// The most that stability control may drive one axle with, Nm.
    public var stabilityIncrease: Torque
    /// Drive torque of both motors per speed missing to the operator's speed ceiling, Nm/(m/s).
    public var speedCeilingGain: Double
    /// The bench profile.
    public var bench: BenchParameters

    /// Puts the parts together.
    public init(
        limpTorque: Torque,
        overridePedal: Double = 0.05,
        stabilityIncrease: Torque = Torque(60),
        speedCeilingGain: Double = 340,
        bench: BenchParameters = BenchParameters()
    ) {
        self.limpTorque = limpTorque
        self.overridePedal = overridePedal
        self.stabilityIncrease = stabilityIncrease
        self.speedCeilingGain = speedCeilingGain
        self.bench = bench
    }
}
