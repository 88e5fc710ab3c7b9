/// The monitor's bounds of each motor, of the pair and of the battery.
///
/// Torques are in 0.25 Nm, all at least 0.
public struct MonitorBounds: Sendable {
    /// The coarse envelope of each axle's motor; empty, and so no torque, where it has none.
    public var envelope: PerAxle<Envelope>
    /// How far above the envelope a torque may be.
    public var envelopeMargin: Int
    /// How much may be cut off for long without a trip.
    public var clampTolerance: Int
    /// How far the weaker axle may pull against the other.
    public var oppositeTorque: Int
    /// How fast an axle's bound falls when the driver, the gear or a lost input lowers it, in
    /// 0.25 Nm a second.
    public var releaseRamp: Int
    /// How fast an axle's bound falls when the battery's limit drops or ABS acts, in 0.25 Nm a
    /// second.
    public var powerRamp: Int
    /// The part of the battery's limit that others always take, in watts.
    public var auxiliaryPower: Int
    /// Copper loss in milliwatts per Nm squared: what torque costs near standstill, at least.
    public var copperLoss: Int
    /// Copper loss in milliwatts per Nm squared that braking leaves on its way to the battery.
    public var returnLoss: Int
    /// Below this speed in rpm the copper loss counts, not torque times speed.
    public var standstillSpeed: Int
    /// Up to this speed in rpm with the gear there is no torque against it.
    public var fadeSpeed: Int

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
        returnLoss: Int,
        standstillSpeed: Int,
        fadeSpeed: Int
    ) {
        self.envelope = envelope
        self.envelopeMargin = envelopeMargin
        self.clampTolerance = clampTolerance
        self.oppositeTorque = oppositeTorque
        self.releaseRamp = releaseRamp
        self.powerRamp = powerRamp
        self.auxiliaryPower = auxiliaryPower
        self.copperLoss = copperLoss
        self.returnLoss = returnLoss
        self.standstillSpeed = standstillSpeed
        self.fadeSpeed = fadeSpeed
    }

    /// Whether the numbers make sense, and each motor has an envelope and nothing else one.
    func isUsable(undriven: Axle?) -> Bool {
        envelope.front.isUsable == (undriven != .front)
            && envelope.rear.isUsable == (undriven != .rear) && envelopeMargin >= 0
            && clampTolerance >= 0 && oppositeTorque >= 0 && releaseRamp > 0 && powerRamp > 0
            && auxiliaryPower >= 0 && copperLoss >= 0 && returnLoss >= 0 && standstillSpeed >= 0
            && fadeSpeed >= 0
    }
}

/// What the driver may mean by pedals, and what may stand for the driver.
///
/// Torques are of both axles together unless an axle is named, in 0.25 Nm, all at least 0.
public struct DriverBounds: Sendable {
    /// The most torque with the gear by pedal and speed; its first row is that of a released pedal.
    public var pedal: PedalTable
    /// Below this the pedal counts as released, 0.1 %.
    public var releasedPedal: Int
    /// The most torque against the gear without a request of the brake unit, by speed with the gear.
    public var lift: Envelope
    /// How far beyond both a torque may be.
    public var margin: Int
    /// What the brake's bound falls from.
    public var fullTorque: Int
    /// How long the pressed brake takes from full torque to none, ns.
    public var brakeRamp: Int64
    /// The most torque while cruise control acts.
    public var cruiseTorque: Int
    /// The most an axle may have beyond the driver's while stability control asks for it.
    public var escIncrease: Int
    /// The rear axle's share of the load at rest, 0.1 %.
    public var rearLoadShare: Int
    /// How much of the load goes to the rear in acceleration, 0.1 % per m/s2.
    public var loadTransfer: Int
    /// How far the rear's share of regeneration may be above its share of the load, 0.1 %.
    public var rearShareMargin: Int
    /// The most torque of an axle on the bench.
    public var benchTorque: Int
    /// No torque above this speed on the bench, rpm.
    public var benchSpeed: Int

    /// Puts the parts together.
    public init(
        pedal: PedalTable,
        releasedPedal: Int,
        lift: Envelope,
        margin: Int,
        fullTorque: Int,
        brakeRamp: Int64,
        cruiseTorque: Int,
        escIncrease: Int,
        rearLoadShare: Int,
        loadTransfer: Int,
        rearShareMargin: Int,
        benchTorque: Int,
        benchSpeed: Int
    ) {
        self.pedal = pedal
        self.releasedPedal = releasedPedal
        self.lift = lift
        self.margin = margin
        self.fullTorque = fullTorque
        self.brakeRamp = brakeRamp
        self.cruiseTorque = cruiseTorque
        self.escIncrease = escIncrease
        self.rearLoadShare = rearLoadShare
        self.loadTransfer = loadTransfer
        self.rearShareMargin = rearShareMargin
        self.benchTorque = benchTorque
        self.benchSpeed = benchSpeed
    }

    var isUsable: Bool {
        pedal.isUsable && releasedPedal >= 0 && lift.isUsable && margin >= 0 && fullTorque > 0
            && brakeRamp > 0 && cruiseTorque >= 0 && escIncrease >= 0 && rearLoadShare >= 0
            && loadTransfer >= 0 && rearShareMargin >= 0 && benchTorque >= 0 && benchSpeed >= 0
    }
}
