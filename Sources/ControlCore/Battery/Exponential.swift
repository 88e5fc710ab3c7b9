import VehicleModel

/// The exponential function, within 1e-15 of the value itself.
///
/// The number is split into whole powers of two and a rest of at most half of ln 2, whose series is
/// carried to the 13th power. NaN stays NaN.
func exponential(_ exponent: Double) -> Double {
    guard !exponent.isNaN else { return .nan }
    guard exponent < 709 else { return .infinity }
    guard exponent > -708 else { return 0 }
    let doublings = (exponent * 1.4426950408889634).rounded()
    // ln 2 in two parts, so that the product is exact.
    let rest = exponent - doublings * 0.6931471803691238 - doublings * 1.9082149292705877e-10
    var sum = 1.0
    var divisor = 13.0
    while divisor >= 1 {
        sum = 1 + sum * rest / divisor
        divisor -= 1
    }
    return Double(sign: .plus, exponent: Int(doublings), significand: sum)
}

/// The exponential function of an exponent that hardly ever changes: the last value is remembered.
struct SteadyExponential: Sendable, BitwiseCopyable {
    private var exponent = Double.nan
    private var value = Double.nan

    mutating func callAsFunction(_ exponent: Double) -> Double {
        if exponent != self.exponent {
            value = exponential(exponent)
            self.exponent = exponent
        }
        return value
    }
}

/// A decay whose times hardly ever change: the last one is remembered.
struct SteadyDecay: Sendable, BitwiseCopyable {
    private var length = Duration.zero
    private var constant = Duration.zero
    private var value = 1.0

    /// e^(−length/constant), for a `constant` above zero.
    mutating func callAsFunction(_ length: Duration, of constant: Duration) -> Double {
        if length.attoseconds != self.length.attoseconds
            || constant.attoseconds != self.constant.attoseconds
        {
            value = length.decay(of: constant)
            self.length = length
            self.constant = constant
        }
        return value
    }
}

extension Duration {
    /// e^(−self/time), for a `time` above zero.
    func decay(of time: Duration) -> Double { exponential(-(self / time)) }
}
