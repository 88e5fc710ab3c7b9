import Glibc

/// Round numbers along an axis: 1, 2 or 5 times a power of ten apart.
struct Ticks: Equatable {
    /// One of them: `count` times the power of ten.
    struct Tick: Equatable {
        let count: Int
        let exponent: Int

        /// The nearest number there is.
        var value: Double { Double("\(count)e\(exponent)") ?? 0 }

        /// As people write it.
        var text: String { NumberText.decimal(count, exponent: exponent) }
    }

    /// The round numbers in the range, rising.
    let ticks: [Tick]

    /// At most `greatest` numbers in a range, 2 where that is less.
    ///
    /// The range is one of `AxisRange`: finite, and not too narrow for the size of its numbers.
    init(in range: ClosedRange<Double>, atMost greatest: Int) {
        let greatest = max(2, greatest)
        let span = range.upperBound - range.lowerBound
        // Far too many of these; the right step is found within the next three powers of ten.
        let start = Int(log10(span / Double(greatest)).rounded(.down)) - 1
        for exponent in start...(start + 3) {
            for step in [1, 2, 5] {
                let size = Tick(count: step, exponent: exponent).value
                // Ends that are round but for the last bit are taken as round.
                let first = (range.lowerBound / size - 1e-6).rounded(.up)
                let last = (range.upperBound / size + 1e-6).rounded(.down)
                guard last - first < Double(greatest) else { continue }
                ticks = stride(from: first, through: last, by: 1).map {
                    Tick(count: Int($0) * step, exponent: exponent)
                }
                return
            }
        }
        ticks = []
    }
}
