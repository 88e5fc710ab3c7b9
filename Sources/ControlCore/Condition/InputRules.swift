public import VehicleModel

/// What one input must satisfy to be used.
public struct InputRule: Sendable, BitwiseCopyable {
    /// Older than this, it is stale.
    public var greatestAge: Duration
    /// The least value that is physically possible, SI.
    public var minimum: Double
    /// The greatest value that is physically possible, SI.
    public var maximum: Double

    /// Puts the parts together.
    public init(greatestAge: Duration, minimum: Double, maximum: Double) {
        self.greatestAge = greatestAge
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Why `sample` may or may not be used at `now`.
    ///
    /// An arrival in the future counts as stale: a clock that jumped proves nothing fresh.
    public func judge(_ sample: InputSample, at now: Instant) -> Quality {
        guard sample.quality == .valid else { return sample.quality }
        let age = now - sample.arrival
        guard age >= .zero, age <= greatestAge else { return .stale }
        guard sample.value.isFinite, sample.value >= minimum, sample.value <= maximum else {
            return .outOfRange
        }
        return .valid
    }
}

/// A rule for every input.
public struct InputRules: Sendable, BitwiseCopyable {
    private var rules: [66 of InputRule]

    /// The same rule for all, to be refined one by one.
    public init(all rule: InputRule) { rules = .init(repeating: rule) }

    /// The rule of one input.
    public subscript(_ quantity: InputQuantity) -> InputRule {
        get { rules.span[Int(quantity.rawValue)] }
        set { rules[Int(quantity.rawValue)] = newValue }
    }
}
