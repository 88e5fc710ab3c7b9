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
    func bounds(_ ages: ClosedRange<Int>) -> (least: Double, greatest: Double)? {
        let numbers = self.numbers.span
        var least = Double.infinity
        var greatest = -Double.infinity
        for age in ages {
            let number = numbers[(newest - age) & 15]
            guard number.isFinite else { return nil }
            least = min(least, number)
            greatest = max(greatest, number)
        }
        return (least, greatest)
    }

    /// The cycles that lie `latency` back, give or take `spread`; what was pushed newest took effect
    /// one cycle ago.
    static func ages(
        latency: Duration,
        spread: Duration,
        period: Duration
    ) -> ClosedRange<Int> {
        let first = ((latency - spread) / period).rounded(.down) - 1
        let last = ((latency + spread) / period).rounded(.up) - 1
        let lower = max(0, min(Double(capacity - 1), first))
        return Int(lower)...Int(max(lower, min(Double(capacity - 1), last)))
    }
}
