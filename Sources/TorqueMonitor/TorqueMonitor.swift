public import CANFrames

/// The second opinion on every torque, and the last gate before the buses.
///
/// It knows no socket and no clock: commands, received frames and times come in, decisions on what
/// to transmit come out. Its promises: nothing is sent while idle; torque is never above what was
/// asked, nor above the bounds; armed and without a valid command pair for the silence time, both
/// axles are held at zero; after that only a new arming makes torque.
public struct TorqueMonitor: Sendable {
    // What was last received and sent of one allowed frame.
    private struct Slot: Sendable {
        var frame: Frame?
        var receivedCounter: UInt8 = 0
        var sentCounter: UInt8?
        var sentAt: Int64 = 0
    }

    // What a whole pass through the control cycle's stages leaves.
    private static var wholeFlow: UInt64 { 0xCB27_C718_A265_496F }

    private let settings: MonitorSettings
    private let checksum = Checksum()
    private var watch = VehicleWatch()
    private var slots: [16 of Slot] = .init(repeating: Slot())

    /// What it is doing.
    public private(set) var state = MonitorState.idle
    /// Why it tripped last; none while armed.
    public private(set) var trip = TripCause.none
    /// The arming in force, or the one that tripped; 0 where idle.
    public private(set) var armingID: UInt64 = 0
    /// Frames lost because a bus did not take them.
    public private(set) var dropped = PerAxle<UInt32>(both: 0)

    private var newestArming: UInt64 = 0
    private var lastIssued: Int64 = 0
    private var lastCycle: UInt64 = 0
    private var clampedSince: Int64?
    private var isPairBroken = false
    private var foreignAt: Int64?
    private var lastTorque = PerAxle(both: 0)
    private var lastTorqueAt = PerAxle<Int64>(both: 0)
    // When the next zero-torque frames are due; nil where none are.
    private var nextZero: Int64?
    // How many more; nil: until disarmed or armed anew.
    private var zerosLeft: Int?

    /// A monitor that is idle.
    public init(settings: MonitorSettings) { self.settings = settings }

    /// Judges a command and decides what goes out.
    ///
    /// `links` says which bus takes frames now.
    public mutating func step(
        _ command: borrowing MonitorCommand,
        at now: Int64,
        links: PerAxle<Bool>
    ) -> Decision {
        var decision = Decision()
        if command.armingID == 0 {
            disarm(at: now)
            appendZeros(at: now, links: links, to: &decision)
            return decision
        }
        // A command that was made in time is no silence, however late this process woke up.
        if command.issued > lastIssued, isSilent(at: min(command.issued, now)) {
            enterTrip(.silence, at: now)
        }
        var places = [16 of Int8](repeating: -1)
        var reasons = identityReasons(command, at: now)
        if reasons.isEmpty { reasons = frameReasons(command, &places) }
        if reasons.isEmpty, command.armingID != armingID {
            reasons = armingReasons(command, places, at: now)
        }
        guard reasons.isEmpty else {
            decision.refuse(for: reasons)
            appendZeros(at: now, links: links, to: &decision)
            return decision
        }
        accept(command, places)
        let bounded = bound(places, at: now, links: links)
        decide(bounded, places, at: now, links: links, &decision)
        return decision
    }

    /// Decides what goes out because time has passed; due at `deadline`.
    public mutating func tick(at now: Int64, links: PerAxle<Bool>) -> Decision {
        var decision = Decision()
        if isSilent(at: now) { enterTrip(.silence, at: now) }
        appendZeros(at: now, links: links, to: &decision)
        return decision
    }

    /// When `tick` is due at the latest, on the clock of `now`; nil where nothing is pending.
    public var deadline: Int64? {
        let silence = state == .armed ? lastIssued &+ settings.timing.silence : nil
        guard let nextZero else { return silence }
        return min(nextZero, silence ?? nextZero)
    }

    /// Notes that whoever commands is gone: zero at once, without waiting for silence.
    public mutating func peerVanished(at now: Int64) {
        if state == .armed { enterTrip(.peerGone, at: now) }
    }

