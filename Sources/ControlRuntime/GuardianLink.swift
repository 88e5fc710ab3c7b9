import GuardLink
import VehicleModel

/// The control thread's end of the guardian's socket.
struct GuardianLink: ~Copyable {
    private var connection: GuardConnection?
    private var answers = GuardianAnswers()

    init() { connection = nil }

    mutating func connect(_ connection: consuming GuardConnection) {
        self.connection = consume connection
        answers.forget()
    }

    mutating func disconnect() -> GuardConnection? {
        answers.forget()
        return connection.take()
    }

    /// Reads every answer that waits; false where the guardian is gone.
    mutating func read(at now: Int64) -> Bool {
        guard connection != nil else { return true }
        // Bounded, so that a guardian gone mad cannot hold the cycle.
        for _ in 0..<16 {
            switch connection?.receive() {
            case .record(let newest): answers.take(newest, at: now)
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
        answers.view(arming: arming, at: now)
    }
}
