import CLinuxCAN
import Glibc

/// What makes a thread punctual.
public enum RealTime {
    /// What the kernel granted.
    public struct Outcome: Hashable, Sendable {
        /// Why the thread has no real-time priority; 0 where it has.
        public let schedulingError: Int32
        /// Why the process's memory is not locked; 0 where it is.
        public let memoryLockError: Int32

        /// Whether the thread has real-time priority.
        public var isScheduled: Bool { schedulingError == 0 }
        /// Whether the process's memory is locked.
        public var isMemoryLocked: Bool { memoryLockError == 0 }
    }

    /// Gives the calling thread `SCHED_FIFO` with this priority (1 to 99), locks the process's memory
    /// unless told otherwise, and touches the thread's stack, each as far as permitted.
    public static func enter(priority: Int32, locksMemory: Bool = true) -> Outcome {
        let scheduling = axle_realtime_schedule(priority)
        let memory = locksMemory ? axle_realtime_lock_memory() : -ECANCELED
        axle_realtime_touch_stack()
        return Outcome(schedulingError: -scheduling, memoryLockError: -memory)
    }
}

extension RealTime.Outcome: CustomStringConvertible {
    /// One sentence on what was granted and what was not.
    public var description: String {
        let scheduling =
            isScheduled
            ? "real-time priority" : "no real-time priority (\(Self.reason(schedulingError)))"
        let memory =
            isMemoryLocked ? "memory locked" : "memory not locked (\(Self.reason(memoryLockError)))"
        return scheduling + ", " + memory
    }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
