import CANFrames

/// The newest frames that were sent of one identifier, and which of them have not come back from
/// their bus yet.
///
/// A bus shows the guardian its own frames as it shows those of every other program on this host:
/// only what was really sent, counted once each, tells them apart. A controller shows a frame when it
/// has been on the wire, so that what comes back is also proof of that.
struct SentFrames: Sendable {
    // At one frame in 10 ms more than any controller's queue holds.
    private static let capacity = 32
    private var payloads: [32 of UInt64] = .init(repeating: 0)
    private var times: [32 of Int64] = .init(repeating: 0)
    // A bit for each place whose frame is waited for.
    private var waiting: UInt32 = 0
    // Frames are numbered from 0: that of the next, and that of the newest that came back.
    private var next = 0
    private var newest = -1
    /// Frames that are waited for no more, because a later one came back or many were sent since.
    private(set) var lost: UInt32 = 0

    /// Notes a frame that was handed to the bus at a time.
    mutating func append(_ frame: borrowing Frame, at now: Int64) {
        giveUp(next)
        let place = next % Self.capacity
        payloads[place] = Self.bits(of: frame)
        times[place] = now
        waiting |= Self.bit(next)
        next += 1
    }

    /// Takes one that is equal to a frame, and says when it was handed over; nil where there is none.
    ///
    /// Frames of one torque repeat themselves with their counter. It is the oldest one handed over after
    /// `limit`, so that what is lost is not taken for what came back; or else the oldest, because a bus
    /// that stood still gives back late what it was given.
    mutating func take(_ frame: borrowing Frame, preferringAfter limit: Int64) -> Int64? {
        guard frame.flags.rawValue == 0 else { return nil }
        let payload = Self.bits(of: frame)
        guard let oldest = oldest(payload, after: .min) else { return nil }
        let number = self.oldest(payload, after: limit) ?? oldest
        if number == oldest {
            // A bus keeps the order: those before it are lost. Which of the older ones are, is not
            // known; they are forgotten in time.
            for earlier in remembered where earlier < number && time(earlier) > limit {
                giveUp(earlier)
            }
        }
        waiting &= ~Self.bit(number)
        newest = max(newest, number)
        return time(number)
    }

    /// How many are waited for that were handed over at `limit` or before, or before one that came
    /// back.
    func unconfirmed(since limit: Int64) -> UInt32 {
        count { time($0) <= limit || $0 < newest }
    }

    /// How many were handed over at `limit` or before, and nothing later came back.
    func overdue(since limit: Int64) -> UInt32 {
        count { time($0) <= limit && $0 > newest }
    }

    private var remembered: Range<Int> { max(0, next - Self.capacity)..<next }

    private mutating func oldest(_ payload: UInt64, after time: Int64) -> Int? {
        for number in remembered where isWaiting(number) && self.time(number) > time {
            if payloads[number % Self.capacity] == payload { return number }
        }
        return nil
    }

    private func count(_ isCounted: (Int) -> Bool) -> UInt32 {
        var count: UInt32 = 0
        for number in remembered where isWaiting(number) && isCounted(number) { count += 1 }
        return count
    }

    private mutating func giveUp(_ number: Int) {
        guard isWaiting(number) else { return }
        waiting &= ~Self.bit(number)
        lost &+= 1
    }

    private func isWaiting(_ number: Int) -> Bool { waiting & Self.bit(number) != 0 }
    private func time(_ number: Int) -> Int64 { times.span[number % Self.capacity] }
    private static func bit(_ number: Int) -> UInt32 { 1 << UInt32(number % capacity) }

    private static func bits(of frame: borrowing Frame) -> UInt64 {
        var bits: UInt64 = 0
        for index in 0..<8 { bits = bits << 8 | UInt64(frame[index]) }
        return bits
    }
}
