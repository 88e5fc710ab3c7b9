import CANTransport
import Glibc

/// SIGTERM and SIGINT as values: blocked in every thread, waited for in one.
struct TerminationSignals: Sendable {
    /// Blocks the signals in the calling thread and in all that it starts from now on.
    init() {
        var set = Self.set
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // A client that left makes a write fail with EPIPE, which is handled where it happens.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Calls `body` with the first signal, on a thread that waits for it.
    func wait(_ body: @escaping @Sendable (Int32) -> Void) throws(TransportError) {
        // Detached: where the program ends for another reason the thread ends with it.
        _ = try NamedThread.start(name: "signals") {
            var set = Self.set
            var number: Int32 = 0
            if sigwait(&set, &number) == 0 { body(number) }
        }
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }
}
