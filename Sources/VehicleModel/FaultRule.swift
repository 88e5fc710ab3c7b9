/// How long a sign must last: by the clock or in control cycles.
public enum FaultDelay: Sendable, BitwiseCopyable, Equatable {
    /// Not at all.
    case none
    /// A time.
    case time(Duration)
    /// Control cycles in a row.
    case cycles(UInt16)
}

/// What is done with torque about a fault, beside its step of the ladder.
public enum FaultReaction: UInt8, Sendable, BitwiseCopyable {
    /// Nothing: it is counted, and what it says has been left out where it was found.
    case note
    /// Its axle's torque falls to zero at the protective rate.
    case ramp
    /// Its axle's torque is zero in the same cycle.
    case cut
    /// Both axles' torque is zero in the same cycle.
    case withhold
    /// The battery's limit is taken times a factor below 1.
    case scalePower
    /// Front and rear get half of the total each.
    case evenSplit
}

/// Until when a fault's effect stays after its sign has gone.
public enum FaultLatch: UInt8, Sendable, BitwiseCopyable {
    /// Until it has healed.
    case healed
    /// Until nothing is armed.
    case disarm
    /// Until the vehicle has been switched off and on, or the fault is cleared by hand.
    case keyCycle
}

/// One row of the fault table.
public struct FaultRule: Sendable, BitwiseCopyable {
    /// How long the sign must last before it is a fault.
    public var debounce: FaultDelay
    /// How long the sign must be gone before the fault is healed.
    public var heal: FaultDelay
    /// What is done with torque.
    public var reaction: FaultReaction
    /// The step of the ladder that it demands.
    public var level: LadderLevel
    /// Until when the effect stays.
    public var latch: FaultLatch
    /// Whether people may end its latch by clearing it once it has healed.
    public var isClearable: Bool

    /// Puts the parts together.
    public init(
        debounce: FaultDelay = .none,
        heal: FaultDelay = .none,
        reaction: FaultReaction = .note,
        level: LadderLevel = .full,
        latch: FaultLatch = .healed,
        isClearable: Bool = true
    ) {
        self.debounce = debounce
        self.heal = heal
        self.reaction = reaction
        self.level = level
        self.latch = latch
        self.isClearable = isClearable
    }
}
