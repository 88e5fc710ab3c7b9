import Glibc
import Synchronization

// Set by SIGTERM and SIGINT. A signal handler can reach only a global.
private let isStopWanted = Atomic(false)

/// Ends the loop in order when the process is asked to stop.
enum StopSignal {
    /// Catches SIGTERM and SIGINT from now on.
    static func install() {
        // Whoever started this process may have had the signals blocked, which is inherited.
        var caught = sigset_t()
        sigemptyset(&caught)
        for number in [SIGTERM, SIGINT] {
            sigaddset(&caught, number)
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in
                isStopWanted.store(true, ordering: .relaxed)
            }
            // Without SA_RESTART: a wait in progress returns.
            sigaction(number, &action, nil)
        }
        pthread_sigmask(SIG_UNBLOCK, &caught, nil)
        // A reader that goes away must not end the plant before its summary.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Whether one of them came.
    static var isRaised: Bool { isStopWanted.load(ordering: .relaxed) }
}
