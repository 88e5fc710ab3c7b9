public import GuardLink
import VehicleModel

/// What the guardian's answers say, remembered: the newest one, and why it tripped.
public struct GuardianAnswers: Sendable {
    private var reply: GuardReply?
    private var repliedAt: Int64 = 0
    // What stood in the first answer that told of a trip; those after it only say that it tripped.
    private var tripReasons = GuardianReasons()

    /// A guardian that has not answered for so long is not there.
    private static let patience: Int64 = 100_000_000

    /// Nothing has been answered.
    public init() {}

    /// Takes an answer that was read at `now`, monotonic ns.
    public mutating func take(_ newest: GuardReply, at now: Int64) {
        if newest.state == .tripped,
            reply?.state != .tripped || reply?.armingID != newest.armingID
        {
            tripReasons = Self.reasons(newest).without(.tripped)
        }
        reply = newest
        repliedAt = now
    }

    /// Forgets the newest answer: whoever gave it is gone.
    public mutating func forget() { reply = nil }

    /// What they say of an arming, 0 for none, at `now`, monotonic ns.
    public func view(arming: UInt64, at now: Int64) -> GuardianView {
        var view = GuardianView()
        guard let reply, now - repliedAt <= Self.patience else {
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
        view.answered = reply.cycle
        return view
    }

    private static func reasons(_ reply: borrowing GuardReply) -> GuardianReasons {
        GuardianReasons(
            rawValue: reply.front.reasons.rawValue | reply.rear.reasons.rawValue
        )
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
