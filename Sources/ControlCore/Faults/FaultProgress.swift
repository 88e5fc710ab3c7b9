import VehicleModel

/// Where one fault stands between its sign and its healing.
struct FaultProgress: Sendable {
    private enum State: UInt8, Sendable {
        case absent
        case pending
        case present
        case healing
        case latched
    }

    /// What may end a latch in this cycle.
    struct Occasion: Sendable {
        var isArmed: Bool
        var hasKeyCycled: Bool
    }

    private var state = State.absent
    private var wasLive = false
    private var cycles: UInt16 = 0
    private var since = Instant(nanoseconds: 0)

    /// There is neither a sign nor an effect.
    var isAbsent: Bool { state == .absent }
    /// The sign is there, and has been for long enough.
    var isPresent: Bool { state == .present }
    /// The sign is gone, not yet for long enough.
    var isHealing: Bool { state == .healing }
    /// It has healed, and the effect stays until something is done.
    var isLatched: Bool { state == .latched }

    /// One cycle; `isLive` says that torque was possible, which alone latches a fault.
    mutating func step(
        _ hasSign: Bool,
        _ rule: FaultRule,
        isLive: Bool,
        _ occasion: Occasion,
        at now: Instant
    ) {
        switch state {
        case .absent:
            guard hasSign else { return }
            begin(.pending, at: now)
            if hasLasted(rule.debounce, at: now) { appear() }
        case .pending:
            guard hasSign else { return state = .absent }
            count(at: now)
            if hasLasted(rule.debounce, at: now) { appear() }
        case .present:
            if !hasSign {
                begin(.healing, at: now)
                if hasLasted(rule.heal, at: now) { heal(rule, occasion) }
            }
        case .healing:
            guard !hasSign else { return state = .present }
            count(at: now)
            if hasLasted(rule.heal, at: now) { heal(rule, occasion) }
        case .latched:
            guard !hasSign else { return state = .present }
            heal(rule, occasion)
        }
        if state == .present && isLive { wasLive = true }
    }

    /// Ends a latch by hand.
    mutating func release() {
        if state == .latched { state = .absent }
    }

    private mutating func appear() {
        state = .present
        wasLive = false
    }

    private mutating func begin(_ state: State, at now: Instant) {
        self.state = state
        cycles = 1
        since = now
    }

    private mutating func count(at now: Instant) {
        cycles = cycles == .max ? .max : cycles + 1
        // A clock that jumped back starts the time anew.
        since = min(since, now)
    }

    private mutating func heal(_ rule: FaultRule, _ occasion: Occasion) {
        let isOver =
            switch rule.latch {
            case .healed: true
            case .disarm: !occasion.isArmed
            case .keyCycle: occasion.hasKeyCycled
            }
        state = isOver || !wasLive ? .absent : .latched
    }

    private func hasLasted(_ delay: FaultDelay, at now: Instant) -> Bool {
        switch delay {
        case .none: true
        case .time(let time): now - since >= time
        case .cycles(let number): cycles >= number
        }
    }
}
