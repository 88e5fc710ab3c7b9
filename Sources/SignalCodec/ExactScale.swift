/// A scaling as decimal fractions write it, (count × factor + offset) / denominator, in whole
/// numbers: exact beyond 2^53, where `Double` skips some.
struct ExactScale {
    /// The value of one count in parts of `denominator`, not 0.
    let factor: Int128
    /// The value of count 0 in parts of `denominator`.
    let offset: Int128
    /// A power of ten, 1 to 10^18; 1 where factor and offset are whole.
    let denominator: Int128

    /// Nil where the factor is 0, or factor and offset are no decimal fractions of up to 18 digits.
    init?(_ layout: SignalLayout) {
        guard layout.factor != 0 else { return nil }
        var power = 1.0
        for _ in 0...18 {
            if let factor = Self.numerator(of: layout.factor, over: power),
                let offset = Self.numerator(of: layout.offset, over: power)
            {
                self.factor = factor
                self.offset = offset
                denominator = Int128(Int64(power))
                return
            }
            power *= 10
        }
        return nil
    }

    /// The count nearest to a whole value, half way the one farther from 0; nil where it takes more
    /// than 128 bits.
    func count(nearest value: Int128) -> Int128? {
        let (scaled, isTooLarge) = value.multipliedReportingOverflow(by: 2 * denominator)
        let (distance, isTooFar) = scaled.subtractingReportingOverflow(2 * offset)
        return isTooLarge || isTooFar ? nil : count(atHalves: distance)
    }

    /// The count for a value, where the denominator is 1; nil where it takes more than 128 bits.
    func count(for value: Double, rounding: Rounding) -> Int128? {
        guard value.magnitude < 0x1p120 else { return nil }
        // What lies between two halves decides nothing, and is cut off towards the offset.
        var distance = Int128((value * 2).rounded(.down)) - 2 * offset
        if distance < 0 { distance = Int128((value * 2).rounded(.up)) - 2 * offset }
        guard let count = count(atHalves: distance) else { return nil }
        switch rounding {
        case .nearestAwayFromZero: return count
        case .towardZero: return notLarger(count, than: value)
        }
    }

    /// Twice the distance from count 0, over twice the factor, rounded half away from zero.
    private func count(atHalves distance: Int128) -> Int128? {
        let half = distance < 0 ? -Int128(factor.magnitude) : Int128(factor.magnitude)
        let (sum, isTooLarge) = distance.addingReportingOverflow(half)
        return isTooLarge ? nil : sum / (2 * factor)
    }

    /// The count, or its neighbour towards physical 0 where it stands for more than `value`.
    private func notLarger(_ count: Int128, than value: Double) -> Int128? {
        guard let physical = physical(count) else { return nil }
        guard physical.magnitude > UInt128(value.magnitude) else { return count }
        let neighbour = (physical > 0) == (factor > 0) ? count - 1 : count + 1
        guard let other = self.physical(neighbour) else { return nil }
        return other.magnitude < physical.magnitude ? neighbour : count
    }

    /// The value in parts of `denominator`; nil where it takes more than 128 bits.
    private func physical(_ count: Int128) -> Int128? {
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: factor)
        let (sum, isTooFar) = product.addingReportingOverflow(offset)
        return isTooLarge || isTooFar ? nil : sum
    }

    private static func numerator(of value: Double, over power: Double) -> Int128? {
        if let whole = Int64(exactly: value) { return Int128(whole) * Int128(Int64(power)) }
        let scaled = (value * power).rounded()
        // A double has no more digits to tell.
        guard scaled.magnitude < 0x1p53, scaled / power == value else { return nil }
        return Int128(Int64(scaled))
    }
}
