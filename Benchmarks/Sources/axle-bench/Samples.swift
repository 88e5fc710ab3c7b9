import CANTransport

/// Measured numbers, in any order.
struct Samples {
    private var numbers: [Double] = []

    init(capacity: Int) { numbers.reserveCapacity(capacity) }

    mutating func add(_ number: Double) { numbers.append(number) }

    mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }

    /// The number that this part of all is not above, by nearest rank; NaN where there is none.
    func quantile(_ part: Double) -> Double {
        guard !numbers.isEmpty else { return .nan }
        let sorted = numbers.sorted()
        let rank = Int((part * Double(sorted.count)).rounded(.up))
        return sorted[max(0, min(sorted.count - 1, rank - 1))]
    }

    var median: Double { quantile(0.5) }

    var count: Int { numbers.count }

    /// The median; of an even number of numbers the mean of the middle two.
    var middle: Double {
        guard !numbers.isEmpty else { return .nan }
        let sorted = numbers.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

/// The cost of reading the clock twice, ns, which is in every time measured by it.
struct ClockCost {
    let nanoseconds: Double

    init() {
        var samples = Samples(capacity: 10_000)
        for _ in 0..<10_000 {
            let start = MonotonicClock.now()
            samples.add(Double(MonotonicClock.now() - start))
        }
        nanoseconds = samples.median
    }

    /// The time from `start` to `end`, ns, without the clock's own.
    func between(_ start: Int64, _ end: Int64) -> Double {
        max(0, Double(end - start) - nanoseconds)
    }
}
