public import CANFrames
public import ControlCore
public import GuardLink
public import VehicleBinding
public import VehicleModel

/// What the guardian last said.
public struct GuardianView: Sendable, BitwiseCopyable {
    /// A guardian is connected and answered lately.
    public var isPresent = false
    /// It holds zero torque by itself for the arming in force.
    public var isTripped = false
    /// Why, where it does.
    public var trip = GuardianTrip.none
    /// What it had cut off or refused when it tripped.
    public var tripReasons = GuardianReasons()
    /// It refused the last command that it answered, and not because it has tripped.
    public var isRefusing = false
    /// Why it sent less than was asked, or nothing, in the last cycle it answered.
    public var reasons = GuardianReasons()
    /// It knows the arming in force, armed or tripped.
    public var knowsArming = false
    /// What it sent in the last cycle it answered, Nm; nil where it has not answered this arming.
    public var sent: AxlePair<Torque>?
    /// The cycle whose command that was, as `CycleReport.cycle`; nil where `sent` is.
    public var answered: UInt64?
    /// What became of the frames for each axle's bus.
    public var transmission = AxlePair(both: TransmissionReport())

    /// Nobody is there.
    public init() {}
}

/// The way of a frame through the daemon: receive, decode, condition, arbitrate, split, limit, encode.
///
/// A value without clock, socket or heap use in its two verbs `take` and `step`: the live buses and a
/// recorded log drive the same code.
public struct CyclePipeline: Sendable {
    private var receiver: InputReceiver
    private var encoders: AxlePair<CommandEncoder?>
    var memory: PipelineMemory

    /// Leased requests beside the driver's.
    public var requests: RequestSet {
        get { memory.requests }
        set { memory.requests = newValue }
    }
    /// Which databases are in force, counted from 0 at the start.
    public var generation: UInt32 { memory.generation }
    /// What is counted of each bus.
    public var buses: [8 of BusHealth] { memory.buses }
    /// The report of the last cycle.
    public var report: CycleReport { memory.report }
    /// What the vehicle did when faults appeared.
    public var freezeFrames: FreezeFrames { memory.freezeFrames }

    /// A pipeline at rest.
    ///
    /// `lastArmingID` must be above any number used before, such as the monotonic clock. An axle without
    /// a motor has no encoder.
    public init(
        receiver: InputReceiver,
        encoders: AxlePair<CommandEncoder?>,
        parameters: ControlParameters,
        mode: OperatingMode,
        lastArmingID: UInt64
    ) {
        self.receiver = receiver
        self.encoders = encoders
        memory = PipelineMemory(
            core: ControlCore(parameters),
            arming: Arming(lastID: lastArmingID),
            mode: mode,
            receiver: receiver.memory,
            encoders: AxlePair(front: encoders.front?.memory, rear: encoders.rear?.memory)
        )
    }

    /// Everything that it remembers; another pipeline that is given it goes on as this one would,
    /// where databases and vehicle are the same.
    var wholeMemory: PipelineMemory {
        get {
            var whole = memory
            whole.receiver = receiver.memory
            whole.encoders.front = encoders.front?.memory
            whole.encoders.rear = encoders.rear?.memory
            return whole
        }
        set {
            memory = newValue
            receiver.memory = newValue.receiver
            if let front = newValue.encoders.front { encoders.front?.memory = front }
            if let rear = newValue.encoders.rear { encoders.rear?.memory = rear }
        }
    }

    /// Takes a frame as it arrives.
    public mutating func take(_ received: borrowing ReceivedFrame) {
        let bus = Int(received.bus)
        guard bus < DaemonSnapshot.busLimit else { return }
        memory.buses[bus].received &+= 1
        memory.buses[bus].lastArrival = Instant(nanoseconds: received.arrival)
        if received.frame.kind == .error { memory.buses[bus].errors &+= 1 }
        switch receiver.take(received, into: &memory.table) {
        case .unbound, .accepted: break
        case .acceptedAfterGap: memory.buses[bus].counterGaps &+= 1
        case .badChecksum:
            memory.buses[bus].badChecksums &+= 1
            memory.pending.hasBadChecksum = true
        case .badCounter:
            memory.buses[bus].counterGaps &+= 1
            memory.pending.hasBadCounter = true
        }
    }

