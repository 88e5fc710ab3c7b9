import Synchronization

/// Frames that were lost before they came to a recorder's ring, such as in the kernel's queue: a log says
/// so as it does of those that the ring had no room for.
public final class LostFrames: Sendable {
    private let value = Atomic<UInt64>(0)

    /// None.
    public init() {}

    /// Counts more; from any thread.
    public func add(_ frames: UInt64) { value.wrappingAdd(frames, ordering: .relaxed) }

    /// How many there were.
    var count: UInt64 { value.load(ordering: .relaxed) }
}