    /// Begins the end: a few zero-torque frames, after which `deadline` is nil.
    public mutating func shutDown(at now: Int64) {
        guard state != .idle else { return }
        enterTrip(.shutDown, at: now)
        zerosLeft = settings.disarmFrames
    }

    /// Takes a frame from an axle's bus.
    ///
    /// `isOwn` says that this host sent it.
    public mutating func observe(
        _ frame: borrowing Frame,
        on axle: Axle,
        isOwn: Bool,
        at now: Int64
    ) {
        guard frame.kind == .data else { return }
        if let place = settings.allowList.index(of: frame.id, on: axle) {
            guard !isOwn, settings.allowList[place]?.role != .state else { return }
            foreignAt = now
            if state == .armed { enterTrip(.foreignSender, at: now) }
        } else if checksum.isRight(frame) {
            watch.take(frame, on: axle, batteryAxle: settings.batteryAxle, at: now)
        }
    }

    /// Tells what became of a frame of a decision.
    public mutating func record(
        _ outgoing: OutgoingFrame,
        delivered: Bool,
        at now: Int64,
        in decision: inout Decision
    ) {
        let axle = outgoing.axle
        guard delivered else {
            dropped[axle] &+= 1
            decision.drop(axle)
            if outgoing.torque != nil {
                decision.isBroken = true
                isPairBroken = true
            }
            return
        }
        slots[outgoing.entry].sentAt = now
        slots[outgoing.entry].sentCounter = counter(of: outgoing.frame, outgoing.entry)
        if let torque = outgoing.torque {
            lastTorque[axle] = torque
            lastTorqueAt[axle] = now
            decision.torque[axle] = torque
        }
    }
}

// Judging a command.
extension TorqueMonitor {
    private func isSilent(at now: Int64) -> Bool {
        state == .armed && now &- lastIssued >= settings.timing.silence
    }

    private func identityReasons(_ command: borrowing MonitorCommand, at now: Int64) -> Reasons {
        var reasons = Reasons()
        if command.armingID == armingID {
            let step = command.cycle &- lastCycle
            if state == .tripped { reasons.insert(.tripped) }
            if step != 1, step != 2 { reasons.insert(.cycle) }
        } else if command.armingID <= newestArming {
            reasons.insert(.usedArming)
        }
        let age = now &- command.issued
        if age < 0 || age > settings.timing.commandAge { reasons.insert(.age) }
        if command.token != Self.wholeFlow ^ command.cycle { reasons.insert(.token) }
        return reasons
    }

    /// Checks every frame and notes in `places` which frame of the command is which of the list.
    private func frameReasons(
        _ command: borrowing MonitorCommand,
        _ places: inout [16 of Int8]
    ) -> Reasons {
        var reasons = Reasons()
        for index in 0..<command.count {
            let axle = command.axle(at: index)
            guard
                let frame = command.frame(at: index),
                let place = settings.allowList.index(of: frame.id, on: axle),
                let allowed = settings.allowList[place],
                frame.kind == .data, frame.flags.rawValue == 0, frame.rawDLC == 0
            else {
                reasons.insert(.notAllowed)
                continue
            }
            if places[place] >= 0 { reasons.insert(.incomplete) }
            places[place] = Int8(index)
            if frame.length != allowed.length {
                reasons.insert(.length)
            } else if allowed.role != .state {
                reasons.insert(protectionReasons(frame, place, command))
            }
        }
        for place in 0..<settings.allowList.count where places[place] < 0 {
            if settings.allowList[place]?.role != .state { reasons.insert(.incomplete) }
        }
        return reasons
    }

