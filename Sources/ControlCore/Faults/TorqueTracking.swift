import VehicleModel

/// Compares an axle's reported torque with what it was told a latency ago.
struct TorqueTracking: Sendable {
    private var told = NumberHistory()
    private let ages: CycleAges

    /// Nothing known; the ages that count follow from the latency.
    init(period: Duration, _ parameters: TrackingParameters) {
        ages = CycleAges(
            latency: parameters.latency,
            spread: parameters.spread,
            period: period
        )
    }

    /// Whether torque differs by more than is tolerated, and whether by so much that it is an
    /// emergency.
    ///
    /// `given` is what was sent in the cycle before. Where the report is missing nothing is judged.
    mutating func step(
        measured: Torque?,
        given: Torque,
        isJudged: Bool,
        with parameters: TrackingParameters
    ) -> (isOff: Bool, isRunaway: Bool) {
        told.push(isJudged ? given.rawValue : .nan)
        guard let measured, measured.isFinite, let bounds = told.bounds(ages) else {
            return (false, false)
        }
        let torque = measured.rawValue
        let greatest = max(abs(bounds.least), abs(bounds.greatest))
        let tolerance = max(parameters.tolerance.rawValue, parameters.share * greatest)
        let excess = max(torque - bounds.greatest, bounds.least - torque)
        let isAgainst =
            (bounds.least > 0 && torque < -tolerance) || (bounds.greatest < 0 && torque > tolerance)
        return (excess > tolerance, excess > parameters.runaway.rawValue || isAgainst)
    }
}
