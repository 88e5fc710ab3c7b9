import CANFrames
import DBC
import SignalCodec

/// What became of the frames that somebody listens for.
struct CommandCounts: Equatable {
    /// Frames taken; of an inverter, the torque commands it followed.
    var accepted = 0
    /// Frames refused for their checksum or length.
    var badChecksums = 0
    /// Frames refused because their counter did not move.
    var repeated = 0
    /// Frames that were missing by the counter.
    var missed: UInt64 = 0
}

/// A message whose frames are checked as they come: length, checksum, alive counter.
struct CheckedMessage {
    /// Its identifier.
    let id: FrameID

    private let length: Int
    private let protection: Protection
    private var tracker = CounterTracker()

    /// Waits for the first frame.
    init(_ message: CompiledMessage) {
        id = message.id
        length = message.length
        protection = message.protection
    }

    /// Whether a frame of this identifier may be used; counts why not.
    mutating func passes(_ frame: borrowing Frame, _ counts: inout CommandCounts) -> Bool {
        guard Int(frame.length) == length, protection.checksumIsRight(frame) != .bad else {
            counts.badChecksums += 1
            return false
        }
        switch tracker.step(frame, protection) {
        case .ok, .none: return true
        case .gap(let missed):
            counts.missed += missed
            return true
        case .repeated:
            counts.repeated += 1
            return false
        }
    }
}
