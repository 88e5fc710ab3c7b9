import VehicleModel

/// Values that passed their checks.
protocol InputSource: ~Escapable {
    /// The value in SI units; nil where it may not be used.
    func value(_ quantity: InputQuantity) -> Double?
}

extension InputSource where Self: ~Escapable {
    /// The value with its dimension; nil where it may not be used.
    func quantity<Dimension>(_ quantity: InputQuantity) -> Quantity<Dimension>? {
        value(quantity).map { Quantity($0) }
    }

    /// Whether the value is not 0; nil where it may not be used.
    func bool(_ quantity: InputQuantity) -> Bool? { value(quantity).map { $0 != 0 } }

    /// A quantity that both axles have.
    func pair<Dimension>(
        _ front: InputQuantity,
        _ rear: InputQuantity
    ) -> AxlePair<Quantity<Dimension>?> {
        AxlePair(front: quantity(front), rear: quantity(rear))
    }
}

/// Reads the table through the rules, and remembers nothing: a lease has no debounce.
struct InputReader: InputSource, ~Escapable {
    let samples: Span<InputSample>
    let rules: Span<InputRule>
    let now: Instant

    /// Reads `samples` at `now`; both by `InputQuantity.rawValue`.
    @_lifetime(copy samples, copy rules)
    init(_ samples: Span<InputSample>, rules: Span<InputRule>, at now: Instant) {
        self.samples = samples
        self.rules = rules
        self.now = now
    }

    /// The newest sample.
    func sample(_ quantity: InputQuantity) -> InputSample { samples[Int(quantity.rawValue)] }

    /// What it must satisfy.
    func rule(_ quantity: InputQuantity) -> InputRule { rules[Int(quantity.rawValue)] }

    /// Whether the newest sample may be used, and if not, why.
    func quality(_ quantity: InputQuantity) -> Quality {
        rule(quantity).judge(sample(quantity), at: now)
    }

    /// Whether the vehicle has this input at all.
    func isBound(_ quantity: InputQuantity) -> Bool { rule(quantity).isBound }

    func value(_ quantity: InputQuantity) -> Double? {
        quality(quantity) == .valid ? sample(quantity).value : nil
    }
}
