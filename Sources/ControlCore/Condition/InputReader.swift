import VehicleModel

/// Values that passed their checks.
protocol InputSource {
    /// The value in SI units; nil where it may not be used.
    func value(_ quantity: InputQuantity) -> Double?
}

extension InputSource {
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
struct InputReader: InputSource {
    let table: InputTable
    let rules: InputRules
    let now: Instant

    /// Whether the newest sample may be used, and if not, why.
    func quality(_ quantity: InputQuantity) -> Quality {
        rules[quantity].judge(table[quantity], at: now)
    }

    /// Whether the vehicle has this input at all.
    func isBound(_ quantity: InputQuantity) -> Bool { rules[quantity].isBound }

    func value(_ quantity: InputQuantity) -> Double? {
        quality(quantity) == .valid ? table[quantity].value : nil
    }
}
