import VehicleModel

/// What the core gave in the last cycles, beside which the guardian's word of what it sent is laid.
///
/// The guardian only lowers. More, or torque the other way, means that something between the core and
/// the buses changes it: an encoder, memory, a program that is not the one that was checked.
struct GivenTorques: Sendable, BitwiseCopyable {
    private struct Cycle: BitwiseCopyable {
        var number: UInt64
        var given: AxlePair<Torque>
    }

    // By the number's last four bits.
    private var cycles: [16 of Cycle?] = .init(repeating: nil)
    /// The newest cycle that was judged.
    private var judged: UInt64?
    /// Of the last eight answers, the newest in bit 0, those that were wrong.
    private var wrong: UInt8 = 0

    /// Two counts of the guardian's answer, Nm.
    private static let tolerance = 0.5

    /// Remembers what a cycle gave.
    mutating func note(_ report: borrowing CycleReport) {
        let given = AxlePair(front: report.axles.front.given, rear: report.axles.rear.given)
        cycles[Int(report.cycle & 15)] = Cycle(number: report.cycle, given: given)
    }

    /// Whether the guardian sent an axle more than it was given in the cycle that it answered, or
    /// torque the other way, in two of its last eight answers.
    ///
    /// Each answer counts once, however late it is; one to a cycle longer ago is not judged. Without
    /// an arming there is none.
    mutating func isExceeded(by guardian: GuardianView) -> Bool {
        guard let number = guardian.answered, let sent = guardian.sent else {
            judged = nil
            wrong = 0
            return false
        }
        if number != judged, let cycle = cycles[Int(number & 15)], cycle.number == number {
            let isWrong =
                Self.exceeds(sent.front, cycle.given.front)
                || Self.exceeds(sent.rear, cycle.given.rear)
            judged = number
            wrong = wrong << 1 | (isWrong ? 1 : 0)
        }
        return wrong.nonzeroBitCount >= 2
    }

    private static func exceeds(_ sent: Torque, _ given: Torque) -> Bool {
        let (sent, given) = (sent.rawValue, given.rawValue)
        return sent > max(given, 0) + tolerance || sent < min(given, 0) - tolerance
    }
}
