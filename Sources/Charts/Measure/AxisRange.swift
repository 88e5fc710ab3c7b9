/// What an axis must show.
struct AxisRange {
    private var least = Double.infinity
    private var greatest = -Double.infinity

    /// Takes a value in; one that cannot be drawn is passed over.
    mutating func include(_ value: Double) {
        guard value.magnitude <= 1e300 else { return }
        least = min(least, value)
        greatest = max(greatest, value)
    }

    /// The range; of nothing 0 to 1, of a single value some room around it.
    ///
    /// It is never so narrow that its numbers could not be told apart.
    var range: ClosedRange<Double> {
        guard least <= greatest else { return 0...1 }
        let size = max(least.magnitude, greatest.magnitude)
        guard size > 1e-290 else { return -1...1 }
        guard greatest - least > size * 1e-9 else {
            return (least - 0.1 * size)...(greatest + 0.1 * size)
        }
        return least...greatest
    }

    /// The range with some room at both ends, more at those where there is a limit; but not beyond zero
    /// where all lies on one side of it and there is no limit.
    func roomy(hasLowerLimit: Bool, hasUpperLimit: Bool) -> ClosedRange<Double> {
        let range = range
        let span = range.upperBound - range.lowerBound
        let below = range.lowerBound - span * (hasLowerLimit ? 0.12 : 0.05)
        let above = range.upperBound + span * (hasUpperLimit ? 0.12 : 0.05)
        let endsAtZero = !hasLowerLimit && range.lowerBound >= 0
        let beginsAtZero = !hasUpperLimit && range.upperBound <= 0
        return (endsAtZero ? max(below, 0) : below)...(beginsAtZero ? min(above, 0) : above)
    }
}