    /// Acts on a client's request.
    public mutating func handle(
        _ request: borrowing ControlRequest,
        at now: Instant
    ) -> ControlAnswer {
        if request.kind == .clearFaults { return clear(request, at: now) }
        if request.kind == .setCeilings { return setCeilings(request, at: now) }
        if request.kind == .commission { return commission(request, at: now) }
        var answer = memory.arming.handle(request, missing: memory.missing, at: now)
        if request.kind == .arm, answer.outcome == .done, answer.armingID == report.armingID {
            answer.missing = report.waiting
        }
        return answer
    }

    /// Clears faults; the report shows it at once, whoever asks for it next.
    private mutating func clear(
        _ request: borrowing ControlRequest,
        at now: Instant
    ) -> ControlAnswer {
        var answer = ControlAnswer(
            number: request.number,
            outcome: .done,
            armingID: memory.arming.armingID,
            missing: .nothing
        )
        guard now <= request.deadline else {
            answer.outcome = .late
            return answer
        }
        answer.clearing = memory.core.clear(request.faults)
        if request.faults != .all && !answer.clearing.isComplete { answer.outcome = .faultsStand }
        for index in 0..<Fault.count {
            guard let fault = Fault(rawValue: UInt8(index)) else { continue }
            guard answer.clearing.cleared.contains(fault) else { continue }
            memory.report.faults.forget(fault)
            memory.freezeFrames.forget(fault)
        }
        return answer
    }

    /// Puts other bindings in force, and its own in their place; false, with nothing changed, while
    /// an arming is in force or on its way out.
    ///
    /// Between two cycles. What was received before is forgotten: its meaning was the old one.
    mutating func exchange(_ bindings: inout BindingSet) -> Bool {
        guard !isTransmitting else { return false }
        swap(&receiver, &bindings.receiver)
        swap(&encoders, &bindings.encoders)
        swap(&memory.generation, &bindings.generation)
        memory.table = InputTable()
        memory.core.forgetInputs()
        // Until the next cycle has looked: what was there before is no reason to arm.
        memory.missing.note(.pedal, if: true)
        return true
    }

    /// Notes what the transport knows of a bus.
    public mutating func note(bus: Int, _ change: (inout BusHealth) -> Void) {
        guard bus < DaemonSnapshot.busLimit else { return }
        change(&memory.buses[bus])
    }

    /// One cycle.
    ///
    /// `lostFrames` and `isBusLost` come from the transport, `isOverrun` (more than 12 ms after the
    /// cycle before) and `isStalled` (more than 30 ms) from the timer.
    public mutating func step(
        at now: Instant,
        guardian: GuardianView,
        isOverrun: Bool,
        isStalled: Bool = false,
        isBusLost: Bool,
        hasLostFrames: Bool
    ) {
        let isTorqueZero = report.axles.front.given == .zero && report.axles.rear.given == .zero
        memory.pending.hasLeaseExpired = memory.arming.step(
            at: now,
            isTorqueZero: isTorqueZero,
            // A guardian that comes back knows of no arming; torque through it needs a new one.
            isGuardianTripped: guardian.isTripped || !guardian.isPresent
        )
        let isBenchOver = memory.commissioning.step(
            &memory.requests,
            armingID: memory.arming.state == .armed ? memory.arming.armingID : 0,
            isBench: report.isBench,
            at: now
        )
        if isBenchOver { endArming(at: now) }
        memory.isArmingKnown = guardian.knowsArming
        memory.pending.hasGuardian = guardian.isPresent
        memory.pending.isGuardianTripped = guardian.isTripped
        memory.pending.isGuardianRefusing = guardian.isRefusing
        memory.pending.hasForeignSender = guardian.reasons.has(.foreignSender)
        memory.pending.isSentTorqueWrong = memory.given.isExceeded(by: guardian)
        memory.pending.isOverrun = isOverrun
        memory.pending.isStalled = isStalled
        memory.pending.isBusLost = isBusLost
        memory.pending.hasLostFrames = hasLostFrames
        memory.pending.frames = receiver.takeFrameCounts()
        note(guardian)
        let awaited = waiting(for: guardian)
        var input = CycleInput(
            table: memory.table,
            requests: requests,
            surroundings: memory.pending,
            mode: memory.mode,
            arming: awaited == .nothing ? memory.arming.state : .disarmed,
            sent: guardian.sent,
            now: now
        )
        input.ceilings = memory.ceilings
        memory.core.step(input, into: &memory.report)
        memory.pending = Surroundings()
        if memory.core.endsArming { endArming(at: now) }
        memory.missing = memory.core.missingPreconditions(report, hasGuardian: guardian.isPresent)
        memory.report.missing = memory.missing
        memory.report.waiting = awaited
        memory.report.guardian = memory.guardian
        memory.report.arming = memory.arming.state
        memory.report.armingID = memory.arming.armingID
        let left = (memory.arming.expiry - now) / .nanoseconds(1)
        memory.report.leaseRemaining = memory.arming.state == .armed ? Int64(left) : 0
        memory.report.axles.front.sent = guardian.sent?.front ?? .zero
        memory.report.axles.rear.sent = guardian.sent?.rear ?? .zero
        memory.given.note(memory.report)
        memory.freezeFrames.step(memory.report)
    }

