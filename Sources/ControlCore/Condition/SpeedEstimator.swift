public import VehicleModel

/// The vehicle's speed where axles are driven, and may slip.
///
/// Acceleration is integrated; the axle that slips least bounds the result, and corrects it only
/// while nothing speaks against that axle. What slips with the same acceleration as the car cannot
/// be told from grip, so nothing is corrected while the slip controller acts, except by an axle that
/// has no torque: its wheels roll, as those of an axle without a motor always do.
public struct SpeedEstimator: Sendable, BitwiseCopyable {
    /// What the accelerometer shows too much, by its own error and by the slope; learnt at standstill
    /// and while the wheels roll.
    public private(set) var bias = Acceleration.zero
    /// The last estimate; nil where no axle's speed was known.
    private(set) var speed: Speed?
    private var tracks = AxlePair(both: AxleTrack())

    /// Knows no speed.
    public init() {}

    /// The estimate after one more `period`.
    public mutating func step(
        _ motion: AxleMotion,
        period: Duration,
        with parameters: SpeedEstimatorParameters
    ) -> SpeedEstimate {
        var estimate = SpeedEstimate()
        guard let bounds = AxleBounds(motion, parameters), period > .zero else {
            forget()
            return estimate
        }
        if let measured = motion.acceleration, measured.isFinite {
            let slope = motion.slope.isFinite ? motion.slope : .zero
            let start = speed ?? bounds.seed
            var next = Speed.zero
            if isStanding(motion, at: start, parameters) {
                learn(measured - slope, period, parameters)
                tracks = AxlePair(both: AxleTrack())
            } else {
                let acceleration = measured - slope - bias
                let moved = start + Speed(acceleration.rawValue * period.inSeconds)
                follow(motion, moved, acceleration, period, parameters)
                learnRolling(motion, bounds, period, parameters)
                let isFree = motion.push == .none
                let rolling = rollingSpeed(motion, parameters)
                let isBelieved = !motion.hasSlipCap && believes(bounds, isFree, parameters)
                estimate.isCorrected = isBelieved || rolling != nil
                next =
                    rolling
                    ?? (isBelieved ? correct(moved, bounds, isFree, period, parameters) : moved)
            }
            let bounded = bound(next, bounds, period, parameters)
            speed = bounded.isFinite ? bounded : bounds.seed
        } else {
            tracks = AxlePair(both: AxleTrack())
            speed = bounds.alone(speed)
            estimate.isBoundAlone = true
        }
        estimate.speed = speed
        return estimate
    }

    private mutating func forget() {
        speed = nil
        tracks = AxlePair(both: AxleTrack())
    }

    /// Motors stand, and the car was slow when they came to stand: not with locked wheels on ice.
    private func isStanding(
        _ motion: AxleMotion,
        at speed: Speed,
        _ parameters: SpeedEstimatorParameters
    ) -> Bool {
        isStanding(.front, motion, parameters) && isStanding(.rear, motion, parameters)
            && speed.magnitude < parameters.greatestStop
    }

    /// Whether an axle stands; without a motor, whether it is not seen to turn.
    private func isStanding(
        _ axle: Axle,
        _ motion: AxleMotion,
        _ parameters: SpeedEstimatorParameters
    ) -> Bool {
        let followed = motion.followed(axle, leastWheelSpeed: parameters.leastWheelSpeed)
        guard let speed = followed else { return axle == motion.undriven }
        return speed.magnitude < parameters.standstill
    }

    private mutating func learn(
        _ shown: Acceleration,
        _ period: Duration,
        _ parameters: SpeedEstimatorParameters
    ) {
        let part = period / (period + parameters.biasTime)
        let greatest = parameters.greatestBias
        bias = max(-greatest, min(greatest, bias + (shown - bias) * part))
    }

    /// Both axles roll alike: where their acceleration is not the measured one, the road is not level.
    private mutating func learnRolling(
        _ motion: AxleMotion,
        _ bounds: AxleBounds,
        _ period: Duration,
        _ parameters: SpeedEstimatorParameters
    ) {
        let (front, rear) = (tracks.front, tracks.rear)
        let apart = bounds.greatest - bounds.least
        guard !motion.hasSlipCap, apart < parameters.nearnessFloor,
            min(front.near, rear.near) >= parameters.time
        else { return }
        let missing = Acceleration((front.difference + rear.difference) / 2)
        let greatest = parameters.greatestBias
        let part = period / (period + parameters.slopeTime)
        bias = max(-greatest, min(greatest, bias - missing * part))
    }

