public import VehicleModel

/// A power limit that the battery broadcasts, aged.
///
/// Fresh values are taken, down at once and up at a bounded rate while armed. A value that stops
/// coming is held for 100 ms, falls to the limp power until 500 ms, and is zero after that. It
/// begins at zero.
public struct BroadcastLimit: Sendable, BitwiseCopyable {
    /// The limit in force, W, not negative.
    public private(set) var power = Power.zero
    private var lastFresh: Instant?
    private var fadeStart = Power.zero

    /// Older than this, a value is no longer new.
    public static let fresh = Duration.milliseconds(30)
    /// Older than this, it begins to fall.
    public static let held = Duration.milliseconds(100)
    /// Older than this, it is zero.
    public static let faded = Duration.milliseconds(500)

    /// Begins at zero.
    public init() {}

    /// The limit at `now`.
    ///
    /// `rule` must allow ages up to `faded`, so that the ageing here is the one that acts. A sample
    /// that is invalid for another reason than its age counts as not having come.
    public mutating func step(
        _ sample: InputSample,
        rule: InputRule,
        at now: Instant,
        isArmed: Bool,
        with parameters: ControlParameters
    ) -> Power {
        step(
            sample,
            rule: rule,
            at: now,
            isArmed: isArmed,
            rise: parameters.power.limitRise * parameters.period,
            limpPower: parameters.power.limpPower
        )
    }

    /// The limit at `now`, rising by no more than `rise` in this cycle while armed.
    mutating func step(
        _ sample: InputSample,
        rule: InputRule,
        at now: Instant,
        isArmed: Bool,
        rise: Power,
        limpPower: Power
    ) -> Power {
        let age = now - sample.arrival
        if rule.judge(sample, at: now) == .valid, age <= Self.fresh {
            let broadcast = max(.zero, Power(sample.value))
            power = isArmed ? min(broadcast, power + rise) : broadcast
            lastFresh = now
            fadeStart = power
            return power
        }
        guard let lastFresh else {
            power = .zero
            return power
        }
        // Counted from the arrival that was last used, which was at most `fresh` old then.
        let silence = now - lastFresh + Self.fresh
        if silence < .zero || silence > Self.faded {
            power = .zero
        } else if silence > Self.held {
            let part = (silence - Self.held) / (Self.faded - Self.held)
            let goal = min(limpPower, fadeStart)
            power = fadeStart + (goal - fadeStart) * part
        }
        return power
    }

    /// Whether the limit of the cycle at `now` came from a new value.
    func isFresh(at now: Instant) -> Bool { lastFresh == now }
}
