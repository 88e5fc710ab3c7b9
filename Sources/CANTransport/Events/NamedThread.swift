import CLinuxCAN
import Glibc

/// A thread of its own, outside the concurrency runtime's pool: it may block.
public struct NamedThread: ~Copyable, @unchecked Sendable {
    // Safe to send: a pthread_t is a number, and join and detach happen once, by consumption.
    private let handle: pthread_t

    /// Starts a thread that runs `body` and ends with it.
    ///
    /// The body is bound to no actor, also where it is written in an `@main` type.
    /// - Parameters:
    ///   - name: Shown by `ps -T`; 15 bytes are kept.
    ///   - body: What the thread does.
    /// - Returns: The thread, which runs on detached where the value is dropped.
    /// - Throws: `.system` where there is no room for another thread.
    public static func start(
        name: String,
        _ body: @escaping @Sendable () -> Void
    ) throws(TransportError) -> NamedThread {
        let task = Unmanaged.passRetained(ThreadTask(name: name, body: body))
        var handle = pthread_t()
        // A free function: a closure in its place would inherit the caller's actor and trap.
        let result = pthread_create(&handle, nil, runThread, task.toOpaque())
        guard result == 0 else {
            task.release()
            throw .system(call: "pthread_create", errno: result)
        }
        return NamedThread(handle: handle)
    }

    private init(handle: pthread_t) { self.handle = handle }

    deinit { pthread_detach(handle) }

    /// Waits until the thread has ended.
    public consuming func join() {
        pthread_join(handle, nil)
        discard self
    }
}

private final class ThreadTask: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    // The one reference that `start` handed over.
    let task = Unmanaged<ThreadTask>.fromOpaque(argument).takeRetainedValue()
    axle_thread_set_name(task.name)
    task.body()
    return nil
}
