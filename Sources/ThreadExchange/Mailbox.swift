import Synchronization

/// The latest value from one writer to one reader; neither ever waits.
///
/// Three slots: the writer owns one, the reader owns one, and the third changes hands by one atomic
/// exchange. `Value` must be plain memory, so that a copy is neither a lock nor a reference count.
public final class Mailbox<Value: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Safe to share: a slot is touched only by the thread that owns its number, and numbers change
    // hands through `middle` with acquire-release order.
    private let slots: UnsafeMutablePointer<Value>
    private let middle: Atomic<UInt8>
    private var writerSlot: UInt8 = 0
    private var readerSlot: UInt8 = 2

    private static var freshBit: UInt8 { 0x80 }

    /// A mailbox that holds `initial` until the first `publish`.
    public init(_ initial: Value) {
        slots = .allocate(capacity: 3)
        slots.initialize(repeating: initial, count: 3)
        middle = Atomic(1)
    }

    deinit {
        slots.deinitialize(count: 3)
        slots.deallocate()
    }

    /// Replaces the value; for the one writing thread.
    public func publish(_ value: borrowing Value) {
        slots[Int(writerSlot)] = copy value
        let previous = middle.exchange(writerSlot | Self.freshBit, ordering: .acquiringAndReleasing)
        writerSlot = previous & ~Self.freshBit
    }

    /// The newest value published; for the one reading thread.
    public func latest() -> Value {
        if middle.load(ordering: .relaxed) & Self.freshBit != 0 {
            let previous = middle.exchange(readerSlot, ordering: .acquiringAndReleasing)
            readerSlot = previous & ~Self.freshBit
        }
        return slots[Int(readerSlot)]
    }

    /// Whether something was published since the last `latest`; for the reading thread.
    public var hasNews: Bool { middle.load(ordering: .relaxed) & Self.freshBit != 0 }
}
