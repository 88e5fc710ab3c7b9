#if !hasFeature(Embedded)
public import CANFrames
#endif

/// The monitor's times, all in nanoseconds.
public struct MonitorTiming: Sendable {
    /// Without a valid command for this long, armed, torque is taken to zero.
    public var silence: Int64
    /// A command older than this is refused.
    public var commandAge: Int64
    /// How long more than the tolerance may be cut off before the arming trips.
    public var clamping: Int64
    /// A motor speed older than this is not known.
    public var speedAge: Int64
    /// A discharge limit older than this is not known.
    public var dischargeLimitAge: Int64
    /// How long after a foreign sender's frame arming is refused.
    public var foreignSender: Int64
    /// How often zero-torque frames are repeated.
    public var zeroPeriod: Int64

    /// Puts the parts together.
    public init(
        silence: Int64,
        commandAge: Int64,
        clamping: Int64,
        speedAge: Int64,
        dischargeLimitAge: Int64,
        foreignSender: Int64,
        zeroPeriod: Int64
    ) {
        self.silence = silence
        self.commandAge = commandAge
        self.clamping = clamping
        self.speedAge = speedAge
        self.dischargeLimitAge = dischargeLimitAge
        self.foreignSender = foreignSender
        self.zeroPeriod = zeroPeriod
    }
}

/// The monitor's bounds.
///
/// Torques are in 0.25 Nm, all at least 0.
public struct MonitorBounds: Sendable {
    /// The coarse envelope of each axle's motor.
    public var envelope: PerAxle<Envelope>
    /// How far above the envelope a torque may be.
    public var envelopeMargin: Int
    /// How much may be cut off for long without a trip.
    public var clampTolerance: Int
    /// How far the weaker axle may pull against the other.
    public var oppositeTorque: Int
    /// How fast an axle's bound falls when the gear leaves drive or the speed is lost, in
    /// 0.25 Nm a second.
    public var releaseRamp: Int
    /// How fast an axle's bound falls when the battery's limit drops, in 0.25 Nm a second.
    public var powerRamp: Int
    /// The part of the battery's limit that others always take, in watts.
    public var auxiliaryPower: Int
    /// Copper loss in milliwatts per Nm squared: what torque costs near standstill.
    public var copperLoss: Int
    /// Below this speed in rpm the copper loss counts, not torque times speed.
    public var standstillSpeed: Int

    /// Puts the parts together.
    public init(
        envelope: PerAxle<Envelope>,
        envelopeMargin: Int,
        clampTolerance: Int,
        oppositeTorque: Int,
        releaseRamp: Int,
        powerRamp: Int,
        auxiliaryPower: Int,
        copperLoss: Int,
        standstillSpeed: Int
    ) {
        self.envelope = envelope
        self.envelopeMargin = envelopeMargin
        self.clampTolerance = clampTolerance
        self.oppositeTorque = oppositeTorque
        self.releaseRamp = releaseRamp
        self.powerRamp = powerRamp
        self.auxiliaryPower = auxiliaryPower
        self.copperLoss = copperLoss
        self.standstillSpeed = standstillSpeed
    }
}

/// Everything the monitor is told before it starts.
public struct MonitorSettings: Sendable {
    /// What may be sent.
    public let allowList: AllowList
    /// Times.
    public let timing: MonitorTiming
    /// Bounds.
    public let bounds: MonitorBounds
    /// The bus on which the battery's limits (0x1DC) are received.
    public let batteryAxle: Axle
    /// How many zero-torque frames go out after disarming, 1 to 100.
    public let disarmFrames: Int

    /// Refuses an incomplete allow-list, an empty envelope, and times or counts below 1.
    public init?(
        allowList: AllowList,
        timing: MonitorTiming,
        bounds: MonitorBounds,
        batteryAxle: Axle,
        disarmFrames: Int
    ) {
        guard
            allowList.isComplete, bounds.envelope.front.isUsable, bounds.envelope.rear.isUsable,
            timing.silence > 0, timing.commandAge > 0, timing.clamping > 0, timing.speedAge > 0,
            timing.dischargeLimitAge > 0, timing.foreignSender > 0, timing.zeroPeriod > 0,
            bounds.envelopeMargin >= 0, bounds.clampTolerance >= 0, bounds.oppositeTorque >= 0,
            bounds.releaseRamp > 0, bounds.powerRamp > 0, bounds.auxiliaryPower >= 0,
            bounds.copperLoss >= 0, bounds.standstillSpeed >= 0,
            (1...100).contains(disarmFrames)
        else { return nil }
        self.allowList = allowList
        self.timing = timing
        self.bounds = bounds
        self.batteryAxle = batteryAxle
        self.disarmFrames = disarmFrames
    }
}

#if !hasFeature(Embedded)
extension MonitorSettings {
    /// The identifiers the monitor wants to receive on both buses, beside those on the allow-list.
    public var receivedIDs: [FrameID] {
        [VehicleWatch.statusID, VehicleWatch.limitsID].compactMap { FrameID(rawValue: $0) }
    }
}
#endif
