public import VehicleModel

/// How torque is shaped for comfort.
public struct ShapingParameters: Sendable, BitwiseCopyable {
    /// Every increase of |torque| of one axle, Nm/s, above 0.
    public var up: TorqueRate
    /// A decrease that the driver asked for, of one axle, Nm/s, above 0.
    public var down: TorqueRate
    /// The change of the total's rate, Nm/s², above 0.
    public var jerk: Double
    /// Within this |torque| of one axle the gears' lash closes, Nm, not negative.
    public var lashTorque: Torque
    /// The rate of one axle there, Nm/s, above 0.
    public var lashRate: TorqueRate
    /// The time between the axles' passages through zero.
    public var stagger: Duration
    /// The notch at the body's pitch frequency.
    public var notch: PitchNotch
    /// However the notch lags, |total| falls at least this fast, Nm/s, above 0.
    public var leastFall: TorqueRate
    /// Sent and shaped differ by more where a later stage took torque, Nm in total.
    public var tolerance: Torque

    /// Puts the parts together; nil unless every number is finite and in its range.
    public init?(
        up: TorqueRate = TorqueRate(1200),
        down: TorqueRate = TorqueRate(2500),
        jerk: Double = 100_000,
        lashTorque: Torque = Torque(12),
        lashRate: TorqueRate = TorqueRate(200),
        stagger: Duration = .milliseconds(20),
        notch: PitchNotch = .none,
        leastFall: TorqueRate = TorqueRate(3500),
        tolerance: Torque = Torque(1)
    ) {
        guard up > .zero, up.isFinite, down > .zero, down.isFinite, jerk > 0, jerk.isFinite,
            lashTorque >= .zero, lashTorque.isFinite, lashRate > .zero, lashRate.isFinite,
            stagger >= .zero, leastFall > .zero, leastFall.isFinite, tolerance >= .zero,
            tolerance.isFinite
        else { return nil }
        self.up = up
        self.down = down
        self.jerk = jerk
        self.lashTorque = lashTorque
        self.lashRate = lashRate
        self.stagger = stagger
        self.notch = notch
        self.leastFall = leastFall
        self.tolerance = tolerance
    }
}
