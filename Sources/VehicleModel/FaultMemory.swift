/// What is remembered of one fault.
public struct FaultRecord: Sendable, BitwiseCopyable {
    /// Present now.
    public var isActive: Bool
    /// Gone, but not yet for long enough to be healed.
    public var isHealing = false
    /// Healed, but its effect is kept until something is done.
    public var isLatched = false
    /// Times it appeared since the start.
    public var occurrences: UInt32
    /// When it first appeared.
    public var first: Instant
    /// When it was last present.
    public var last: Instant

    /// Never seen.
    public static let never = FaultRecord(
        isActive: false,
        occurrences: 0,
        first: Instant(nanoseconds: 0),
        last: Instant(nanoseconds: 0)
    )

    /// Puts the parts together.
    public init(isActive: Bool, occurrences: UInt32, first: Instant, last: Instant) {
        self.isActive = isActive
        self.occurrences = occurrences
        self.first = first
        self.last = last
    }
}

extension FaultRecord {
    /// Whether people may clear it: it has healed, and nothing else must end its latch.
    public func isClearable(by rule: FaultRule) -> Bool {
        !isActive && !isHealing && (!isLatched || rule.isClearable)
    }
}

/// The memory of all faults.
public struct FaultMemory: Sendable, BitwiseCopyable {
    private var records: [51 of FaultRecord] = .init(repeating: .never)
    /// Times that any fault appeared since the start.
    public private(set) var appearances: UInt32 = 0
    /// Those that are present now.
    public private(set) var active = FaultSet()

    /// Nothing seen yet.
    public init() {}

    /// What is remembered of one fault.
    public subscript(_ fault: Fault) -> FaultRecord { records[Int(fault.rawValue)] }

    /// Notes whether a fault is present at `now`; counts each time it appears.
    public mutating func note(_ fault: Fault, isPresent: Bool, at now: Instant) {
        let index = Int(fault.rawValue)
        guard isPresent else {
            records[index].isActive = false
            active.remove(fault)
            return
        }
        if !records[index].isActive {
            if records[index].occurrences == 0 { records[index].first = now }
            records[index].occurrences &+= 1
            records[index].isActive = true
            active.insert(fault)
            appearances &+= 1
        }
        records[index].last = now
    }

    /// Notes whether a fault that is gone still has its effect.
    public mutating func note(_ fault: Fault, isHealing: Bool, isLatched: Bool) {
        let index = Int(fault.rawValue)
        records[index].isHealing = isHealing
        records[index].isLatched = isLatched
    }

    /// Forgets one fault.
    public mutating func forget(_ fault: Fault) {
        records[Int(fault.rawValue)] = .never
        active.remove(fault)
    }

    /// Whether any active fault forbids torque.
    public var forbidsTorque: Bool {
        active.rawValue & FaultTable.standard.forbidding.rawValue != 0
    }
}
