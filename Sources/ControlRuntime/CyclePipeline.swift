public import CANFrames
public import ControlCore
public import GuardLink
public import VehicleBinding
public import VehicleModel

/// What the guardian last said.
public struct GuardianView: Sendable {
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

    /// Nobody is there.
    public init() {}
}

/// The way of a frame through the daemon: receive, decode, condition, arbitrate, split, limit, encode.
///
/// A value without clock, socket or heap use in its two verbs `take` and `step`: the live buses and a
/// recorded log drive the same code.
public struct CyclePipeline: Sendable {
    private var receiver: InputReceiver
    private var core: ControlCore
    private var arming: Arming
    private var encoders: AxlePair<CommandEncoder>
    private var table = InputTable()
    private var mode: OperatingMode
    private var missing = MissingPreconditions.mode
    private var pending = Surroundings()
    private var isArmingKnown = false
    private var wasTripped = false
    // The arming that the guardian took with the pedal released: the only one that may give torque.
    private var drivenArming: UInt64 = 0
    private var guardian = GuardianReport()

    /// Leased requests beside the driver's.
    public var requests = RequestSet()
    /// Which databases are in force, counted from 0 at the start.
    public private(set) var generation: UInt32 = 0
    /// What is counted of each bus.
    public private(set) var buses: [8 of BusHealth] = .init(repeating: BusHealth())
    /// The report of the last cycle.
    public private(set) var report = CycleReport()

    /// A pipeline at rest.
    ///
    /// `lastArmingID` must be above any number used before, such as the monotonic clock.
    public init(
        receiver: InputReceiver,
        encoders: AxlePair<CommandEncoder>,
        parameters: ControlParameters,
        mode: OperatingMode,
        lastArmingID: UInt64
    ) {
        self.receiver = receiver
        self.encoders = encoders
        self.mode = mode
        core = ControlCore(parameters)
        arming = Arming(lastID: lastArmingID)
    }

    /// Takes a frame as it arrives.
    public mutating func take(_ received: borrowing ReceivedFrame) {
        let bus = Int(received.bus)
        guard bus < DaemonSnapshot.busLimit else { return }
        buses[bus].received &+= 1
        buses[bus].lastArrival = Instant(nanoseconds: received.arrival)
        if received.frame.kind == .error { buses[bus].errors &+= 1 }
        switch receiver.take(received, into: &table) {
        case .unbound, .accepted: break
        case .acceptedAfterGap: buses[bus].counterGaps &+= 1
        case .badChecksum:
            buses[bus].badChecksums &+= 1
            pending.hasBadChecksum = true
        case .badCounter:
            buses[bus].counterGaps &+= 1
            pending.hasBadCounter = true
        }
    }

    /// Acts on a client's request.
    public mutating func handle(
        _ request: borrowing ControlRequest,
        at now: Instant
    ) -> ControlAnswer {
        var answer = arming.handle(request, missing: missing, at: now)
        if request.kind == .arm, answer.outcome == .done, answer.armingID == report.armingID {
            answer.missing = report.waiting
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
        swap(&generation, &bindings.generation)
        table = InputTable()
        core.forgetInputs()
        // Until the next cycle has looked: what was there before is no reason to arm.
        missing.note(.pedal, if: true)
        return true
    }

    /// Notes what the transport knows of a bus.
    public mutating func note(bus: Int, _ change: (inout BusHealth) -> Void) {
        guard bus < DaemonSnapshot.busLimit else { return }
        change(&buses[bus])
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
        pending.hasLeaseExpired = arming.step(
            at: now,
            isTorqueZero: isTorqueZero,
            // A guardian that comes back knows of no arming; torque through it needs a new one.
            isGuardianTripped: guardian.isTripped || !guardian.isPresent
        )
        isArmingKnown = guardian.knowsArming
        pending.hasGuardian = guardian.isPresent
        pending.isGuardianTripped = guardian.isTripped
        pending.isGuardianRefusing = guardian.isRefusing
        pending.hasForeignSender = guardian.reasons.has(.foreignSender)
        pending.isOverrun = isOverrun
        pending.isStalled = isStalled
        pending.isBusLost = isBusLost
        pending.hasLostFrames = hasLostFrames
        note(guardian)
        let awaited = waiting(for: guardian)
        report = core.step(
            CycleInput(
                table: table,
                requests: requests,
                surroundings: pending,
                mode: mode,
                arming: awaited == .nothing ? arming.state : .disarmed,
                sent: guardian.sent,
                now: now
            )
        )
        pending = Surroundings()
        missing = core.missingPreconditions(report, hasGuardian: guardian.isPresent)
        report.missing = missing
        report.waiting = awaited
        report.guardian = self.guardian
        report.arming = arming.state
        report.armingID = arming.armingID
        let left = (arming.expiry - now) / .nanoseconds(1)
        report.leaseRemaining = arming.state == .armed ? Int64(left) : 0
        report.axles.front.sent = guardian.sent?.front ?? .zero
        report.axles.rear.sent = guardian.sent?.rear ?? .zero
    }

    /// What an arming waits for before it becomes torque.
    ///
    /// The guardian begins it at zero torque, and the pedal is released then: whoever steps on it
    /// meanwhile must let it go first.
    private mutating func waiting(for guardian: GuardianView) -> MissingPreconditions {
        var waiting = MissingPreconditions.nothing
        guard mode == .control, arming.state == .armed else { return waiting }
        waiting.note(.guardianAcceptance, if: guardian.sent == nil)
        guard drivenArming != arming.armingID else { return waiting }
        waiting.note(.pedal, if: report.pedal.isNaN)
        waiting.note(.pedalReleased, if: report.pedal >= PedalMap.deadband)
        if waiting == .nothing { drivenArming = arming.armingID }
        return waiting
    }

    /// Remembers why the guardian took torque away or refused it: the next arming wipes out its word.
    private mutating func note(_ view: GuardianView) {
        guardian.isPresent = view.isPresent
        guardian.reasons = view.reasons
        if view.isTripped, !wasTripped {
            guardian.lastTrip = view.trip
            guardian.lastTripReasons = view.tripReasons
        }
        wasTripped = view.isTripped
        if view.isRefusing { guardian.lastRefusal = view.reasons }
    }

    /// The command for the guardian; without frames while nothing may be transmitted.
    public mutating func encode(issued: Int64) -> GuardCommand {
        // An arming that was tripped is named only to the guardian that knows it: another one would
        // take it for a new one.
        let isForgotten = arming.state == .tripped && !isArmingKnown
        let isTransmitting = arming.state != .disarmed && mode == .control && !isForgotten
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
        let front = encoders.front.encode(command(report.axles.front))
        let rear = encoders.rear.encode(command(report.axles.rear))
        flow.pass(.encode)
        var command = GuardCommand(
            armingID: arming.armingID,
            cycle: report.cycle,
            token: flow.token(cycle: report.cycle),
            issued: issued
        )
        // Six frames at most, and a command holds eight; the torque of both axles goes first.
        _ = command.append(front.torque, for: .front)
        _ = command.append(rear.torque, for: .rear)
        _ = command.append(front.gear, for: .front)
        _ = command.append(rear.gear, for: .rear)
        if let state = front.state { _ = command.append(state, for: .front) }
        if let state = rear.state { _ = command.append(state, for: .rear) }
        return command
    }

    /// Whether an arming is in force or on its way out.
    public var isTransmitting: Bool { arming.state != .disarmed }

    private func command(_ axle: borrowing AxleReport) -> AxleCommand {
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
