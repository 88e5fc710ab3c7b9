import VehicleModel

/// Motors that stand while their wheels move, and axles that differ without slip.
struct SpeedCheck: Sendable, BitwiseCopyable {
    private var stuck = AxlePair(both: StuckSignal())
    private var disagreement = DebouncedFault()

    /// Takes away the motor speeds that are stuck.
    ///
    /// Without the axle's own wheels none is: another axle may slip while this one really stands. Where
    /// the other axle has no motor, its wheels are what has moved.
    mutating func findStuck(
        _ histories: CheckedInputs,
        _ vehicle: VehicleOutline,
        with parameters: ConditionParameters,
        into inputs: inout ConditionedInputs
    ) {
        let gearings = vehicle.gearings
        let motors = inputs.motorSpeeds
        var speeds = AxlePair<Speed?>(
            front: motors.front.map { gearings.front.speed(of: $0) },
            rear: motors.rear.map { gearings.rear.speed(of: $0) }
        )
        if let undriven = vehicle.undriven { speeds[undriven] = inputs.wheelSpeeds[undriven] }
        let arrivals = AxlePair(
            front: histories[.frontMotorSpeed].arrival,
            rear: histories[.rearMotorSpeed].arrival
        )
        check(.front, motors.front, arrivals.front, speeds.rear, with: parameters, into: &inputs)
        check(.rear, motors.rear, arrivals.rear, speeds.front, with: parameters, into: &inputs)
    }

    private mutating func check(
        _ axle: Axle,
        _ motor: RotationalSpeed?,
        _ arrival: Instant,
        _ other: Speed?,
        with parameters: ConditionParameters,
        into inputs: inout ConditionedInputs
    ) {
        var related: RelatedSignals?
        if let other, let wheels = inputs.wheelSpeeds[axle] {
            related = RelatedSignals(first: other.rawValue, second: wheels.rawValue)
        }
        let isStuck = stuck[axle].step(
            motor?.rawValue,
            beside: related,
            isExcused: false,
            arrival: arrival,
            floor: parameters.stuckSpeedFloor.rawValue,
            with: parameters.stuckSpeed
        )
        inputs.isMotorSpeedStuck[axle] = isStuck
        if isStuck { inputs.motorSpeeds[axle] = nil }
    }

    /// Compares both axles and the vehicle; slip excuses a difference.
    mutating func compare(
        _ axles: AxlePair<Speed?>,
        hasSlip: Bool,
        at now: Instant,
        with parameters: ConditionParameters,
        into inputs: inout ConditionedInputs
    ) {
        var isApart = false
        var isKnown = false
        if let front = axles.front, let rear = axles.rear, let vehicle = inputs.estimatedSpeed {
            let greatest = max(front, max(rear, vehicle))
            let least = min(front, min(rear, vehicle))
            let fastest = max(greatest.magnitude, least.magnitude)
            isKnown = true
            isApart =
                fastest > parameters.leastComparedSpeed
                && greatest - least > fastest * parameters.speedTolerance
        }
        inputs.isSpeedImplausible = disagreement.step(
            holds: isApart && !hasSlip,
            isGone: isKnown && !isApart,
            parameters.speed,
            at: now
        )
    }
}
