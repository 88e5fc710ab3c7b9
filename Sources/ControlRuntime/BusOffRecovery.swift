/// When a controller in bus-off is restarted: after a delay that doubles, and only so often.
struct BusOffRecovery {
    /// The rule, from the configuration.
    struct Policy: Hashable, Sendable {
        /// From bus-off to the first restart, ns.
        var delay: Int64
        /// What the delay grows to, ns; a bus that was well for so long begins anew.
        var longestDelay: Int64
        /// Restarts without such a time between them; then the controller stays off.
        var limit: UInt32
    }

    private let policy: Policy
    private var delay: Int64
    private var due: Int64?
    private var wellSince: Int64?

    /// Restarts since the bus was well for long.
    private(set) var attempts: UInt32 = 0
    /// Restarts since the start.
    private(set) var total: UInt32 = 0

    init(_ policy: Policy) {
        self.policy = policy
        delay = policy.delay
    }

    /// Takes what the controller is now; true where it is to be restarted.
    mutating func step(isBusOff: Bool, at now: Int64) -> Bool {
        guard isBusOff else {
            due = nil
            let since = wellSince ?? now
            wellSince = since
            if now - since >= policy.longestDelay {
                attempts = 0
                delay = policy.delay
            }
            return false
        }
        wellSince = nil
        guard attempts < policy.limit else { return false }
        guard let due else {
            self.due = now + delay
            return false
        }
        guard now >= due else { return false }
        attempts += 1
        total &+= 1
        delay = min(2 * delay, policy.longestDelay)
        // Where the restart fails there is another, later.
        self.due = now + delay
        return true
    }

    /// Whether the controller is off, and stays so until somebody restarts it: the last restart that is
    /// allowed has had its time.
    func hasGivenUp(isBusOff: Bool, at now: Int64) -> Bool {
        isBusOff && attempts >= policy.limit && due.map { now >= $0 } ?? true
    }
}