    private func protectionReasons(
        _ frame: borrowing Frame,
        _ place: Int,
        _ command: borrowing MonitorCommand
    ) -> Reasons {
        guard checksum.isRight(frame) else { return Reasons.checksum }
        guard
            command.armingID == armingID, state == .armed, let counter = counter(of: frame, place)
        else { return Reasons() }
        // A cycle that never arrived may have taken its counter with it.
        let step = (counter &- slots.span[place].receivedCounter) & 0x03
        let isSkipped = command.cycle &- lastCycle == 2
        return step == 1 || step == 2 && isSkipped ? Reasons() : .counter
    }

    private func armingReasons(
        _ command: borrowing MonitorCommand,
        _ places: [16 of Int8],
        at now: Int64
    ) -> Reasons {
        var reasons = Reasons()
        if let foreignAt, now &- foreignAt < settings.timing.foreignSender {
            reasons.insert(.foreignSender)
        }
        for place in 0..<settings.allowList.count
        where settings.allowList[place]?.role == .torque {
            if let frame = command.frame(at: Int(places.span[place])),
                TorqueFrame.torque(frame) != 0
            {
                reasons.insert(.armingTorque)
            }
        }
        return reasons
    }

    private mutating func accept(_ command: borrowing MonitorCommand, _ places: [16 of Int8]) {
        if command.armingID != armingID {
            armingID = command.armingID
            newestArming = command.armingID
            state = .armed
            trip = .none
            nextZero = nil
            zerosLeft = nil
            clampedSince = nil
        }
        lastIssued = command.issued
        lastCycle = command.cycle
        for place in 0..<settings.allowList.count where places.span[place] >= 0 {
            guard let frame = command.frame(at: Int(places.span[place])) else { continue }
            slots[place].frame = frame
            slots[place].receivedCounter = counter(of: frame, place) ?? 0
        }
    }
}

// Deciding what goes out.
extension TorqueMonitor {
    private mutating func bound(
        _ places: [16 of Int8],
        at now: Int64,
        links: PerAxle<Bool>
    ) -> BoundedTorque {
        let age = settings.timing.speedAge
        var inputs = BoundInputs(
            asked: PerAxle(both: 0),
            last: lastTorque,
            lastAt: lastTorqueAt,
            now: now,
            speed: PerAxle(
                front: watch.speed(of: .front, at: now, within: age),
                rear: watch.speed(of: .rear, at: now, within: age)
            ),
            dischargeLimit: watch.dischargeLimit(
                at: now,
                within: settings.timing.dischargeLimitAge
            ),
            gear: PerAxle(both: 0),
            isReady: PerAxle(both: false),
            isLinkReady: links,
            isPairBroken: isPairBroken
        )
        for place in 0..<settings.allowList.count {
            guard let allowed = settings.allowList[place], let frame = slots[place].frame else {
                continue
            }
            switch allowed.role {
            case .torque:
                inputs.asked[allowed.axle] = TorqueFrame.torque(frame)
                inputs.isReady[allowed.axle] = TorqueFrame.isReady(frame)
            case .gear: inputs.gear[allowed.axle] = GearFrame.gear(frame)
            case .state: break
            }
        }
        isPairBroken = false
        var bounded = settings.bounds.bound(inputs)
        let cut = max(
            abs(inputs.asked.front) - abs(bounded.torque.front),
            abs(inputs.asked.rear) - abs(bounded.torque.rear)
        )
        if isClampedTooLong(by: cut, at: now) {
            enterTrip(.clamping, at: now)
            bounded.limit(.front, to: 0, because: .tripped)
            bounded.limit(.rear, to: 0, because: .tripped)
        }
        return bounded
    }

    private mutating func isClampedTooLong(by cut: Int, at now: Int64) -> Bool {
        guard cut > settings.bounds.clampTolerance else {
            clampedSince = nil
            return false
        }
        let since = clampedSince ?? now
        clampedSince = since
        return now &- since > settings.timing.clamping
    }

