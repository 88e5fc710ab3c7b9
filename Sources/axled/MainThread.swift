import Dispatch
import Synchronization

/// The main thread, which only waits.
enum MainThread {
    /// Waits until `body` has ended on the concurrency runtime's threads; its result.
    static func wait<Value: Sendable>(
        for body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let outcome = Outcome<Value>()
        Task.detached {
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            outcome.set(result)
        }
        return try outcome.wait().get()
    }

    private final class Outcome<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)
        private let isThere = DispatchSemaphore(value: 0)

        func set(_ result: Result<Value, any Error>) {
            self.result.withLock { $0 = result }
            isThere.signal()
        }

        func wait() -> Result<Value, any Error> {
            while true {
                isThere.wait()
                if let result = result.withLock({ $0 }) { return result }
            }
        }
    }
}
