import GuardLink
import VehicleModel

/// The control thread's end of the guardian's socket.
struct GuardianLink: ~Copyable {
    private var connection: GuardConnection?
    private var reply: GuardReply?
    private var repliedAt: Int64 = 0

    /// A guardian that has not answered for so long is not there.
    private static let patience: Int64 = 100_000_000

    init() { connection = nil }

    mutating func connect(_ connection: consuming GuardConnection) {
        self.connection = consume connection
        reply = nil
    }

    mutating func disconnect() -> GuardConnection? {
        reply = nil
        return connection.take()
    }

    /// Reads every answer that waits; false where the guardian is gone.
    mutating func read(at now: Int64) -> Bool {
        guard connection != nil else { return true }
        // Bounded, so that a guardian gone mad cannot hold the cycle.
        for _ in 0..<16 {
            switch connection?.receive() {
            case .record(let newest):
                reply = newest
                repliedAt = now
            case .malformed: continue
            case .nothing, nil: return true
            case .gone: return false
            }
        }
        return true
    }

    /// Hands a cycle's frames over; false where the guardian is gone.
    ///
    /// A guardian that does not read loses the command, and its own silence check does the rest.
    mutating func send(_ command: borrowing GuardCommand) -> Bool {
        switch connection?.send(command) {
        case .queued, .full, nil: true
        case .gone: false
        }
    }

    /// What the guardian says of the arming in force.
    func view(arming: UInt64, at now: Int64) -> GuardianView {
        var view = GuardianView()
        guard connection != nil, let reply, now - repliedAt <= Self.patience else {
            // A guardian that went away took the arming with it: one that comes back knows nothing
            // of it and must not take it for a new one.
            view.isTripped = arming != 0
            return view
        }
        view.isPresent = true
        guard arming != 0, reply.armingID == arming else { return view }
        view.knowsArming = true
        view.isTripped = reply.state == .tripped
        view.sent = AxlePair(
            front: Torque(Double(reply.front.torque) / 4),
            rear: Torque(Double(reply.rear.torque) / 4)
        )
        return view
    }
}
