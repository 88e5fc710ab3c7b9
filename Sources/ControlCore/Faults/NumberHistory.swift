/// The numbers of the last 16 cycles.
struct NumberHistory: Sendable {
    private var numbers: [16 of Double] = .init(repeating: .nan)
    private var newest = 0

    static var capacity: Int { 16 }

    mutating func push(_ number: Double) {
        newest = (newest + 1) & 15
        numbers[newest] = number
    }

    /// The least and the greatest number of `ages`, in cycles, 0 the newest; nil where one is not
    /// known.
    mutating func bounds(_ ages: CycleAges) -> (least: Double, greatest: Double)? {
        var least = Double.infinity
        var greatest = -Double.infinity
        for age in ages.newest...ages.oldest {
            let number = numbers[(newest - age) & 15]
            guard number.isFinite else { return nil }
            least = min(least, number)
            greatest = max(greatest, number)
        }
        return (least, greatest)
    }
}

/// Some cycles of the past, 0 the newest.
struct CycleAges: Sendable, BitwiseCopyable {
    let newest: Int
    let oldest: Int

    /// Those that lie `latency` back, give or take `spread`; what was pushed newest took effect one
    /// cycle ago.
    init(latency: Duration, spread: Duration, period: Duration) {
        let greatest = Double(NumberHistory.capacity - 1)
        let first = ((latency - spread) / period).rounded(.down) - 1
        let last = ((latency + spread) / period).rounded(.up) - 1
        newest = Int(max(0, min(greatest, first)))
        oldest = max(newest, Int(max(0, min(greatest, last))))
    }
}
