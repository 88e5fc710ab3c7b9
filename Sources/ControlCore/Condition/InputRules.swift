public import VehicleModel

/// What one input must satisfy to be used.
public struct InputRule: Sendable, BitwiseCopyable {
    /// Older than this, it is stale.
    public var greatestAge: Duration
    /// The least value that is physically possible, SI.
    public var minimum: Double
    /// The greatest value that is physically possible, SI.
    public var maximum: Double
    private var hasSignal: Bool

    /// Puts the parts together.
    public init(greatestAge: Duration, minimum: Double, maximum: Double, isBound: Bool = true) {
        self.greatestAge = greatestAge
        self.minimum = minimum
        self.maximum = maximum
        hasSignal = isBound
    }

    /// Whether the vehicle has this input at all: what is not bound is not configured, never lost.
    ///
    /// Without an age nothing can be fresh, so such a rule counts as not bound.
    public var isBound: Bool {
        get { hasSignal && greatestAge.attoseconds > 0 }
        set { hasSignal = newValue }
    }

    /// Why `sample` may or may not be used at `now`.
    ///
    /// An arrival in the future counts as stale: a clock that jumped proves nothing fresh.
    public func judge(_ sample: InputSample, at now: Instant) -> Quality {
        guard isBound else { return .missing }
        guard sample.quality == .valid else { return sample.quality }
        guard isFresh(sample.arrival, at: now) else { return .stale }
        guard sample.value.isFinite, sample.value >= minimum, sample.value <= maximum else {
            return .outOfRange
        }
        return .valid
    }

    /// Whether what arrived then is neither too old at `now` nor from the future.
    func isFresh(_ arrival: Instant, at now: Instant) -> Bool {
        let age = (now - arrival).attoseconds
        return age >= 0 && age <= greatestAge.attoseconds
    }
}

/// A rule for every input.
public struct InputRules: Sendable, BitwiseCopyable {
    private var rules: [66 of InputRule]

    /// The same rule for all, to be refined one by one.
    public init(all rule: InputRule) { rules = .init(repeating: rule) }

    /// All rules, by `InputQuantity.rawValue`: read like this, they are not copied for each.
    public var all: Span<InputRule> {
        @_lifetime(borrow self) get { rules.span }
    }

    /// The rule of one input.
    public subscript(_ quantity: InputQuantity) -> InputRule {
        get { rules[Int(quantity.rawValue)] }
        set { rules[Int(quantity.rawValue)] = newValue }
    }
}
