public import VehicleModel

/// Stage S0: range, age and plausibility of everything received; speed looked ahead.
///
/// What is not finite, out of range, stale or failed its end-to-end check is invalid, never clamped
/// into validity. A single bad frame is bridged by the last good value while that is fresh; what is
/// stale is invalid at once.
public struct Conditioning: Sendable, BitwiseCopyable {
    private var histories = InputHistories()
    private var pedal = PedalCheck()
    private var speedCheck = SpeedCheck()
    private var voltageCheck = VoltageCheck()
    private var leads = AxlePair(both: SpeedLead())
    private var estimator = SpeedEstimator()

    /// Remembers nothing.
    public init() {}

    /// Checks every input at `now`, by the ranges and ages in `parameters` and by `condition`; `last`
    /// is what the cycle before did.
    public mutating func step(
        _ table: InputTable,
        at now: Instant,
        with parameters: ControlParameters,
        _ condition: ConditionParameters = ConditionParameters(),
        after last: PreviousCycle = PreviousCycle()
    ) -> ConditionedInputs {
        step(
            InputReader(table.all, rules: parameters.inputs.all, at: now),
            of: parameters.outline,
            condition,
            after: last
        )
    }

    /// Checks every input that `reader` has.
    mutating func step(
        _ reader: InputReader,
        of vehicle: VehicleOutline,
        _ condition: ConditionParameters,
        after last: PreviousCycle
    ) -> ConditionedInputs {
        histories.step(reader, condition.frames)
        var inputs = ConditionedInputs(histories.checked)
        pedal.step(histories.checked, at: reader.now, with: condition, into: &inputs)
        speedCheck.findStuck(histories.checked, vehicle, with: condition, into: &inputs)
        voltageCheck.step(at: reader.now, with: condition, into: &inputs)
        lead(&inputs, with: vehicle.power)
        measureSpeed(&inputs, at: reader.now, of: vehicle, condition, after: last)
        return inputs
    }

    /// Whether an input of the vehicle could be used in the last step, and if not, why.
    public func quality(of quantity: InputQuantity) -> Quality {
        histories.checked[quantity].quality
    }

    private mutating func lead(
        _ inputs: inout ConditionedInputs,
        with parameters: PowerParameters
    ) {
        let front = histories.checked[.frontMotorSpeed].arrival
        let rear = histories.checked[.rearMotorSpeed].arrival
        inputs.leadSpeeds.front = leads.front.step(
            inputs.motorSpeeds.front,
            arrival: front,
            with: parameters
        )
        inputs.leadSpeeds.rear = leads.rear.step(
            inputs.motorSpeeds.rear,
            arrival: rear,
            with: parameters
        )
    }

    private mutating func measureSpeed(
        _ inputs: inout ConditionedInputs,
        at now: Instant,
        of vehicle: VehicleOutline,
        _ condition: ConditionParameters,
        after last: PreviousCycle
    ) {
        let axles = vehicle.gearings
        var motion = AxleMotion()
        motion.motors.front = inputs.motorSpeeds.front.map { axles.front.speed(of: $0) }
        motion.motors.rear = inputs.motorSpeeds.rear.map { axles.rear.speed(of: $0) }
        motion.wheels = inputs.wheelSpeeds
        motion.undriven = vehicle.undriven
        inputs.speed = Self.mean(of: motion)
        inputs.motorPace = Self.joined(motion.motors) { max($0.magnitude, $1.magnitude) }
        motion.acceleration = inputs.acceleration
        motion.slope = last.slope ?? .zero
        motion.hasSlipCap = last.hasSlipCap
        motion.push = PushDirection(
            total: last.torques.total,
            isBraking: inputs.isBraking == true,
            speed: estimator.speed,
            leastTorque: condition.estimator.leastTorque
        )
        motion.noteIdle(
            last.torques,
            isBraking: inputs.isBraking,
            leastTorque: condition.estimator.leastTorque
        )
        let estimate = estimator.step(motion, period: vehicle.period, with: condition.estimator)
        inputs.estimatedSpeed = estimate.speed
        inputs.isEstimateBoundAlone = estimate.isBoundAlone
        let hasSlip =
            last.hasSlipCap || inputs.isAntilockActive == true || inputs.isStabilityActive == true
        var compared = motion.motors
        if let undriven = vehicle.undriven {
            let least = condition.estimator.leastWheelSpeed
            compared[undriven] = motion.followed(undriven, leastWheelSpeed: least)
        }
        speedCheck.compare(
            compared,
            hasSlip: hasSlip,
            at: now,
            with: condition,
            into: &inputs
        )
    }

    /// The mean of the wheels where they are known, else of the motors; the one that is known.
    private static func mean(of motion: AxleMotion) -> Speed? {
        if let front = motion.wheels.front, let rear = motion.wheels.rear {
            return (front + rear) / 2
        }
        return joined(motion.motors) { ($0 + $1) / 2 }
    }

    /// What `join` makes of both; where one is not known, of the other one twice.
    private static func joined(
        _ speeds: AxlePair<Speed?>,
        _ join: (Speed, Speed) -> Speed
    ) -> Speed? {
        guard let front = speeds.front ?? speeds.rear, let rear = speeds.rear ?? speeds.front
        else { return nil }
        return join(front, rear)
    }
}
