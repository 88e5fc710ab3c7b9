/// What is asked of the kernel for the control thread.
public struct RealTimeDescription: Hashable, Sendable {
    /// The `SCHED_FIFO` priority asked for, 1 to 99; nil asks for none.
    public var priority: Int?
    /// Whether all memory of the process is locked.
    public var locksMemory: Bool

    /// Puts the parts together.
    public init(priority: Int?, locksMemory: Bool) {
        self.priority = priority
        self.locksMemory = locksMemory
    }
}
