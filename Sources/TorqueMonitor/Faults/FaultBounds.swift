/// What is measured may differ from what was sent by so much, for so long.
///
/// Times are in nanoseconds.
public struct FaultBounds: Sendable {
    /// The battery's limit counts as its greatest over so long: the measured power is late.
    public var limitMemory: Int64
    /// Below this the battery's power is no matter of torque, W.
    public var otherPower: Int
    /// How long the power may be above 1.05 times the limit.
    public var powerTime: Int64
    /// How long it may be above 1.15 times the limit.
    public var farPowerTime: Int64
    /// How far the reported torque may be from the sent one, 0.25 Nm.
    public var trackingTorque: Int
    /// And how far in parts of the sent one, 0.1 %; the greater counts.
    public var trackingPart: Int
    /// What was sent within so long before may still be what is reported.
    public var trackingLatency: Int64
    /// How long it may be further away.
    public var trackingTime: Int64
    /// What a torque of 1 Nm of both axles accelerates, at the most, mm/s2.
    public var accelerationPerTorque: Int
    /// How far above that the acceleration may be, mm/s2.
    public var accelerationMargin: Int
    /// For how long it may be above.
    public var accelerationTime: Int64

    /// Puts the parts together.
    public init(
        limitMemory: Int64,
        otherPower: Int,
        powerTime: Int64,
        farPowerTime: Int64,
        trackingTorque: Int,
        trackingPart: Int,
        trackingLatency: Int64,
        trackingTime: Int64,
        accelerationPerTorque: Int,
        accelerationMargin: Int,
        accelerationTime: Int64
    ) {
        self.limitMemory = limitMemory
        self.otherPower = otherPower
        self.powerTime = powerTime
        self.farPowerTime = farPowerTime
        self.trackingTorque = trackingTorque
        self.trackingPart = trackingPart
        self.trackingLatency = trackingLatency
        self.trackingTime = trackingTime
        self.accelerationPerTorque = accelerationPerTorque
        self.accelerationMargin = accelerationMargin
        self.accelerationTime = accelerationTime
    }

    var isUsable: Bool {
        limitMemory > 0 && otherPower >= 0 && powerTime > 0 && farPowerTime > 0
            && trackingTorque >= 0 && trackingPart >= 0 && trackingLatency > 0 && trackingTime > 0
            && accelerationPerTorque >= 0 && accelerationMargin >= 0 && accelerationTime > 0
    }
}
