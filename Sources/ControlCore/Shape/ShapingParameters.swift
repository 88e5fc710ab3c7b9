public import VehicleModel

/// How torque is shaped for comfort, beside its rates; checked by the configuration's reader.
public struct ShapingParameters: Sendable, BitwiseCopyable {
    /// The change of the total's rate, Nm/s², above 0.
    public var jerk = 100_000.0
    /// Within this |torque| of one axle the gears' lash closes, Nm, not negative.
    public var lashTorque = Torque(12)
    /// The rate of one axle there, Nm/s, above 0.
    public var lashRate = TorqueRate(200)
    /// The time between the axles' passages through zero, not negative.
    public var stagger = Duration.milliseconds(20)
    /// The notch at the body's pitch frequency.
    public var notch = PitchNotch.none
    /// However the notch lags, |total| falls at least this fast, Nm/s, above 0.
    public var leastFall = TorqueRate(3500)
    /// Sent and shaped differ by more where a later stage took torque, Nm in total, not negative.
    public var tolerance = Torque(1)

    /// The numbers of the control design, without a notch.
    public init() {}
}
