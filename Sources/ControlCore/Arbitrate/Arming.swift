public import VehicleModel

/// Who may command torque, and until when.
///
/// Control is a lease: one client holds it and renews it; when it runs out, torque falls at the
/// protective rate and the arming is over. Each arming has a number that is never used again: the
/// monotonic clock's nanoseconds, so that it is above what any other daemon used before.
public struct Arming: Sendable, BitwiseCopyable {
    /// Where it stands.
    public private(set) var state = ArmState.disarmed
    /// The number of the arming in force; 0 while there is none.
    public private(set) var armingID: UInt64 = 0
    /// When the lease ends; meaningless while not armed.
    public private(set) var expiry = Instant(nanoseconds: 0)
    /// The client whose it is; meaningless while not armed.
    private var holder: UInt64 = 0
    private var isStopping = false
    private var lastID: UInt64

    /// The longest lease.
    public static let greatestLease = Duration.seconds(1)

    /// Disarmed; the first arming gets a number above `lastID`.
    public init(lastID: UInt64) { self.lastID = lastID }

    /// Acts on a client's request; `missing` is what does not hold right now.
    ///
    /// Arming must come in time, and before any stop; disarming and stopping are done however late
    /// they come.
    public mutating func handle(
        _ request: ControlRequest,
        missing: MissingPreconditions,
        at now: Instant
    ) -> ControlAnswer {
        switch request.kind {
        case .arm:
            guard now <= request.deadline, !isStopping else { return answer(request, .late) }
            return arm(request, missing: missing, at: now)
        case .disarm, .stop:
            // An arming after it would keep the program from ending.
            if request.kind == .stop { isStopping = true }
            if state == .armed { state = .disarming }
            if state == .tripped { end() }
            return answer(request, .done)
        case .clearFaults, .setCeilings, .commission:
            // Whoever keeps the faults, the ceilings and the bench's torque answers it.
            return answer(request, .done)
        }
    }

    private mutating func arm(
        _ request: ControlRequest,
        missing: MissingPreconditions,
        at now: Instant
    ) -> ControlAnswer {
        // A renewal that comes after its arming has ended must not begin another.
        if request.renewing != 0, state != .armed || request.renewing != armingID {
            return answer(request, .noLease)
        }
        let lease = max(.zero, min(.nanoseconds(request.lease), Self.greatestLease))
        switch state {
        case .armed:
            guard holder == request.client else { return answer(request, .leaseHeld) }
            guard !isExpired(at: now) else {
                return answer(request, .preconditions, missing: .torqueZero)
            }
            expiry = now + lease
            return answer(request, .done)
        case .disarming:
            return answer(request, .preconditions, missing: .torqueZero)
        case .disarmed, .tripped:
            guard missing == .nothing else {
                return answer(request, .preconditions, missing: missing)
            }
            lastID = max(lastID &+ 1, UInt64(clamping: now.nanoseconds))
            armingID = lastID
            holder = request.client
            expiry = now + lease
            state = .armed
            return answer(request, .done)
        }
    }

    /// The arming in force that a client holds; 0 for none.
    public func armingID(heldBy client: UInt64) -> UInt64 {
        state == .armed && holder == client ? armingID : 0
    }

    /// Moves on at the beginning of a cycle; true where the lease ran out just now.
    public mutating func step(at now: Instant, isTorqueZero: Bool, isGuardianTripped: Bool) -> Bool
    {
        if isGuardianTripped, state == .armed || state == .disarming {
            state = .tripped
            return false
        }
        if state == .disarming && isTorqueZero { end() }
        guard state == .armed, isExpired(at: now) else { return false }
        state = .disarming
        return true
    }

    /// A lease with more left than any can have was granted by a clock that has jumped back since.
    private func isExpired(at now: Instant) -> Bool {
        now > expiry || expiry - now > Self.greatestLease
    }

    private mutating func end() {
        state = .disarmed
        armingID = 0
    }

    private func answer(
        _ request: ControlRequest,
        _ outcome: ControlAnswer.Outcome,
        missing: MissingPreconditions = .nothing
    ) -> ControlAnswer {
        ControlAnswer(
            number: request.number,
            outcome: outcome,
            armingID: armingID,
            missing: missing
        )
    }
}
