import VehicleModel

/// What the daemon's own reports say of power over the battery's limit.
struct ReportMeter {
    /// The longest time without a break that predicted power was over the limit, s.
    private(set) var longest = 0.0
    /// What was predicted to be given beyond it, J.
    private(set) var energy = 0.0
    private var present = 0.0

    /// Rounding of the prediction is no excess: a millionth of the limit, and a watt.
    private static let slack = 1e-6

    /// Takes a cycle's report; a cycle lasts `period`, s.
    ///
    /// Only while armed: before, nothing is given, and the auxiliaries may be above a limit that nobody
    /// has told yet.
    mutating func step(_ report: CycleReport, period: Double) {
        let limit = report.dischargeLimit.rawValue
        let excess = report.predictedPower.rawValue - limit * (1 + Self.slack) - 1
        guard report.arming == .armed, excess > 0 else {
            present = 0
            return
        }
        present += period
        longest = max(longest, present)
        energy += excess * period
    }
}
