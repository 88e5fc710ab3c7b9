import GuardLink
import VehicleModel

/// The control thread's end of the guardian's socket.
struct GuardianLink: ~Copyable {
    private var connection: GuardConnection?
    private var reply: GuardReply?
    private var repliedAt: Int64 = 0
    // What stood in the first answer that told of a trip; those after it only say that it tripped.
    private var tripReasons = GuardianReasons()

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
                if newest.state == .tripped,
                    reply?.state != .tripped || reply?.armingID != newest.armingID
                {
                    tripReasons = Self.reasons(newest).without(.tripped)
                }
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

    private static func reasons(_ reply: borrowing GuardReply) -> GuardianReasons {
        GuardianReasons(
            rawValue: reply.front.reasons.rawValue | reply.rear.reasons.rawValue
        )
    }

    /// What the guardian says of the arming in force.
    func view(arming: UInt64, at now: Int64) -> GuardianView {
        var view = GuardianView()
        guard connection != nil, let reply, now - repliedAt <= Self.patience else {
            // A guardian that went away took the arming with it: one that comes back knows nothing
            // of it and must not take it for a new one.
            view.isTripped = arming != 0
            view.trip = arming != 0 ? .unanswered : .none
            return view
        }
        view.isPresent = true
        view.reasons = Self.reasons(reply)
        view.transmission = AxlePair(
            front: TransmissionReport(reply.front.transmission),
            rear: TransmissionReport(reply.rear.transmission)
        )
        // What is refused because it has tripped is no news.
        view.isRefusing =
            arming != 0 && reply.front.verdict == .refused && !view.reasons.has(.tripped)
        guard arming != 0, reply.armingID == arming else { return view }
        view.knowsArming = true
        view.isTripped = reply.state == .tripped
        if view.isTripped {
            view.trip = GuardianTrip(rawValue: reply.trip.rawValue) ?? .none
            view.tripReasons = tripReasons
        }
        view.sent = AxlePair(
            front: Torque(Double(reply.front.torque) / 4),
            rear: Torque(Double(reply.rear.torque) / 4)
        )
        return view
    }
}

extension TransmissionReport {
    /// What the guardian's answer says.
    init(_ told: GuardTransmission) {
        self.init()
        queued = told.queued
        dropped = told.dropped
        confirmed = told.confirmed
        unconfirmed = told.unconfirmed
        overdue = told.overdue
        newestEcho = told.newestEcho
        greatestEcho = told.greatestEcho
    }
}
