import Synchronization

/// A bounded queue from one writing thread to one reading thread; neither ever waits.
///
/// A full ring refuses the element and counts it, so that a slow reader costs only its own output.
public final class Ring<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Safe to share: the writer alone stores `tail` and the slots ahead of it, the reader alone
    // stores `head`; each publishes its index with release order after the slot is done with.
    private let slots: UnsafeMutablePointer<Element>
    private let mask: Int
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)
    private let refused = Atomic<UInt64>(0)

    /// A ring for at least `capacity` elements (rounded up to a power of two, at least 2).
    public init(capacity: Int) {
        var size = 2
        while size < capacity { size *= 2 }
        slots = .allocate(capacity: size)
        mask = size - 1
    }

    deinit { slots.deallocate() }

    /// The most elements it can hold.
    public var capacity: Int { mask + 1 }

    /// Elements refused because the ring was full, since it was made; for either thread.
    public var dropped: UInt64 { refused.load(ordering: .relaxed) }

    /// Elements waiting; exact for neither thread while the other is at work.
    public var count: Int {
        tail.load(ordering: .acquiring) &- head.load(ordering: .acquiring)
    }

    /// Appends unless full; false, and counted, where full.
    ///
    /// For the one writing thread.
    @discardableResult
    public func push(_ element: borrowing Element) -> Bool {
        let end = tail.load(ordering: .relaxed)
        guard end &- head.load(ordering: .acquiring) <= mask else {
            refused.wrappingAdd(1, ordering: .relaxed)
            return false
        }
        (slots + (end & mask)).initialize(to: copy element)
        tail.store(end &+ 1, ordering: .releasing)
        return true
    }

    /// Takes the oldest element; nil where empty.
    ///
    /// For the one reading thread.
    public func pop() -> Element? {
        let start = head.load(ordering: .relaxed)
        guard start != tail.load(ordering: .acquiring) else { return nil }
        let element = slots[start & mask]
        head.store(start &+ 1, ordering: .releasing)
        return element
    }
}
