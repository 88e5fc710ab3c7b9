import VehicleModel

/// Everything that finds faults: the signs of each, before debouncing.
struct FaultDetectors: Sendable {
    /// How old the pedal's values are; nil where they never came.
    private(set) var pedalAge: Duration?
    /// How old the inverters' values are; nil where they never came.
    private(set) var inverterAges = AxlePair<Duration?>(both: nil)
    private var pedal = Silence()
    private var inverters = AxlePair(both: Silence())
    private var battery = Silence()
    private var tracking: AxlePair<TorqueTracking>
    private var deviation: PowerDeviation
    private var overLimit = OverLimitPower()
    private var pedalFrames = FrameCheck()
    private var inverterFrames = AxlePair(both: FrameCheck())
    private var batteryFrames = FrameCheck()
    private var lateness = CycleLateness()

    /// Nothing seen yet.
    init(_ parameters: FaultParameters) {
        tracking = AxlePair(both: TorqueTracking(period: parameters.period, parameters.tracking))
        deviation = PowerDeviation(period: parameters.period, parameters.deviation)
    }

    /// The signs present in this cycle.
    mutating func step(
        _ inputs: ConditionedInputs,
        _ surroundings: Surroundings,
        _ evidence: FaultEvidence,
        at now: Instant,
        with parameters: DetectionParameters
    ) -> FaultSet {
        var signs = FaultSet()
        lookAtDriver(inputs, evidence, at: now, with: parameters, into: &signs)
        lookAtInverters(inputs, evidence, at: now, with: parameters, into: &signs)
        lookAtTorque(inputs, evidence, with: parameters, into: &signs)
        lookAtBattery(inputs, evidence, at: now, with: parameters, into: &signs)
        lookAtPower(inputs, evidence, with: parameters, into: &signs)
        lookAtSpeeds(inputs, into: &signs)
        lookAtFrames(surroundings, into: &signs)
        lookAround(surroundings, evidence, into: &signs)
        return signs
    }

    private mutating func lookAtDriver(
        _ inputs: ConditionedInputs,
        _ evidence: FaultEvidence,
        at now: Instant,
        with parameters: DetectionParameters,
        into signs: inout FaultSet
    ) {
        pedalAge = pedal.step(evidence.pedalArrival, at: now)
        // The safety concept goes on with the one that is left; here none is believed alone.
        signs.insert(.pedalLost, if: inputs.pedal == nil || inputs.hasOnePedal)
        signs.insert(.pedalsInvalid, if: evidence.arePedalsInvalid)
        signs.insert(.pedalImplausible, if: inputs.isPedalImplausible)
        signs.insert(.brakeLost, if: inputs.isBraking == nil)
        signs.insert(.gearLost, if: inputs.selector == nil)
        signs.insert(.pedalStuck, if: inputs.hasStuckPedal)
        let isPressed = inputs.pedal.map { $0 > parameters.pressedPedal } ?? false
        signs.insert(.brakeAndPedal, if: isPressed && inputs.isBraking == true)
        signs.insert(.valueInvalid, if: evidence.hasInvalidValue)
    }

    private mutating func lookAtInverters(
        _ inputs: ConditionedInputs,
        _ evidence: FaultEvidence,
        at now: Instant,
        with parameters: DetectionParameters,
        into signs: inout FaultSet
    ) {
        inverterAges.front = inverters.front.step(evidence.inverterArrivals.front, at: now)
        inverterAges.rear = inverters.rear.step(evidence.inverterArrivals.rear, at: now)
        let isFrontLate = inputs.motorSpeeds.front == nil || inputs.isInverterReady.front == nil
        let isRearLate = inputs.motorSpeeds.rear == nil || inputs.isInverterReady.rear == nil
        signs.insert(.frontInverterLate, if: isFrontLate)
        signs.insert(.frontInverterLost, if: isFrontLate)
        signs.insert(.rearInverterLate, if: isRearLate)
        signs.insert(.rearInverterLost, if: isRearLate)
        signs.insert(.frontInverterNotReady, if: inputs.isInverterReady.front == false)
        signs.insert(.rearInverterNotReady, if: inputs.isInverterReady.rear == false)
    }

    /// Only where this program commands: otherwise somebody else's torque is measured.
    private mutating func lookAtTorque(
        _ inputs: ConditionedInputs,
        _ evidence: FaultEvidence,
        with parameters: DetectionParameters,
        into signs: inout FaultSet
    ) {
        let isJudged = evidence.isControlling && evidence.isArmed
        let front = tracking.front.step(
            measured: inputs.motorTorques.front,
            given: evidence.given.front,
            isJudged: isJudged,
            with: parameters.tracking
        )
        let rear = tracking.rear.step(
            measured: inputs.motorTorques.rear,
            given: evidence.given.rear,
            isJudged: isJudged,
            with: parameters.tracking
        )
        signs.insert(.frontTorqueTracking, if: front.isOff)
        signs.insert(.frontTorqueRunaway, if: front.isRunaway)
        signs.insert(.rearTorqueTracking, if: rear.isOff)
        signs.insert(.rearTorqueRunaway, if: rear.isRunaway)
    }

