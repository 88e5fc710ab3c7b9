public import VehicleModel

/// What arbitration is given in one cycle.
public struct ArbitrationInput: Sendable, BitwiseCopyable {
    /// The driver's demand, Nm in the direction of the gear.
    public var driver: Torque
    /// The pedal, 0 to 1; nil where unknown.
    public var pedal: Double?
    /// Whether cruise control's setpoint counts.
    public var isCruiseArmed = false
    /// Whether the bench's setpoints replace everybody's.
    public var isBench = false
    /// The gear's direction: +1, −1 or 0.
    public var direction = 1.0
    /// Vehicle speed, positive forward; nil where unknown.
    public var speed: Speed?
    /// Motor speeds, positive forward; nil where unknown.
    public var motorSpeeds = AxlePair<RotationalSpeed?>(both: nil)
    /// The operator's ceilings.
    public var ceilings = OperatorCeilings()
    /// The cycle's time.
    public var now: Instant

    /// The driver alone.
    public init(driver: Torque, pedal: Double? = nil, now: Instant) {
        self.driver = driver
        self.pedal = pedal
        self.now = now
    }
}

/// Stage S3: one total out of the driver's demand and every request in force.
///
/// Stateless. The order of requests does not matter: maxima commute, and adding one never raises
/// torque. Each kind has its own failure direction when the lease runs out: a setpoint and a minimum
/// are gone at once, a maximum holds 100 ms and then falls to the limp torque, never to infinity.
public struct Arbitration: Sendable {
    /// How long a maximum outlives its lease unchanged.
    public static let maximumHold = Duration.milliseconds(100)
    /// The longest lease; one that would end later was stamped by another clock and, but for a
    /// maximum, has no effect.
    public static let greatestLease = Duration.milliseconds(100)

    /// The total, what bound it, and each axle's bounds.
    public struct Outcome: Sendable, BitwiseCopyable {
        /// Nm of both axles together, positive in the direction of the gear.
        public var torque: Torque
        /// Whether a maximum made it less than was wanted.
        public var isCapped: Bool
        /// Whose torque it is: a maximum's, else who asked for it.
        public var source: RequestSource
        /// What each axle may give.
        public var bounds: AxlePair<TorqueBounds>
        /// The bench's torque for each axle in the direction of the gear, in place of the split; nil
        /// outside the bench state.
        public var bench: AxlePair<Torque>?

        /// Takes the brake's cap on drive torque: it holds whatever the source.
        public mutating func capDrive(at cap: Torque) {
            let cap = cap.rawValue.isNaN ? .zero : max(.zero, cap)
            torque = min(torque, cap)
            bounds.front.lower = min(bounds.front.lower, cap / 2)
            bounds.rear.lower = min(bounds.rear.lower, cap / 2)
            if let axles = bench {
                bench = AxlePair(front: min(axles.front, cap / 2), rear: min(axles.rear, cap / 2))
            }
        }
    }

    /// Starts; there is nothing to remember.
    public init() {}

    /// Arbitrates; anything that is not finite counts as zero for the driver, as nothing for a setpoint
    /// and a minimum, and as the limp torque for a maximum; as a limp torque it is zero.
    public func step(
        _ input: ArbitrationInput,
        _ requests: RequestSet,
        with parameters: ArbitrationParameters
    ) -> Outcome {
        step(input, requests.all, with: parameters)
    }

    /// The same by requests that are read where they stand.
    func step(
        _ input: ArbitrationInput,
        _ requests: Span<TorqueRequest?>,
        with parameters: ArbitrationParameters
    ) -> Outcome {
        var total = TorqueBounds()
        var bounds = AxlePair(both: TorqueBounds())
        gather(requests, input.now, parameters, into: &total, &bounds)
        boundSpeed(input, parameters, into: &total)
        if input.isBench {
            return benchOutcome(input, requests, parameters, total: total, bounds: bounds)
        }
        let wanted = wantedTorque(input, requests, parameters)
        let capped = min(wanted.torque, total.upper)
        // A minimum may lift regeneration towards zero and no further.
        let lifted = max(capped, min(total.lower, max(capped, .zero)))
        let isCapped = capped < wanted.torque
        return Outcome(
            torque: lifted,
            isCapped: isCapped,
            source: lifted > capped
                ? .stability : (isCapped ? total.source : nil) ?? wanted.source,
            bounds: bounds,
            bench: nil
        )
    }

