public import VehicleModel

/// What one cycle is given.
public struct CycleInput: Sendable {
    /// The newest sample of every input.
    public var table: InputTable
    /// Leased requests beside the driver's.
    public var requests: RequestSet
    /// What is known beside the vehicle's frames.
    public var surroundings: Surroundings
    /// The mode in force.
    public var mode: OperatingMode
    /// Where arming stands.
    public var arming: ArmState
    /// What was really sent in the cycle before; nil where no guardian answered.
    public var sent: AxlePair<Torque>?
    /// The cycle's time.
    public var now: Instant

    /// Puts the parts together.
    public init(
        table: InputTable,
        requests: RequestSet,
        surroundings: Surroundings,
        mode: OperatingMode,
        arming: ArmState,
        sent: AxlePair<Torque>?,
        now: Instant
    ) {
        self.table = table
        self.requests = requests
        self.surroundings = surroundings
        self.mode = mode
        self.arming = arming
        self.sent = sent
        self.now = now
    }
}

/// Torque for both axles out of everything known, once a cycle.
///
/// The order is the rule: comfort before limits. After the power projection nothing raises |torque|
/// of an axle; when a limit drops, torque above it exists only while it falls at the protective rate.
public struct ControlCore: Sendable, BitwiseCopyable {
    var parameters: ControlParameters
    var conditioning = Conditioning()
    var gears = GearSelection()
    var brake = BrakeInterlock()
    var split = LoadSplit()
    var discharge = BroadcastLimit()
    var charge = BroadcastLimit()
    var monitor = FaultMonitor()
    var predictedPower = Power(.nan)
    var previous = AxlePair<Torque>(both: .zero)
    var lastMode = OperatingMode.observe
    var overLimit = Persistence()
    var cruise = CruiseArming()
    var cycle: UInt64 = 0
    var overruns: UInt64 = 0
    var limitViolations: UInt64 = 0

    /// A core at rest for one vehicle.
    public init(_ parameters: ControlParameters) { self.parameters = parameters }

    /// One cycle.
    public mutating func step(_ input: CycleInput) -> CycleReport {
        var report = CycleReport()
        let inputs = conditioning.step(input.table, at: input.now, with: parameters)
        report.pass(.condition)
        let gear = gears.step(inputs)
        takeBatteryLimits(input, inputs)
        let start = startingTorques(input)
        monitor.step(
            inputs,
            input.surroundings,
            evidence(input, inputs, given: start),
            at: input.now
        )
        begin(&report, inputs, input, gear: gear)

        let asked = askForTorque(inputs, input, gear: gear, driven: start, into: &report)
        // Limits stand on both sides of comfort: before it, so that each axle heads for what it will
        // be allowed and the split is kept; after it, because nothing but the gate may follow them.
        let allowed = limit(asked, inputs, gear: gear, into: &report)
        let shaped = shape(allowed, from: start, into: &report)
        let limited = limit(shaped, inputs, gear: gear, into: &report)
        report.pass(.limit)
        let given = finish(limited, from: start, inputs, input, into: &report)

        previous = given
        lastMode = input.mode
        end(&report, given, inputs)
        predictedPower = report.predictedPower
        return report
    }

    /// What is missing before torque may be commanded, as of the last cycle.
    public func missingPreconditions(
        _ report: CycleReport,
        hasGuardian: Bool
    ) -> MissingPreconditions {
        let memory = monitor.memory
        var missing = MissingPreconditions.nothing
        missing.note(.mode, if: report.mode != .control)
        missing.note(.guardian, if: !hasGuardian)
        missing.note(.foreignSender, if: memory[.foreignSender].isActive)
        missing.note(.pedal, if: report.pedal.isNaN || memory[.pedalImplausible].isActive)
        missing.note(.pedalReleased, if: report.pedal >= PedalMap.deadband)
        missing.note(
            .frontInverter,
            if: memory[.frontInverterLate].isActive || memory[.frontInverterNotReady].isActive
        )
        missing.note(
            .rearInverter,
            if: memory[.rearInverterLate].isActive || memory[.rearInverterNotReady].isActive
        )
        missing.note(.battery, if: report.dischargeLimit <= .zero)
        missing.note(.mainRelay, if: !isRelayKnownPermitted)
        missing.note(.gear, if: memory[.gearLost].isActive)
        missing.note(.fault, if: monitor.isHolding)
        missing.note(.speed, if: !report.vehicleSpeed.isFinite)
        return missing
    }

    var isRelayKnownPermitted = false

    /// The battery's limits, which age as well while it does not say whether its relay may stay closed.
    private mutating func takeBatteryLimits(_ input: CycleInput, _ inputs: ConditionedInputs) {
        let isArmed = input.arming == .armed
        var dischargeSample = input.table[.dischargeLimit]
        var chargeSample = input.table[.chargeLimit]
        if inputs.isRelayPermitted == nil {
            dischargeSample.quality = .stale
            chargeSample.quality = .stale
        }
        _ = discharge.step(
            dischargeSample,
            rule: parameters.inputs[.dischargeLimit],
            at: input.now,
            isArmed: isArmed,
            with: parameters
        )
        _ = charge.step(
            chargeSample,
            rule: parameters.inputs[.chargeLimit],
            at: input.now,
            isArmed: isArmed,
            with: parameters
        )
    }

