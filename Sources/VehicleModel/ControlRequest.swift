/// What a client may ask of the control thread; fixed-size, so that it fits a ring.
public struct ControlRequest: Sendable, BitwiseCopyable {
    /// What is asked.
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// Arm, or renew the lease of the client that holds it.
        case arm
        /// End the lease; torque goes to zero at the protective rate.
        case disarm
        /// Disarm and end the program.
        case stop
        /// Forget faults that have healed, and end their latches.
        case clearFaults
        /// Change the operator's ceilings.
        case setCeilings
        /// Give one axle the polarity check's torque, or renew it.
        case commission
    }

    /// What is asked.
    public var kind: Kind
    /// Numbers the request, so that its answer finds the way back.
    public var number: UInt64
    /// The connection that asks; a lease belongs to one.
    public var client: UInt64
    /// The arming that an `arm` renews; 0 begins a new one where none is in force.
    public var renewing: UInt64
    /// How long the lease shall last from now, ns.
    public var lease: Int64
    /// When the request is too old to act on.
    public var deadline: Instant
    /// The faults to clear; all there are clears what may be cleared and leaves the rest.
    public var faults: FaultSet
    /// How the ceilings change: nil leaves one as it is, infinite lifts it.
    public var ceilings = OperatorCeilings()
    /// The axle that the polarity check is about.
    public var axle = Axle.front
    /// The polarity check's torque, Nm, positive forward.
    public var torque = Torque.zero

    /// Puts the parts together.
    public init(
        kind: Kind,
        number: UInt64,
        client: UInt64,
        renewing: UInt64 = 0,
        lease: Int64,
        deadline: Instant,
        faults: FaultSet = FaultSet()
    ) {
        self.kind = kind
        self.number = number
        self.client = client
        self.renewing = renewing
        self.lease = lease
        self.deadline = deadline
        self.faults = faults
    }
}

/// The control thread's answer to a `ControlRequest`.
public struct ControlAnswer: Sendable, BitwiseCopyable {
    /// Why a request was refused.
    public enum Outcome: UInt8, Sendable, BitwiseCopyable {
        /// Done.
        case done
        /// Something in `missing` does not hold.
        case preconditions
        /// Another client holds the lease.
        case leaseHeld
        /// It came after its deadline.
        case late
        /// The client holds no lease.
        case noLease
        /// Some of the faults named may not be cleared, so that none was.
        case faultsStand
        /// The bench state is not in force.
        case benchNeeded
        /// A motor turns, or its speed is not known.
        case motorsTurn
        /// The axle has no motor.
        case motorMissing
    }

    /// The request's number.
    public var number: UInt64
    /// Done, or why not.
    public var outcome: Outcome
    /// The arming in force afterwards; 0 for none.
    public var armingID: UInt64
    /// What is missing, where that was the reason; in the answer to a renewal what the arming waits
    /// for before it becomes torque.
    public var missing: MissingPreconditions
    /// What became of faults that were to be cleared.
    public var clearing = FaultClearing()
    /// The ceilings that clients have set, afterwards.
    public var ceilings = OperatorCeilings()

    /// Puts the parts together.
    public init(
        number: UInt64,
        outcome: Outcome,
        armingID: UInt64,
        missing: MissingPreconditions
    ) {
        self.number = number
        self.outcome = outcome
        self.armingID = armingID
        self.missing = missing
    }
}
