import VehicleModel

/// Compares the battery's power with what was predicted when it was drawn.
struct PowerDeviation: Sendable {
    private var predictions = NumberHistory()
    private let ages: CycleAges

    /// Nothing known; the ages that count follow from the latency.
    init(period: Duration, _ parameters: DeviationParameters) {
        ages = CycleAges(
            latency: parameters.latency,
            spread: parameters.spread,
            period: period
        )
    }

    /// Whether they differ by more than is tolerated; `predicted` is that of the cycle before.
    mutating func step(
        measured: Power?,
        predicted: Power,
        isJudged: Bool,
        with parameters: DeviationParameters
    ) -> Bool {
        predictions.push(isJudged ? predicted.rawValue : .nan)
        guard let power = measured?.rawValue, power.isFinite, let then = predictions.bounds(ages)
        else { return false }
        let greatest = max(abs(then.least), abs(then.greatest))
        let excess = max(power - then.greatest, then.least - power)
        return excess > parameters.share * greatest && excess > parameters.least.rawValue
    }
}