    private mutating func lookAtBattery(
        _ inputs: ConditionedInputs,
        _ evidence: FaultEvidence,
        at now: Instant,
        with parameters: DetectionParameters,
        into signs: inout FaultSet
    ) {
        let age = battery.step(evidence.batteryArrival, at: now)
        signs.insert(.batteryLimitsLate, if: age.map { $0 > parameters.batteryLateAge } ?? true)
        signs.insert(
            .batteryLimitsSilent,
            if: age.map { $0 > parameters.batterySilentAge } ?? true
        )
        signs.insert(.batteryLimitsLost, if: !(evidence.dischargeLimit > .zero))
        let hasState = inputs.batteryVoltage != nil && inputs.batteryCurrent != nil
        signs.insert(.batteryStateLost, if: !hasState)
        signs.insert(.mainRelayOpen, if: inputs.isRelayPermitted == false)
        signs.insert(.voltageDisagreement, if: inputs.isVoltageImplausible)
    }

    private mutating func lookAtPower(
        _ inputs: ConditionedInputs,
        _ evidence: FaultEvidence,
        with parameters: DetectionParameters,
        into signs: inout FaultSet
    ) {
        var measured: Power?
        if let voltage = inputs.batteryVoltage, let current = inputs.batteryCurrent {
            measured = voltage * current
        }
        let over = overLimit.step(
            measured: measured,
            limit: evidence.dischargeLimit,
            with: parameters.overLimit
        )
        signs.insert(.overLimitPower, if: over.isOver)
        signs.insert(.overLimitPeak, if: over.isFarOver)
        let deviates = deviation.step(
            measured: measured,
            predicted: evidence.predictedPower,
            isJudged: evidence.isControlling && evidence.isArmed,
            with: parameters.deviation
        )
        signs.insert(.powerDeviation, if: deviates)
    }

    /// Judged and debounced by conditioning.
    private func lookAtSpeeds(_ inputs: ConditionedInputs, into signs: inout FaultSet) {
        signs.insert(.speedDisagreement, if: inputs.isSpeedImplausible)
        signs.insert(.frontSpeedStuck, if: inputs.isMotorSpeedStuck.front)
        signs.insert(.rearSpeedStuck, if: inputs.isMotorSpeedStuck.rear)
    }

    private mutating func lookAtFrames(_ surroundings: Surroundings, into signs: inout FaultSet) {
        var frames = surroundings.frames
        while let isBad = frames.next(.pedal) { pedalFrames.step(isBad: isBad) }
        while let isBad = frames.next(.frontInverter) { inverterFrames.front.step(isBad: isBad) }
        while let isBad = frames.next(.rearInverter) { inverterFrames.rear.step(isBad: isBad) }
        while let isBad = frames.next(.battery) { batteryFrames.step(isBad: isBad) }
        signs.insert(.pedalFramesBad, if: pedalFrames.isBad)
        signs.insert(.pedalFramesBroken, if: pedalFrames.isBroken)
        signs.insert(.frontInverterFramesBad, if: inverterFrames.front.isBad)
        signs.insert(.frontInverterFramesBroken, if: inverterFrames.front.isBroken)
        signs.insert(.rearInverterFramesBad, if: inverterFrames.rear.isBad)
        signs.insert(.rearInverterFramesBroken, if: inverterFrames.rear.isBroken)
        signs.insert(.batteryFramesBad, if: batteryFrames.isBad)
        signs.insert(.batteryFramesBroken, if: batteryFrames.isBroken)
        signs.insert(.badChecksum, if: surroundings.hasBadChecksum)
        signs.insert(.badCounter, if: surroundings.hasBadCounter)
        signs.insert(.badLength, if: surroundings.hasBadLength)
    }

    private mutating func lookAround(
        _ surroundings: Surroundings,
        _ evidence: FaultEvidence,
        into signs: inout FaultSet
    ) {
        signs.insert(.guardianLost, if: evidence.isControlling && !surroundings.hasGuardian)
        signs.insert(.guardianTripped, if: surroundings.isGuardianTripped)
        signs.insert(.guardianRefuses, if: surroundings.isGuardianRefusing)
        signs.insert(.foreignSender, if: surroundings.hasForeignSender)
        signs.insert(.sentTorqueWrong, if: surroundings.isSentTorqueWrong)
        signs.insert(.cycleOverrun, if: lateness.step(surroundings))
        signs.insert(.framesLost, if: surroundings.hasLostFrames)
        signs.insert(.leaseExpired, if: surroundings.hasLeaseExpired)
        signs.insert(.busLost, if: surroundings.isBusLost)
        signs.insert(.requestExpired, if: evidence.hasExpiredRequest)
    }
}

extension FaultSet {
    /// Adds a fault where its sign is there.
    fileprivate mutating func insert(_ fault: Fault, if isPresent: Bool) {
        if isPresent { insert(fault) }
    }
}