    /// Disarms as a client would, where nobody else has.
    private mutating func endArming(at now: Instant) {
        guard memory.arming.state == .armed else { return }
        let request = ControlRequest(kind: .disarm, number: 0, client: 0, lease: 0, deadline: now)
        _ = memory.arming.handle(request, missing: memory.missing, at: now)
    }

    /// What an arming waits for before it becomes torque.
    ///
    /// The guardian begins it at zero torque, and the pedal is released then: whoever steps on it
    /// meanwhile must let it go first.
    private mutating func waiting(for guardian: GuardianView) -> MissingPreconditions {
        var waiting = MissingPreconditions.nothing
        guard memory.mode == .control, memory.arming.state == .armed else { return waiting }
        waiting.note(.guardianAcceptance, if: guardian.sent == nil)
        guard memory.drivenArming != memory.arming.armingID else { return waiting }
        waiting.note(.pedal, if: report.pedal.isNaN)
        waiting.note(.pedalReleased, if: report.pedal >= PedalMap.deadband)
        if waiting == .nothing { memory.drivenArming = memory.arming.armingID }
        return waiting
    }

    /// Remembers why the guardian took torque away or refused it: the next arming wipes out its word.
    private mutating func note(_ view: GuardianView) {
        memory.guardian.isPresent = view.isPresent
        memory.guardian.reasons = view.reasons
        memory.guardian.transmission = view.transmission
        if view.isTripped, !memory.wasTripped {
            memory.guardian.lastTrip = view.trip
            memory.guardian.lastTripReasons = view.tripReasons
        }
        memory.wasTripped = view.isTripped
        if view.isRefusing { memory.guardian.lastRefusal = view.reasons }
    }

    /// The command for the guardian; without frames while nothing may be transmitted.
    public mutating func encode(issued: Int64) -> GuardCommand {
        // An arming that was tripped is named only to the guardian that knows it: another one would
        // take it for a new one.
        let isForgotten = memory.arming.state == .tripped && !memory.isArmingKnown
        let isTransmitting =
            memory.arming.state != .disarmed && memory.mode == .control && !isForgotten
        var flow = ProgramFlow()
        var stages = report.stages
        while stages != 0 {
            flow.pass(stages & 0xF)
            stages >>= 4
        }
        guard isTransmitting else {
            return GuardCommand(
                armingID: 0,
                cycle: report.cycle,
                token: flow.token(cycle: report.cycle),
                issued: issued
            )
        }
        let front = encoders.front?.encode(Self.command(memory.report.axles.front, memory.report))
        let rear = encoders.rear?.encode(Self.command(memory.report.axles.rear, memory.report))
        flow.pass(.encode)
        var command = GuardCommand(
            armingID: memory.arming.armingID,
            cycle: report.cycle,
            token: flow.token(cycle: report.cycle),
            issued: issued
        )
        // Six frames at most, and a command holds eight; the torque of both axles goes first.
        if let front { _ = command.append(front.torque, for: .front) }
        if let rear { _ = command.append(rear.torque, for: .rear) }
        if let front { _ = command.append(front.gear, for: .front) }
        if let rear { _ = command.append(rear.gear, for: .rear) }
        if let state = front?.state { _ = command.append(state, for: .front) }
        if let state = rear?.state { _ = command.append(state, for: .rear) }
        return command
    }

    /// Whether an arming is in force or on its way out.
    public var isTransmitting: Bool { memory.arming.state != .disarmed }

    private static func command(
        _ axle: borrowing AxleReport,
        _ report: borrowing CycleReport
    ) -> AxleCommand {
        AxleCommand(
            torque: axle.given,
            ceiling: axle.greatestTorque,
            floor: -axle.greatestTorque,
            gear: report.gear,
            isBraking: report.isBraking
        )
    }
}

extension ProgramFlow {
    /// Passes the stage that the core noted under a number from 1.
    mutating func pass(_ number: UInt64) {
        switch number {
        case 1: pass(.condition)
        case 2: pass(.arbitrate)
        case 3: pass(.split)
        case 4: pass(.limit)
        default: break
        }
    }
}