    /// Puts the accepted command's frames into the decision, with the torque that is left.
    private mutating func decide(
        _ bounded: BoundedTorque,
        _ places: [16 of Int8],
        at now: Int64,
        links: PerAxle<Bool>,
        _ decision: inout Decision
    ) {
        decision.reasons = bounded.reasons
        for place in 0..<settings.allowList.count where places.span[place] >= 0 {
            guard let allowed = settings.allowList[place], let frame = slots[place].frame else {
                continue
            }
            let axle = allowed.axle
            let torque = bounded.torque[axle]
            if allowed.role == .torque {
                let isWhole = torque == TorqueFrame.torque(frame)
                decision.verdicts[axle] = isWhole ? .sent : torque == 0 ? .zeroed : .clamped
            }
            append(place, torque: torque, at: now, links: links, to: &decision)
        }
        // The pair that tripped is this cycle's zero.
        if state == .tripped { nextZero = now &+ settings.timing.zeroPeriod }
    }

    private mutating func disarm(at now: Int64) {
        guard state != .idle else { return }
        state = .idle
        armingID = 0
        trip = .none
        nextZero = now
        zerosLeft = settings.disarmFrames
    }

    private mutating func enterTrip(_ cause: TripCause, at now: Int64) {
        state = .tripped
        trip = cause
        clampedSince = nil
        nextZero = now
        zerosLeft = nil
    }

    /// Repeats what was last commanded, without torque, where it is due.
    private mutating func appendZeros(
        at now: Int64,
        links: PerAxle<Bool>,
        to decision: inout Decision
    ) {
        guard let due = nextZero, now >= due else { return }
        let period = settings.timing.zeroPeriod
        nextZero = now &- due < period ? due &+ period : now &+ period
        if let left = zerosLeft {
            zerosLeft = left - 1
            if left <= 1 { nextZero = nil }
        }
        for place in 0..<settings.allowList.count where slots[place].frame != nil {
            guard let allowed = settings.allowList[place] else { continue }
            let since = now &- slots[place].sentAt
            // Half a period early is on time: due times are those of the zero frames.
            guard allowed.role != .state || since > allowed.period - period / 2 else { continue }
            append(place, torque: 0, at: now, links: links, to: &decision)
        }
    }

    /// Adds one frame with the next counter, the torque, narrowed limits and its checksum.
    private mutating func append(
        _ place: Int,
        torque: Int,
        at now: Int64,
        links: PerAxle<Bool>,
        to decision: inout Decision
    ) {
        guard let allowed = settings.allowList[place], var frame = slots[place].frame else {
            return
        }
        let axle = allowed.axle
        guard links[axle] else {
            dropped[axle] &+= 1
            decision.drop(axle)
            return
        }
        let next = slots[place].sentCounter.map { ($0 &+ 1) & 0x03 }
        switch allowed.role {
        case .torque:
            TorqueFrame.setTorque(torque, in: &frame)
            TorqueFrame.setCounter(next ?? TorqueFrame.counter(frame), in: &frame)
            if TorqueFrame.narrowLimits(to: widestTorque(axle, at: now), in: &frame) {
                decision.reasons[axle].insert(.ceiling)
            }
            checksum.write(in: &frame)
        case .gear:
            if let next, next != GearFrame.counter(frame) {
                GearFrame.setCounter(next, in: &frame)
                checksum.write(in: &frame)
            }
        case .state: break
        }
        decision.append(
            OutgoingFrame(
                axle: axle,
                frame: frame,
                torque: allowed.role == .torque ? torque : nil,
                entry: place
            )
        )
    }

    /// What the inverter's own ceiling may be: the envelope at its speed, or its peak.
    private func widestTorque(_ axle: Axle, at now: Int64) -> Int {
        let envelope = settings.bounds.envelope[axle]
        let speed = watch.speed(of: axle, at: now, within: settings.timing.speedAge)
        let allowed = speed.map { envelope.torque(at: $0) } ?? envelope.peak
        return allowed + settings.bounds.envelopeMargin
    }

    private func counter(of frame: borrowing Frame, _ place: Int) -> UInt8? {
        switch settings.allowList[place]?.role {
        case .torque: TorqueFrame.counter(frame)
        case .gear: GearFrame.counter(frame)
        case .state, nil: nil
        }
    }
}