    /// Where the rates start: what was given, or less where the guardian sent less.
    ///
    /// The guardian only lowers, so an answer with more is about another cycle; and what was given in
    /// another mode has not reached the motors.
    private func startingTorques(_ input: CycleInput) -> AxlePair<Torque> {
        let isDisarmed = input.mode == .control && input.arming == .disarmed
        guard input.mode == lastMode, input.mode != .observe, !isDisarmed else {
            return AxlePair(both: .zero)
        }
        guard input.mode == .control, let sent = input.sent else { return previous }
        return Self.lesser(previous, sent)
    }

    /// Each axle's smaller torque; nothing where the two have different directions or are not finite.
    static func lesser(_ one: AxlePair<Torque>, _ two: AxlePair<Torque>) -> AxlePair<Torque> {
        AxlePair(front: lesser(one.front, two.front), rear: lesser(one.rear, two.rear))
    }

    private static func lesser(_ one: Torque, _ two: Torque) -> Torque {
        guard one.isFinite, two.isFinite, one.rawValue * two.rawValue > 0 else { return .zero }
        return one.magnitude <= two.magnitude ? one : two
    }

    /// The driver and everyone else, one total, then each axle's share.
    private mutating func askForTorque(
        _ inputs: ConditionedInputs,
        _ input: CycleInput,
        gear: Gear,
        driven: AxlePair<Torque>,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let direction = gear.direction
        let isBraking = inputs.isBraking ?? false
        var wanted = Torque.zero
        if direction != 0, let pedal = inputs.pedal, let speed = inputs.speed {
            let mode = DriveMode(gear: gear, isEco: inputs.isEco, isOnePedal: inputs.isOnePedal)
            let map = parameters.maps[mode]
            wanted = map.demand(
                pedal: pedal,
                speed: speed * direction,
                available: nominalTorque(at: speed),
                isBraking: isBraking
            )
        }
        report.driverDemand = wanted * direction
        var given = ArbitrationInput(driver: wanted, pedal: inputs.pedal, now: input.now)
        given.direction = direction
        given.isCruiseArmed = cruise.step(
            input.requests,
            isBraking: inputs.isBraking,
            isAllowed: direction != 0,
            at: input.now
        )
        let arbitrated = Arbitration().step(
            given,
            input.requests,
            with: parameters.requests
        )
        let brakeCap = brake.step(
            isBraking: isBraking,
            pedal: inputs.pedal,
            driven: driven.total * direction,
            ramp: parameters.rates.brakeRamp,
            period: parameters.period,
            fullTorque: nominalTorque(at: .zero)
        )
        let total = direction == 0 ? .zero : min(arbitrated.torque, brakeCap)
        report.arbitrated = total * direction
        report.pass(.arbitrate)
        report.frontShare = split.step(
            total: total * direction,
            measured: inputs.acceleration,
            with: parameters
        )
        report.pass(.split)
        let wish = max(wanted, arbitrated.torque) * direction
        report.axles.front.asked = wish * report.frontShare
        report.axles.rear.asked = wish * (1 - report.frontShare)
        let asked = AxlePair(
            front: total * direction * report.frontShare,
            rear: total * direction * (1 - report.frontShare)
        )
        report.note(.request, if: arbitrated.isCapped, from: report.asked, to: asked)
        report.note(.brake, if: total < arbitrated.torque, from: report.asked, to: asked)
        return asked
    }

    /// The sum of both motors' greatest torques at a vehicle speed, at their reference voltage.
    private func nominalTorque(at speed: Speed) -> Torque {
        let front = parameters.axles.front
        let rear = parameters.axles.rear
        return front.envelope.greatestTorque(at: front.motorSpeed(at: speed), voltage: nil)
            + rear.envelope.greatestTorque(at: rear.motorSpeed(at: speed), voltage: nil)
    }

    private func limit(
        _ torques: AxlePair<Torque>,
        _ inputs: ConditionedInputs,
        gear: Gear,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        project(cap(torques, inputs, gear: gear, into: &report), inputs, into: &report)
    }

    /// Comfort: each axle moves from what it had, no faster than the driver's rates.
    ///
    /// Through zero they go together: the one that comes first waits in the lash band for the other,
    /// so that they never work against each other.
    private func shape(
        _ asked: AxlePair<Torque>,
        from start: AxlePair<Torque>,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let rates = parameters.rates
        var shaped = asked
        shaped.front = TorqueSlew.step(
            from: start.front,
            to: asked.front,
            up: rates.up,
            down: rates.comfortDown,
            period: parameters.period
        )
        shaped.rear = TorqueSlew.step(
            from: start.rear,
            to: asked.rear,
            up: rates.up,
            down: rates.comfortDown,
            period: parameters.period
        )
        if shaped.front.rawValue * shaped.rear.rawValue < 0 {
            shaped.front = Self.waiting(shaped.front, towards: asked.front)
            shaped.rear = Self.waiting(shaped.rear, towards: asked.rear)
        }
        report.note(.upRate, from: asked, to: shaped)
        report.noteLagging(.downRate, asked: asked, given: shaped)
        return shaped
    }

    /// The size of torque that only closes the gears' lash, Nm.
    private static let lashBand = Torque(12)

    private static func waiting(_ torque: Torque, towards goal: Torque) -> Torque {
        guard torque.rawValue * goal.rawValue > 0 else { return torque }
        return max(-lashBand, min(lashBand, torque))
    }
}
