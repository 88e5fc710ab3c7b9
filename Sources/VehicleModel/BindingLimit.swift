/// What made the torque given differ from the torque asked for.
///
/// The names are what people read.
public enum BindingLimit: UInt8, Sendable, BitwiseCopyable {
    /// Nothing: given is what was asked.
    case none
    /// A computed number was not finite; torque is zero.
    case notFinite
    /// The mode, the lease or a precondition forbids torque.
    case notArmed
    /// The gear allows no torque in this direction.
    case gear
    /// The brake pedal takes drive torque back.
    case brake
    /// An input that is needed is invalid.
    case invalidInput
    /// Another request with a lower maximum.
    case request
    /// The motor's torque at this speed and voltage.
    case envelope
    /// The system's published ceiling on shaft power.
    case systemCeiling
    /// The battery's discharge limit.
    case discharge
    /// The battery's charge limit.
    case charge
    /// Braking harder would return less power.
    case regenerationOptimum
    /// The rate at which torque may rise.
    case upRate
    /// The rate at which torque may fall.
    case downRate
    /// The guardian sent less than was computed.
    case guardian
    /// The drive unit is hot.
    case thermal
    /// The axle's wheels would slip.
    case slip
    /// What the inverter says it can give.
    case inverterAvailable
    /// The degradation ladder.
    case ladder
    /// Stability control's request for one axle.
    case stability
    /// The antilock brakes act: no regeneration.
    case antilock
    /// A ceiling that the operator set.
    case operatorCeiling
    /// What the bench profile allows.
    case bench
    /// The shaping of the total: jerk, and slowly through the gears' lash.
    case shaping

    /// How many there are.
    public static var count: Int { 24 }
}

#if !hasFeature(Embedded)
extension BindingLimit: CaseIterable {}
#endif
