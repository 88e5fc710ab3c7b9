public import VehicleModel

/// What one cycle is given.
public struct CycleInput: Sendable {
    /// The newest sample of every input.
    public var table: InputTable
    /// Leased requests beside the driver's.
    public var requests: RequestSet
    /// What clients allow.
    public var ceilings = OperatorCeilings()
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
    let outline: VehicleOutline
    /// Both motors' greatest torque at standstill, at their reference voltage.
    let fullTorque: Torque
    var conditioning = Conditioning()
    var gears = GearSelection()
    var readiness = Readiness()
    var requests = RequestReader()
    var ceilings = OperatorCeilings()
    var cruise = CruiseArming()
    var bench = BenchState()
    var brake = BrakeInterlock()
    var veto = RegenerationVeto()
    var shaping = TotalShaping()
    var stagger = LashStagger()
    var split = TorqueSplit()
    var thermal = ThermalDerate()
    var slips = AxlePair(both: AxleSlip())
    var hasSlipCap = false
    var battery = BatteryState()
    var monitor: FaultMonitor
    var predictedPower = Power(.nan)
    var previous = AxlePair<Torque>(both: .zero)
    var lastMode = OperatingMode.observe
    var shedding = LoadShedding()
    /// The least factor of this cycle by which the battery's limit alone scales drive; infinite where it
    /// does not.
    var driveScale = Double.infinity
    var overLimit = Persistence()
    var isRelayKnownPermitted = false
    var cycle: UInt64 = 0
    var overruns: UInt64 = 0
    var limitViolations: UInt64 = 0

    /// A core at rest for one vehicle.
    public init(_ parameters: ControlParameters) {
        self.parameters = parameters
        outline = parameters.outline
        fullTorque = self.parameters.nominalTorque(at: .zero)
        monitor = FaultMonitor(parameters.faults, undriven: outline.undriven)
        // Nobody waits for an axle that never passes through zero.
        if outline.undriven != nil { self.parameters.rates.shaping.stagger = .zero }
    }

    /// One cycle; of what stood in `report` nothing is left.
    ///
    /// Written in place: a report handed back would be copied, 2.4 kB.
    public mutating func step(_ input: CycleInput, into report: inout CycleReport) {
        // Copied once each: of what is handed in, all would be copied to ask a table.
        var table = input.table
        var asked = input.requests
        report = CycleReport.blank
        driveScale = .infinity
        let start = startingTorques(input)
        let inputs = receive(input, &table, &asked, driven: start)
        report.pass(.condition)
        let shafts = lookAhead(inputs)
        let gear = gears.step(inputs)
        begin(&report, inputs, input, gear: gear)

        let demand = askForTorque(inputs, input, &asked, gear: gear, driven: start, into: &report)
        var caps = capAxles(demand, from: start, inputs)
        // Limits stand on both sides of comfort: before it, so that each axle heads for what it will
        // be allowed and the split is kept; after it, because nothing but the gate may follow them.
        let wanted = distribute(demand, under: &caps, from: start, inputs, into: &report)
        let goal = project(wanted, at: shafts, into: &report)
        let shaped = shape(goal, demand, from: start, into: &report)
        let held = clip(shaped, to: &caps, direction: demand.direction, into: &report)
        let limited = project(held, at: shafts, into: &report)
        report.pass(.limit)
        let given = finish(limited, from: start, at: shafts, input, into: &report)

        previous = given
        lastMode = input.mode
        end(&report, given, inputs, at: shafts, demand: demand)
        report.isSheddingAsked = askForShedding(input)
        predictedPower = report.predictedPower
    }

    /// Stage S0, and what follows from it alone: requests, the battery's limits and faults.
    private mutating func receive(
        _ input: CycleInput,
        _ table: inout InputTable,
        _ asked: inout RequestSet,
        driven start: AxlePair<Torque>
    ) -> ConditionedInputs {
        let samples = table.all
        let inputs = condition(samples, at: input.now)
        requests.step(InputReader(samples, rules: parameters.inputs.all, at: input.now))
        ceilings = requests.ceilings.lowered(to: input.ceilings)
        takeBatteryLimits(samples, input, inputs)
        monitor.step(
            inputs,
            input.surroundings,
            evidence(samples, input, inputs, given: start, asked: asked.all),
            at: input.now
        )
        return inputs
    }

    private mutating func condition(
        _ samples: Span<InputSample>,
        at now: Instant
    ) -> ConditionedInputs {
        var last = PreviousCycle()
        last.torques = previous
        last.hasSlipCap = hasSlipCap
        return conditioning.step(
            InputReader(samples, rules: parameters.inputs.all, at: now),
            of: outline,
            parameters.condition,
            after: last
        )
    }

    /// What is missing before torque may be commanded, as of the last cycle.
    public mutating func missingPreconditions(
        _ report: CycleReport,
        hasGuardian: Bool
    ) -> MissingPreconditions {
        let active = monitor.memory.active
        var missing = MissingPreconditions.nothing
        missing.note(.mode, if: report.mode != .control)
        missing.note(.guardian, if: !hasGuardian)
        missing.note(.foreignSender, if: active.contains(.foreignSender))
        missing.note(.pedal, if: report.pedal.isNaN || active.contains(.pedalImplausible))
        missing.note(.pedalReleased, if: report.pedal >= PedalMap.deadband)
        missing.note(
            .frontInverter,
            if: active.contains(.frontInverterLate) || active.contains(.frontInverterNotReady)
        )
        missing.note(
            .rearInverter,
            if: active.contains(.rearInverterLate) || active.contains(.rearInverterNotReady)
        )
        missing.note(.battery, if: report.dischargeLimit <= .zero)
        missing.note(.mainRelay, if: !isRelayKnownPermitted)
        missing.note(.gear, if: active.contains(.gearLost))
        let isDown = monitor.ladder.level >= .zeroTorque
        missing.note(.fault, if: monitor.isHolding || monitor.hindersArming || isDown)
        missing.note(.speed, if: !report.vehicleSpeed.isFinite)
        return missing
    }

    /// Where the rates start: what was given, or less where the guardian sent less.
    ///
    /// The guardian only lowers, so an answer with more is about another cycle; and what was given in
    /// another mode has not reached the motors.
    mutating func startingTorques(_ input: CycleInput) -> AxlePair<Torque> {
        let isDisarmed = input.mode == .control && input.arming == .disarmed
        guard input.mode == lastMode, !isDisarmed else {
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
}
