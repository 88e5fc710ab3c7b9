import CANTransport
import Synchronization

/// A thread as the daemon's control thread is: real-time priority and locked memory as far as the
/// kernel grants them, so that what else runs on the machine disturbs little.
enum RealTimeThread {
    /// The priority asked for; that of cyclictest as well.
    static let priority: Int32 = 20

    /// Runs `body` on such a thread and waits for what it returns.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value
    {
        let outcome = Outcome<Value>()
        let thread = try NamedThread.start(name: "bench") {
            _ = RealTime.enter(priority: priority)
            outcome.slot.withLock { $0 = Result { try body() } }
        }
        thread.join()
        guard let result = outcome.slot.withLock({ $0 }) else {
            throw BenchError("the thread ended without a result")
        }
        return try result.get()
    }

    private final class Outcome<Value: Sendable>: Sendable {
        let slot = Mutex<Result<Value, any Error>?>(nil)
    }
}
