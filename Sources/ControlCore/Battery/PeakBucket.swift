public import VehicleModel

/// What a peak may use up before only the continuous value is left, in the unit of its limit times
/// seconds.
///
/// Filled by what is above the continuous value and emptied by what is below. Tapped off so that
/// the limit comes down smoothly: the content never passes what it can hold.
struct PeakBucket: Sendable, BitwiseCopyable {
    /// What is used up, not negative.
    private(set) var content = 0.0

    /// How slowly the last of the peak is given.
    static let tapTime = Duration.seconds(2)

    /// One period with `used`; what is not a number counts as the peak.
    mutating func step(
        _ used: Double,
        peak: Double,
        continuous: Double,
        holds: Double,
        _ time: Duration
    ) {
        let taken = used.isNaN ? peak : max(used, 0)
        let next = content + (taken - continuous) * time.inSeconds
        content = max(0, min(holds, next))
    }

    /// What may be used now.
    func limit(peak: Double, continuous: Double, holds: Double) -> Double {
        min(peak, continuous + max(0, holds - content) / Self.tapTime.inSeconds)
    }
}

/// Peak power that lasts only so long.
public struct EnergyBucket: Sendable, BitwiseCopyable {
    private var bucket = PeakBucket()

    /// Empty: the whole peak is there.
    public init() {}

    /// What is used up, J.
    public var energy: Energy { Energy(bucket.content) }

    /// The limit after one period with `power`, W.
    ///
    /// Power in the other direction gives nothing back beyond what rest would.
    public mutating func step(_ power: Power, with window: EnergyWindow, period: Duration) -> Power
    {
        bucket.step(
            power.rawValue,
            peak: window.peak.rawValue,
            continuous: window.continuous.rawValue,
            holds: window.energy.rawValue,
            period
        )
        return limit(with: window)
    }

    /// The limit now, W.
    public func limit(with window: EnergyWindow) -> Power {
        Power(
            bucket.limit(
                peak: window.peak.rawValue,
                continuous: window.continuous.rawValue,
                holds: window.energy.rawValue
            )
        )
    }
}

/// For how long a peak of power may be drawn.
public struct EnergyWindow: Sendable, BitwiseCopyable {
    /// W, not below `continuous`.
    public let peak: Power
    /// What may be drawn for ever, W, not negative.
    public let continuous: Power
    /// (peak − continuous) times the window, J.
    public let energy: Energy

    /// Nil unless the numbers are finite, 0 ≤ continuous ≤ peak, and the window is not negative.
    public init?(peak: Power, continuous: Power, window: Duration) {
        guard peak.isFinite, continuous >= .zero, peak >= continuous, window >= .zero else {
            return nil
        }
        self.peak = peak
        self.continuous = continuous
        energy = Energy((peak - continuous).rawValue * window.inSeconds)
    }
}

/// The heat of a fuse or of contactors, by the square of the current in either direction.
public struct HeatBucket: Sendable, BitwiseCopyable {
    private var bucket = PeakBucket()

    /// Cold.
    public init() {}

    /// What is used up, A²s.
    public var heat: Double { bucket.content }

    /// The current allowed after one period with `current`, A.
    public mutating func step(
        _ current: Current,
        with rating: HeatRating,
        period: Duration
    ) -> Current {
        bucket.step(
            current.rawValue * current.rawValue,
            peak: rating.peakSquare,
            continuous: rating.continuousSquare,
            holds: rating.heat,
            period
        )
        return limit(with: rating)
    }

    /// The current allowed now, A.
    public func limit(with rating: HeatRating) -> Current {
        let square = bucket.limit(
            peak: rating.peakSquare,
            continuous: rating.continuousSquare,
            holds: rating.heat
        )
        return Current(square.squareRoot())
    }
}

/// What a fuse or a contactor bears.
public struct HeatRating: Sendable, BitwiseCopyable {
    let peakSquare: Double
    let continuousSquare: Double
    let heat: Double

    /// Nil unless the numbers are finite, 0 ≤ continuous ≤ peak, and the time is not negative.
    public init?(peak: Current, continuous: Current, time: Duration) {
        guard peak.isFinite, continuous >= .zero, peak >= continuous, time >= .zero else {
            return nil
        }
        peakSquare = peak.rawValue * peak.rawValue
        continuousSquare = continuous.rawValue * continuous.rawValue
        heat = (peakSquare - continuousSquare) * time.inSeconds
    }
}
