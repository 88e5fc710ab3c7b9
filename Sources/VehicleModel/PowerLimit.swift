/// What can limit the battery's power, out of it or into it; the least one is in force.
///
/// The names are what people read.
public enum PowerLimit: UInt8, Sendable, BitwiseCopyable {
    /// What the battery's controller broadcasts, aged.
    case broadcast
    /// The pack's voltage at the end of a horizon.
    case packVoltage
    /// The weakest or fullest cell's voltage at the end of a horizon.
    case cellVoltage
    /// The current that cells bear, by time and temperature.
    case current
    /// The heat of the fuse.
    case fuse
    /// The heat of the contactors.
    case contactor
    /// An energy bucket: peak power lasts only so long.
    case energy
    /// Little charge is left, or little room.
    case stateOfCharge
    /// A cold battery takes little charge.
    case temperature
    /// The measured voltage came near its floor or ceiling, whatever models say.
    case voltageGuard
    /// The degradation ladder.
    case ladder
    /// A ceiling that the operator set.
    case operatorCeiling

    /// How many there are.
    public static var count: Int { 12 }
}

/// Every limit on the battery's power in one direction, and which is in force.
public struct PowerLimits: Sendable, BitwiseCopyable {
    /// Which is the least.
    public private(set) var binding = PowerLimit.broadcast
    /// The least, W, not negative.
    public private(set) var power = Power(.infinity)
    private var powers: [12 of Power] = .init(repeating: Power(.infinity))

    /// No limit.
    public init() {}

    /// A limit in W; infinite where it does not apply.
    public subscript(_ limit: PowerLimit) -> Power { powers[Int(limit.rawValue)] }

    /// Adds a limit, W; what is not a number or negative counts as zero.
    ///
    /// Of equal limits the one that was added first binds.
    public mutating func add(_ limit: PowerLimit, _ value: Power) {
        let bounded = value > .zero ? value : .zero
        powers[Int(limit.rawValue)] = bounded
        guard bounded < power else { return }
        power = bounded
        binding = limit
    }
}

#if !hasFeature(Embedded)
extension PowerLimit: CaseIterable {}
#endif
