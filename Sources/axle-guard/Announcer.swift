import Glibc
import ServiceNotification
import TorqueMonitor

/// Tells people what changed, on the standard error and to the service manager.
struct Announcer: ~Copyable {
    private let notifier: ServiceNotifier
    private var state = MonitorState.idle
    private var armingID: UInt64 = 0
    private var fedAt: Int64 = 0

    init() { notifier = ServiceNotifier() }

    /// Says that the guardian is ready for commands.
    func ready() {
        notifier.ready()
        notifier.status("disarmed")
    }

    /// Says that it ends.
    func stopping() { notifier.stopping() }

    /// Feeds the service manager's watchdog where it is due.
    mutating func feed(at now: Int64) {
        guard let interval = notifier.watchdogInterval, now &- fedAt > interval / 4 else { return }
        fedAt = now
        notifier.watchdog()
    }

    /// Says what the monitor does where that has changed.
    mutating func report(_ monitor: borrowing TorqueMonitor) {
        let (newState, newArming, trip) = (monitor.state, monitor.armingID, monitor.trip)
        guard newState != state || newArming != armingID else { return }
        state = newState
        armingID = newArming
        let line =
            switch state {
            case .idle: "disarmed"
            case .armed: "armed by \(armingID)"
            case .tripped: "arming \(armingID) tripped by \(trip): zero torque is held"
            }
        notifier.status(line)
        Self.say("axle-guard: " + line)
    }

    /// Writes a line to the standard error; a reader that stands still loses it and delays nothing.
    static func say(_ line: String) {
        var poll = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard Glibc.poll(&poll, 1, 0) == 1 else { return }
        let text = Array((line + "\n").utf8)
        _ = write(STDERR_FILENO, text, text.count)
    }
}
