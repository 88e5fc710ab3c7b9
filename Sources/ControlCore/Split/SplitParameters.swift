public import VehicleModel

/// How far each term may move the front axle's share from the load's.
public struct SplitParameters: Sendable, BitwiseCopyable {
    /// Share by difference of relative slip, rear less front, not negative.
    public var slipGain: Double
    /// The speed below which slip is taken relative to this one, m/s, above 0.
    public var slipSpeedFloor: Speed
    /// The most that slip moves, 0 to 1.
    public var slipBound: Double
    /// Share by lateral acceleration squared, s⁴/m², not negative.
    public var corneringGain: Double
    /// The most that cornering moves, 0 to 1.
    public var corneringBound: Double
    /// Share by pitch rate, s/rad; positive where the rear suspension resists pitch more.
    public var pitchGain: Double
    /// Pitch that stays under a steady acceleration, rad by m/s², where no sensor tells the rate.
    public var pitchGradient: Double
    /// The most that pitch moves, 0 to 1.
    public var pitchBound: Double
    /// What the rear axle's share of regeneration stays below its load's on a wet road, 0 to 1.
    public var wetReserve: Double

    /// The load on the axles alone decides.
    public static let loadOnly = SplitParameters(
        slipGain: 0,
        slipSpeedFloor: Speed(1),
        slipBound: 0,
        corneringGain: 0,
        corneringBound: 0,
        pitchGain: 0,
        pitchGradient: 0,
        pitchBound: 0,
        wetReserve: 0
    )

    /// Puts the parts together.
    public init(
        slipGain: Double,
        slipSpeedFloor: Speed,
        slipBound: Double,
        corneringGain: Double,
        corneringBound: Double,
        pitchGain: Double,
        pitchGradient: Double,
        pitchBound: Double,
        wetReserve: Double
    ) {
        self.slipGain = slipGain
        self.slipSpeedFloor = slipSpeedFloor
        self.slipBound = slipBound
        self.corneringGain = corneringGain
        self.corneringBound = corneringBound
        self.pitchGain = pitchGain
        self.pitchGradient = pitchGradient
        self.pitchBound = pitchBound
        self.wetReserve = wetReserve
    }
}

/// Which terms of the split count.
public enum SplitTerms: UInt8, Sendable, BitwiseCopyable {
    /// All.
    case all
    /// Load and slip: the comfort terms are off, from the ladder's first step on.
    case plain
    /// None: half and half, as the speeds disagree.
    case half
}
