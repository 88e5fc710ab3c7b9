public import CANFrames

/// What a received alive counter says.
public enum CounterResult: Equatable, Sendable {
    /// One more than the last, or the first seen.
    case ok
    /// This many frames are missing before it, modulo the counter's width.
    case gap(missed: UInt64)
    /// The same as the last: a frame sent twice, or a sender that hangs.
    case repeated
    /// The message has none, or the frame is too short to hold it.
    case none
}

/// Follows the alive counter of one message on one bus.
public struct CounterTracker: Sendable, BitwiseCopyable {
    private var last: UInt64 = 0
    private var hasLast = false

    /// Waits for the first frame.
    public init() {}

    /// Compares the frame's counter with the last one; give it only frames whose checksum holds.
    public mutating func step(
        _ frame: borrowing Frame,
        _ protection: borrowing Protection
    ) -> CounterResult {
        guard let counter = protection.counter, counter.fits(length: Int(frame.length)) else {
            return .none
        }
        let count = counter.bits(in: frame.payload)
        defer {
            last = count
            hasLast = true
        }
        guard hasLast else { return .ok }
        let advance = (count &- last) & (UInt64.max &>> UInt64(64 - counter.length))
        switch advance {
        case 0: return .repeated
        case 1: return .ok
        default: return .gap(missed: advance - 1)
        }
    }

    /// Forgets the last counter: the next frame is `ok` whatever it carries.
    public mutating func reset() { self = CounterTracker() }
}
