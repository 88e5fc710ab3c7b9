import VehicleModel

/// How well one axle has agreed with the accelerometer and the estimate.
struct AxleTrack: Sendable, BitwiseCopyable {
    /// How long its acceleration has been the measured one.
    private(set) var agreed = Duration.zero
    /// How long the two have at least been alike.
    private(set) var steady = Duration.zero
    /// How long it has been near the estimate as well.
    private(set) var near = Duration.zero
    /// How long it has agreed while nothing turned its wheels.
    private(set) var free = Duration.zero
    /// Its acceleration less the measured one, smoothed, m/s².
    private(set) var difference = 0.0
    private var previous: Speed?

    /// Takes the axle's speed after one more `period`; nil where it is not known.
    mutating func step(
        _ axle: Speed?,
        isIdle: Bool,
        estimate: Speed,
        acceleration: Acceleration,
        period: Duration,
        with parameters: SpeedEstimatorParameters
    ) {
        guard let axle, let last = previous else {
            self = AxleTrack()
            previous = axle
            return
        }
        previous = axle
        let now = (axle - last).rawValue / period.inSeconds - acceleration.rawValue
        difference += (now - difference) * (period / (period + parameters.smoothing))
        let isSteady = abs(difference) < parameters.steadiness.rawValue
        steady = isSteady ? min(steady, parameters.time) + period : .zero
        guard abs(difference) < parameters.agreement.rawValue else {
            agreed = .zero
            near = .zero
            free = .zero
            return
        }
        agreed = min(agreed, parameters.time) + period
        free = isIdle ? min(free, parameters.time) + period : .zero
        let reach = max(axle.magnitude * parameters.nearness, parameters.nearnessFloor)
        let isNear = (axle - estimate).magnitude < reach
        near = isNear ? min(near, parameters.time) + period : .zero
    }
}
