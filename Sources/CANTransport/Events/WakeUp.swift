import CLinuxCAN

/// A descriptor that one thread makes readable to wake another (eventfd).
public struct WakeUp: ~Copyable, Sendable {
    private let event: OpenSocket

    /// Makes one that is not signalled.
    public init() throws(TransportError) {
        let created = axle_wakeup_create()
        guard created >= 0 else { throw .system(call: "eventfd", errno: -created) }
        event = OpenSocket(created)
    }

    /// The descriptor, to wait on.
    public var descriptor: Int32 { event.descriptor }

    /// Makes the descriptor readable; from any thread, without blocking.
    public func signal() { _ = axle_wakeup_signal(event.descriptor) }

    /// Makes it not readable; true where it was signalled.
    @discardableResult
    public func clear() -> Bool { axle_wakeup_clear(event.descriptor) > 0 }
}
