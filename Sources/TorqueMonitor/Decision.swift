public import CANFrames

/// A frame the monitor wants on an axle's bus, now.
public struct OutgoingFrame: Sendable {
    /// The axle whose bus it is for.
    public let axle: Axle
    /// The frame, with its counter and checksum.
    public let frame: Frame
    /// The torque it commands in 0.25 Nm; nil where it is no torque frame.
    public let torque: Int?
    let entry: Int
}

/// What the monitor wants sent, and what it says of the command.
///
/// Whoever sends asks `mayStillSend` for each frame in order, and tells the monitor what became of
/// it by `record`.
public struct Decision: Sendable {
    /// How many frames there are.
    public private(set) var count = 0
    private var frames: [16 of OutgoingFrame?] = .init(repeating: nil)
    /// What becomes of each axle's part.
    public internal(set) var verdicts = PerAxle(both: Verdict.idle)
    /// Why.
    public internal(set) var reasons = PerAxle(both: Reasons())
    /// The torque that was queued on each axle's bus in 0.25 Nm; 0 where none was.
    public internal(set) var torque = PerAxle(both: 0)
    var isBroken = false

    /// The frame at a place below `count`; nil from there on.
    public subscript(index: Int) -> OutgoingFrame? {
        index >= 0 && index < count ? frames.span[index] : nil
    }

    /// Whether the frame may still go out: no torque after the other axle's could not.
    public func mayStillSend(_ outgoing: OutgoingFrame) -> Bool {
        guard let torque = outgoing.torque else { return true }
        return torque == 0 || !isBroken
    }

    mutating func append(_ outgoing: OutgoingFrame) {
        guard count < 16 else { return }
        frames[count] = outgoing
        count += 1
    }

    /// A frame is lost; what was refused stays refused, the frame was then the monitor's own.
    mutating func drop(_ axle: Axle) {
        if verdicts[axle] != .refused && verdicts[axle] != .idle { verdicts[axle] = .dropped }
    }

    mutating func note(_ reason: Reasons) {
        reasons.front.insert(reason)
        reasons.rear.insert(reason)
    }

    mutating func refuse(for reasons: Reasons) {
        verdicts = PerAxle(both: .refused)
        self.reasons = PerAxle(both: reasons)
    }
}
