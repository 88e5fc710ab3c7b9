/// What a model leaves unexplained of a measured quantity.
public struct Residuals: Equatable, Sendable {
    /// Root of the mean square.
    public let rootMeanSquare: Double
    /// The median without sign.
    public let median: Double
    /// The largest without sign.
    public let largest: Double
    /// The mean.
    public let mean: Double
    /// How many.
    public let count: Int
    /// How much one resembles the next, -1 to 1.
    public let correlation: Double

    /// Collects differences, measured less modelled, in their order; all zero of none.
    public init(_ differences: [Double]) {
        count = differences.count
        let number = Double(max(1, differences.count))
        let square = differences.reduce(0) { $0 + $1 * $1 }
        rootMeanSquare = (square / number).squareRoot()
        mean = differences.reduce(0, +) / number
        let sorted = differences.map(abs).sorted()
        median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        largest = sorted.last ?? 0
        let products = zip(differences, differences.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        correlation = square > 0 ? products / square : 0
    }
}

/// A coefficient that was fitted.
public struct FittedCoefficient: Equatable, Sendable {
    /// Its value, in SI units.
    public let value: Double
    /// Its standard error; nil where it is held at zero, below which it would have no meaning.
    public let standardError: Double?

    /// Whether the recording says little about it: it is at zero, or uncertain by more than a
    /// third.
    public var isPoor: Bool {
        guard let standardError else { return true }
        return standardError > abs(value) / 3
    }
}

/// How late the battery's controller reports.
public struct ReportLag: Equatable, Sendable {
    /// The delay, s.
    public var delay: Double
    /// The time constant of the lag after it, s.
    public var lag: Double

    /// Puts the times together.
    public init(delay: Double, lag: Double) {
        self.delay = delay
        self.lag = lag
    }

    /// How late it is in the mean, s.
    public var mean: Double { delay + lag }
}
