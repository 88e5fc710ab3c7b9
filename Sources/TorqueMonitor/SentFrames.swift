import CANFrames

/// What was sent of one identifier and has not come back from its bus yet, oldest first.
///
/// A bus shows the guardian its own frames as it shows those of every other program on this host:
/// only what was really sent, counted once each, tells them apart.
struct SentFrames: Sendable {
    // At one frame in 10 ms more than any controller's queue holds.
    private static let capacity = 32
    private var payloads: [32 of UInt64] = .init(repeating: 0)
    private var first = 0
    private var count = 0

    /// Notes a frame of 8 bytes that was handed to the bus; a full list forgets its oldest.
    mutating func append(_ frame: borrowing Frame) {
        payloads[(first + count) % Self.capacity] = Self.bits(of: frame)
        if count < Self.capacity { count += 1 } else { first = (first + 1) % Self.capacity }
    }

    /// Takes the oldest one that is equal to a frame; false where there is none.
    ///
    /// A bus keeps the order of one identifier: those before it are lost, and forgotten.
    mutating func take(_ frame: borrowing Frame) -> Bool {
        guard frame.length == 8, frame.flags.rawValue == 0 else { return false }
        let bits = Self.bits(of: frame)
        for index in 0..<count where payloads[(first + index) % Self.capacity] == bits {
            first = (first + index + 1) % Self.capacity
            count -= index + 1
            return true
        }
        return false
    }

    private static func bits(of frame: borrowing Frame) -> UInt64 {
        var bits: UInt64 = 0
        for index in 0..<8 { bits = bits << 8 | UInt64(frame[index]) }
        return bits
    }
}
