public import CANFrames
import CLinuxCAN

/// Which clock stamped a frame.
public enum StampSource: UInt8, Sendable {
    /// The kernel's wall clock when the driver handed the frame over.
    case software
    /// The adapter's clock, which agreed with the kernel's within a second.
    case hardware
    /// The hub's wall clock when it took the frame.
    case hub
}

/// The frames of one reception.
///
/// Owns its buffers, which are allocated once.
public struct FrameBatch: ~Copyable, @unchecked Sendable {
    // Safe to send: the buffers have this one owner, and nothing else keeps a pointer to them.
    let buffers: OpaquePointer
    let slots: UnsafeMutablePointer<axle_slot>
    private let accepted: UnsafeMutablePointer<ReceivedFrame>

    /// The most frames one batch holds.
    public static var capacity: Int { Int(AXLE_BATCH_CAPACITY) }

    /// How many frames the last reception brought.
    public private(set) var count = 0

    /// Allocates the buffers.
    ///
    /// Traps where memory is short.
    public init() {
        guard let buffers = axle_batch_create() else { fatalError("no memory for a frame batch") }
        self.buffers = buffers
        slots = axle_batch_slots(buffers)
        accepted = .allocate(capacity: Self.capacity)
    }

    deinit {
        axle_batch_destroy(buffers)
        accepted.deallocate()
    }

    /// A frame of the last reception, 0 to `count` − 1, in the bus's order.
    public subscript(_ index: Int) -> ReceivedFrame {
        precondition(index >= 0 && index < count, "index outside the batch")
        return accepted[index]
    }

    /// Calls `body` with each frame in the bus's order, without copying it.
    public func forEach(_ body: (borrowing ReceivedFrame) -> Void) {
        for index in 0..<count { body(accepted[index]) }
    }

    mutating func clear() { count = 0 }

    mutating func append(_ frame: borrowing ReceivedFrame) {
        (accepted + count).initialize(to: copy frame)
        count += 1
    }
}
