import CANTransport
import Glibc

/// SIGTERM, SIGINT and SIGHUP as values: blocked in every thread, waited for in one.
struct AwaitedSignals: Sendable {
    /// Blocks the signals in the calling thread and in all that it starts from now on.
    init() {
        var set = Self.set
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // A client that left makes a write fail with EPIPE, which is handled where it happens.
        signal(SIGPIPE, SIG_IGN)
        // And a file that may not grow any more makes one fail with EFBIG.
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Calls `body` with each signal, on a thread that waits for them.
    func wait(_ body: @escaping @Sendable (Int32) -> Void) throws(TransportError) {
        // Detached: where the program ends for another reason the thread ends with it.
        _ = try NamedThread.start(name: "signals") {
            var set = Self.set
            var number: Int32 = 0
            while sigwait(&set, &number) == 0 { body(number) }
        }
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        return set
    }
}
