import Glibc
import Synchronization

/// The signal that asked the program to end; 0 for none.
private let pendingSignal = Atomic<Int32>(0)

/// Notes SIGINT, SIGTERM and SIGHUP, so that a command can end in order.
public enum Interruption {
    /// Begins to note them instead of ending the program.
    ///
    /// A reader that left makes a write fail from then on, instead of ending the program too.
    public static func watch() {
        Glibc.signal(SIGPIPE, SIG_IGN)
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            // A store to an atomic is all that is allowed in a handler, and all there is.
            action.__sigaction_handler.sa_handler = { number in
                pendingSignal.store(number, ordering: .relaxed)
            }
            // No SA_RESTART: a poll that waits must return.
            action.sa_flags = 0
            sigaction(number, &action, nil)
            sigaddset(&signals, number)
        }
        // Whoever started this program may have blocked them; then nothing could end it in order.
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// The signal that came; nil while none did.
    public static var signal: Int32? {
        let number = pendingSignal.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
