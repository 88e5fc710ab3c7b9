import Synchronization

/// Hands a thing that exists once, such as a socket, from one thread to another.
///
/// A thread that must not wait only tries: where the other is at it this very moment, it comes back
/// later.
public final class Handover<Item: ~Copyable & Sendable>: Sendable {
    private let slot = Mutex<Item?>(nil)

    /// Nothing lies there.
    public init() {}

    /// Puts an item down in place of what lay there; may wait.
    public func put(_ item: consuming sending Item) {
        var moved: Item? = consume item
        slot.withLock { $0 = moved.take() }
    }

    /// Takes what lies there, to drop it or keep it; may wait.
    public func take() -> sending Item? { slot.withLock { $0.take() } }

    /// Takes what lies there; nil where there is nothing or the other thread is at it.
    ///
    /// Never waits.
    public func tryTake() -> sending Item? {
        var taken: Item?
        _ = slot.withLockIfAvailable { taken = $0.take() }
        return taken
    }

    /// Puts an item down without waiting; hands it back where the slot is full or taken up.
    public func tryPut(_ item: consuming sending Item) -> sending Item? {
        var moved: Item? = consume item
        _ = slot.withLockIfAvailable { slot in
            if slot == nil { slot = moved.take() }
        }
        return moved
    }
}