    /// The driver's demand or cruise control's: above the override both compete, below it an armed
    /// cruise control has it.
    private func wantedTorque(
        _ input: ArbitrationInput,
        _ requests: Span<TorqueRequest?>,
        _ parameters: ArbitrationParameters
    ) -> (torque: Torque, source: RequestSource) {
        let driver = input.driver.isFinite ? input.driver : .zero
        guard input.isCruiseArmed,
            let cruise = requests.setpoint(of: .cruise, .total, at: input.now)
        else { return (driver, .driver) }
        let overrides = input.pedal.map { $0 > parameters.overridePedal } ?? false
        return overrides && driver >= cruise ? (driver, .driver) : (cruise, .cruise)
    }

    private func gather(
        _ requests: Span<TorqueRequest?>,
        _ now: Instant,
        _ parameters: ArbitrationParameters,
        into total: inout TorqueBounds,
        _ bounds: inout AxlePair<TorqueBounds>
    ) {
        let limp = parameters.limpTorque.isFinite ? parameters.limpTorque : .zero
        for index in requests.indices {
            if let request = requests[index] {
                switch request.scope {
                case .total: apply(request, now, limp: limp, to: &total)
                case .front: apply(request, now, limp: limp / 2, parameters, to: &bounds.front)
                case .rear: apply(request, now, limp: limp / 2, parameters, to: &bounds.rear)
                }
            }
        }
    }

    /// A request on both together.
    private func apply(
        _ request: TorqueRequest,
        _ now: Instant,
        limp: Torque,
        to bounds: inout TorqueBounds
    ) {
        switch request.kind {
        case .setpoint: break
        case .maximum: bounds.lower(to: request.ceiling(at: now, limp: limp), by: request.source)
        case .minimum:
            if request.isLive(at: now) && request.torque.isFinite {
                bounds.raise(to: request.torque)
            }
        }
    }

    /// A request on one axle: stability control alone may drive, and the operator's ceiling holds for
    /// both directions.
    private func apply(
        _ request: TorqueRequest,
        _ now: Instant,
        limp: Torque,
        _ parameters: ArbitrationParameters,
        to bounds: inout TorqueBounds
    ) {
        switch request.kind {
        case .setpoint: break
        case .maximum:
            let ceiling = request.ceiling(at: now, limp: limp)
            bounds.lower(to: ceiling, by: request.source)
            if request.source == .operatorCeiling { bounds.raise(to: min(.zero, -ceiling)) }
        case .minimum:
            guard request.isLive(at: now), request.torque.isFinite else { return }
            let greatest = request.source == .stability ? parameters.stabilityIncrease : .zero
            bounds.raise(to: min(request.torque, greatest))
        }
    }

    /// The operator's speed ceiling takes drive torque away as the speed nears it; it never brakes.
    private func boundSpeed(
        _ input: ArbitrationInput,
        _ parameters: ArbitrationParameters,
        into total: inout TorqueBounds
    ) {
        guard let ceiling = input.ceilings.speed else { return }
        guard let speed = input.speed, speed.isFinite, ceiling.isFinite else {
            return total.lower(to: .zero, by: .operatorCeiling)
        }
        let missing = (ceiling - speed * input.direction).rawValue
        let torque = Torque(max(0, missing * parameters.speedCeilingGain))
        total.lower(to: torque, by: .operatorCeiling)
    }

    /// The bench's setpoints in place of T4, under its own ceilings and everybody's maxima.
    private func benchOutcome(
        _ input: ArbitrationInput,
        _ requests: Span<TorqueRequest?>,
        _ parameters: ArbitrationParameters,
        total: TorqueBounds,
        bounds: AxlePair<TorqueBounds>
    ) -> Outcome {
        func axle(_ scope: RequestScope, _ motor: RotationalSpeed?) -> Torque {
            let setpoint = requests.setpoint(of: .bench, scope, at: input.now)
            return parameters.bench.limited(setpoint, at: motor) * input.direction
        }
        let wanted = AxlePair(
            front: axle(.front, input.motorSpeeds.front),
            rear: axle(.rear, input.motorSpeeds.rear)
        )
        var given = AxlePair(
            front: bounds.front.benchClip(wanted.front),
            rear: bounds.rear.benchClip(wanted.rear)
        )
        let driving = max(.zero, given.front) + max(.zero, given.rear)
        let allowed = max(.zero, total.upper)
        if driving > allowed {
            let part = allowed / driving
            if given.front > .zero { given.front = given.front * part }
            if given.rear > .zero { given.rear = given.rear * part }
        }
        return Outcome(
            torque: given.total,
            isCapped: given != wanted,
            source: .bench,
            bounds: bounds,
            bench: given
        )
    }
}

extension TorqueBounds {
    /// A maximum takes the bench's drive torque down to zero, never into braking; a minimum that only
    /// the operator's ceiling made takes its braking down likewise.
    fileprivate func benchClip(_ torque: Torque) -> Torque {
        if torque > .zero { return min(torque, max(upper, .zero)) }
        return max(torque, min(lower, .zero))
    }
}
