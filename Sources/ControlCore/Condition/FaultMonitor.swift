public import VehicleModel

/// What the cycle knows beside the vehicle's frames.
public struct Surroundings: Sendable, BitwiseCopyable {
    /// A guardian answers.
    public var hasGuardian = false
    /// The guardian went to zero by itself.
    public var isGuardianTripped = false
    /// The guardian refused the last command of the arming in force.
    public var isGuardianRefusing = false
    /// The guardian saw somebody else send its identifiers lately.
    public var hasForeignSender = false
    /// A configured bus is not up.
    public var isBusLost = false
    /// Frames were lost since the cycle before.
    public var hasLostFrames = false
    /// A bound frame came with a wrong checksum since the cycle before.
    public var hasBadChecksum = false
    /// A bound frame's alive counter jumped or repeated since the cycle before.
    public var hasBadCounter = false
    /// The cycle began more than 12 ms after the one before.
    public var isOverrun = false
    /// The cycle began more than 30 ms after the one before.
    public var isStalled = false
    /// The lease ran out just now.
    public var hasLeaseExpired = false

    /// Nothing known.
    public init() {}
}

/// Turns conditioned inputs into faults, and decides while torque is withheld.
///
/// A fault that forbids torque takes it away at once. It comes back when no such fault has been
/// present for 500 ms and the pedal has been let go.
public struct FaultMonitor: Sendable, BitwiseCopyable {
    /// Every fault with its counts.
    public private(set) var memory = FaultMemory()
    /// Whether torque is withheld.
    public private(set) var isHolding = false
    private var clean = Persistence()
    private var overLimit = Persistence()
    private var limits = RecentLimits()
    private var lateness = Lateness()

    private static let heal = Duration.milliseconds(500)
    private static let pedalReleased = 0.05
    /// Measured power may exceed the limit by this factor, because both are quantised and late.
    private static let overLimitFactor = 1.05
    private static let overLimitTime = Duration.milliseconds(100)
    /// Up to this power the auxiliaries alone may draw, W.
    private static let worthJudging = Power(kilowatts: 5)

    /// No fault seen.
    public init() {}

    /// Notes every fault at `now`.
    public mutating func step(
        _ inputs: ConditionedInputs,
        _ surroundings: Surroundings,
        dischargeLimit: Power,
        isControlling: Bool,
        at now: Instant
    ) {
        memory.note(.pedalLost, isPresent: inputs.pedal == nil, at: now)
        memory.note(.pedalImplausible, isPresent: inputs.isPedalImplausible, at: now)
        memory.note(.brakeLost, isPresent: inputs.isBraking == nil, at: now)
        memory.note(.gearLost, isPresent: inputs.selector == nil, at: now)
        noteInverter(.front, .frontInverterLost, .frontInverterNotReady, inputs, at: now)
        noteInverter(.rear, .rearInverterLost, .rearInverterNotReady, inputs, at: now)
        let hasBatteryState = inputs.batteryVoltage != nil && inputs.batteryCurrent != nil
        memory.note(.batteryStateLost, isPresent: !hasBatteryState, at: now)
        memory.note(.batteryLimitsLost, isPresent: dischargeLimit <= .zero, at: now)
        memory.note(.mainRelayOpen, isPresent: inputs.isRelayPermitted == false, at: now)
        memory.note(
            .overLimitPower,
            isPresent: isOverLimit(inputs, limit: dischargeLimit, at: now),
            at: now
        )
        memory.note(.badChecksum, isPresent: surroundings.hasBadChecksum, at: now)
        memory.note(.badCounter, isPresent: surroundings.hasBadCounter, at: now)
        memory.note(.guardianLost, isPresent: isControlling && !surroundings.hasGuardian, at: now)
        memory.note(.guardianTripped, isPresent: surroundings.isGuardianTripped, at: now)
        memory.note(.guardianRefuses, isPresent: surroundings.isGuardianRefusing, at: now)
        memory.note(.foreignSender, isPresent: surroundings.hasForeignSender, at: now)
        memory.note(.cycleOverrun, isPresent: lateness.step(surroundings), at: now)
        memory.note(.framesLost, isPresent: surroundings.hasLostFrames, at: now)
        memory.note(.leaseExpired, isPresent: surroundings.hasLeaseExpired, at: now)
        memory.note(.busLost, isPresent: surroundings.isBusLost, at: now)
        hold(pedal: inputs.pedal, at: now)
    }

    private mutating func noteInverter(
        _ axle: Axle,
        _ lost: Fault,
        _ notReady: Fault,
        _ inputs: ConditionedInputs,
        at now: Instant
    ) {
        let isKnown = inputs.motorSpeeds[axle] != nil && inputs.isInverterReady[axle] != nil
        memory.note(lost, isPresent: !isKnown, at: now)
        memory.note(notReady, isPresent: inputs.isInverterReady[axle] == false, at: now)
    }

    /// Power is compared with the highest limit of the last 200 ms: the report of the current is
    /// late, and torque may fall at the protective rate after a drop.
    private mutating func isOverLimit(
        _ inputs: ConditionedInputs,
        limit: Power,
        at now: Instant
    ) -> Bool {
        let highest = limits.step(limit)
        var isOver = false
        if let voltage = inputs.batteryVoltage, let current = inputs.batteryCurrent {
            let power = voltage * current
            isOver = power > highest * Self.overLimitFactor && power > Self.worthJudging
        }
        return overLimit.step(isOver, at: now).map { $0 >= Self.overLimitTime } ?? false
    }

    private mutating func hold(pedal: Double?, at now: Instant) {
        if memory.forbidsTorque { isHolding = true }
        let time = clean.step(isHolding && !memory.forbidsTorque, at: now)
        guard let time, time >= Self.heal, let pedal, pedal < Self.pedalReleased else { return }
        isHolding = false
    }
}

/// Cycles that began too late: a fault after three in a row or one that stood still, healed by 100
/// in time.
private struct Lateness: Sendable {
    private var late = 0
    private var punctual = 0
    private var isFault = false

    mutating func step(_ surroundings: Surroundings) -> Bool {
        let isLate = surroundings.isOverrun || surroundings.isStalled
        late = isLate ? min(late + 1, 3) : 0
        punctual = isLate ? 0 : min(punctual + 1, 100)
        if surroundings.isStalled || late == 3 { isFault = true }
        if punctual == 100 { isFault = false }
        return isFault
    }
}

/// The highest limit of the last 20 cycles.
private struct RecentLimits: Sendable {
    private var powers: [20 of Power] = .init(repeating: .zero)
    private var next = 0

    mutating func step(_ limit: Power) -> Power {
        powers[next] = limit
        next = (next + 1) % 20
        var highest = Power.zero
        for index in 0..<20 { highest = max(highest, powers[index]) }
        return highest
    }
}
