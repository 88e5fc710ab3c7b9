import Glibc

/// A quantity that arrives late: a fixed delay, then a first-order lag.
public struct LaggedSignal: Equatable, Sendable {
    /// What comes out now.
    public private(set) var output: Double

    private var line: [Double]
    private var position = 0
    private let gain: Double

    /// A signal at rest at `start`; `delay` and `lag` (a time constant) in s.
    public init(delay: Double, lag: Double, timeStep: Double, start: Double = 0) {
        line = .init(repeating: start, count: max(0, Int((delay / timeStep).rounded())))
        gain = lag > 0 ? 1 - exp(-timeStep / lag) : 1
        output = start
    }

    /// Takes in the value of one time step.
    public mutating func step(_ input: Double) {
        var arrived = input
        if !line.isEmpty {
            swap(&arrived, &line[position])
            position = position + 1 == line.count ? 0 : position + 1
        }
        output += (arrived - output) * gain
    }

    /// Holds what comes out inside `-bound ... bound`.
    mutating func limit(to bound: Double) { output = min(max(output, -bound), bound) }
}