    /// No faster than an axle that is pushed forward and rolls or slips steadily, no slower than one
    /// that is pushed backward; towards one that is neither by the gain.
    private func bound(
        _ estimate: Speed,
        _ bounds: AxleBounds,
        _ period: Duration,
        _ parameters: SpeedEstimatorParameters
    ) -> Speed {
        var speed = estimate
        if tracks.front.steady >= parameters.time { speed = bounds.bounded(speed, by: .front) }
        if tracks.rear.steady >= parameters.time { speed = bounds.bounded(speed, by: .rear) }
        let nearest = bounds.bounded(speed, by: bounds.axle)
        let part = min(1, parameters.gain * period.inSeconds)
        let most = parameters.greatestUndershoot
        return nearest + max(-most, min(most, (speed - nearest) * (1 - part)))
    }

    private mutating func follow(
        _ motion: AxleMotion,
        _ estimate: Speed,
        _ acceleration: Acceleration,
        _ period: Duration,
        _ parameters: SpeedEstimatorParameters
    ) {
        tracks.front.step(
            motion.followed(.front, leastWheelSpeed: parameters.leastWheelSpeed),
            isIdle: motion.idle.front,
            estimate: estimate,
            acceleration: acceleration,
            period: period,
            with: parameters
        )
        tracks.rear.step(
            motion.followed(.rear, leastWheelSpeed: parameters.leastWheelSpeed),
            isIdle: motion.idle.rear,
            estimate: estimate,
            acceleration: acceleration,
            period: period,
            with: parameters
        )
    }

    /// The speed of an axle that nothing has turned for long enough, whatever the slip controller does.
    ///
    /// Without this an estimate that is too low would hold torque at zero for ever: what a slip cap
    /// took away is exactly what shows that the wheels roll.
    private func rollingSpeed(
        _ motion: AxleMotion,
        _ parameters: SpeedEstimatorParameters
    ) -> Speed? {
        let least = parameters.leastWheelSpeed
        if tracks.front.free >= parameters.time {
            return motion.followed(.front, leastWheelSpeed: least)
        }
        if tracks.rear.free >= parameters.time {
            return motion.followed(.rear, leastWheelSpeed: least)
        }
        return nil
    }

    /// Whether the bounding axle has agreed for long enough; wheels that roll need not be near.
    private func believes(
        _ bounds: AxleBounds,
        _ isFree: Bool,
        _ parameters: SpeedEstimatorParameters
    ) -> Bool {
        let track = tracks[bounds.axle]
        return (isFree ? track.agreed : track.near) >= parameters.time
    }

    private func correct(
        _ estimate: Speed,
        _ bounds: AxleBounds,
        _ isFree: Bool,
        _ period: Duration,
        _ parameters: SpeedEstimatorParameters
    ) -> Speed {
        // Wheels that roll are the vehicle's speed.
        if isFree { return max(bounds.least, min(bounds.greatest, estimate)) }
        let part = min(1, parameters.gain * period.inSeconds)
        return estimate + (bounds.nearest - estimate) * part
    }
}

/// What the axles say about the vehicle's speed.
private struct AxleBounds {
    var least: Speed
    var greatest: Speed
    var speeds: AxlePair<Speed>
    var push: PushDirection
    /// The axle that slips least.
    var axle: Axle

    /// Nil where no axle's speed is known.
    init?(_ motion: AxleMotion, _ parameters: SpeedEstimatorParameters) {
        push = motion.push
        let front = motion.bound(.front, leastWheelSpeed: parameters.leastWheelSpeed)
        let rear = motion.bound(.rear, leastWheelSpeed: parameters.leastWheelSpeed)
        guard let one = front ?? rear, let other = rear ?? front else { return nil }
        speeds = AxlePair(front: one, rear: other)
        least = min(one, other)
        greatest = max(one, other)
        let isFrontLower = one <= other
        switch motion.push {
        case .forward: axle = isFrontLower ? .front : .rear
        case .backward: axle = isFrontLower ? .rear : .front
        case .none: axle = one.magnitude <= other.magnitude ? .front : .rear
        }
        if front == nil { axle = .rear }
        if rear == nil { axle = .front }
    }

    /// The speed of the axle that slips least.
    var nearest: Speed { push == .backward ? greatest : least }

    /// Where an estimate begins: at the axle that slips least, or the slower of two that roll.
    var seed: Speed {
        push == .none ? max(least, min(greatest, .zero)) : nearest
    }

    /// No faster than an axle that is pushed forward, no slower than one that is pushed backward.
    func bounded(_ speed: Speed, by axle: Axle) -> Speed {
        switch push {
        case .forward: return min(speed, speeds[axle])
        case .backward: return max(speed, speeds[axle])
        case .none: return speed
        }
    }

    /// The estimate where nothing measures acceleration.
    func alone(_ speed: Speed?) -> Speed {
        push == .none ? max(least, min(greatest, speed ?? seed)) : nearest
    }
}
