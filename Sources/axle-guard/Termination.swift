import Glibc
import Synchronization

private let asked = Atomic<Bool>(false)

/// The wish to end, from SIGTERM, SIGINT, SIGHUP or SIGQUIT.
enum Termination {
    /// Catches the signals; a wait that one interrupts ends early.
    static func install() {
        asked.store(false, ordering: .relaxed)
        signal(SIGPIPE, SIG_IGN)
        // A lock-free store is all a handler may do.
        let handler: @convention(c) (Int32) -> Void = { _ in asked.store(true, ordering: .relaxed) }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        // Whoever started this process may have left them blocked.
        var set = sigset_t()
        sigemptyset(&set)
        // A terminal that closes must not end it with torque on the buses either.
        for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] {
            sigaction(number, &action, nil)
            sigaddset(&set, number)
        }
        sigprocmask(SIG_UNBLOCK, &set, nil)
    }

    /// Whether a signal came.
    static var isAsked: Bool { asked.load(ordering: .relaxed) }
}
