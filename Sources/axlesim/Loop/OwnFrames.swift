import CANFrames

/// The frames that this process sent and that its receiver has not heard yet.
///
/// A bus shows a program's frames to all its other sockets, so that its own receiver hears them too. Each
/// frame sent stands for one heard, byte for byte; what is heard beyond that is somebody else's.
struct OwnFrames {
    private struct Sent {
        let frame: Frame
        let time: Int64
    }

    private var sent: [FrameID: [Sent]] = [:]

    /// A frame that has not come back after so long will not, ns.
    private static let patience: Int64 = 1_000_000_000

    /// Notes a frame that was sent at a monotonic time, ns.
    mutating func note(_ frame: borrowing Frame, at now: Int64) {
        sent[frame.id, default: []].append(Sent(frame: copy frame, time: now))
    }

    /// Whether a frame heard at a monotonic time, ns, is one that was sent; it is then heard.
    mutating func take(_ frame: borrowing Frame, at now: Int64) -> Bool {
        let id = frame.id
        guard var waiting = sent[id] else { return false }
        waiting.removeAll { now - $0.time > Self.patience }
        let heard = copy frame
        let place = waiting.firstIndex { $0.frame == heard }
        if let place { waiting.remove(at: place) }
        sent[id] = waiting
        return place != nil
    }
}
