import CSocketCAN
import Glibc

/// Sets CAN adapters up through libsocketcan; needs CAP_NET_ADMIN.
public enum AdapterControl {
    /// One thing to be done to an adapter.
    public enum Step: UInt8, CaseIterable, Sendable {
        /// Take the interface down: settings are taken only then.
        case stop
        /// Set the bit rate, with the sample point where one is asked for.
        case bitrate
        /// Set the modes.
        case modes
        /// Set the delay of the restart after bus-off.
        case restart
        /// Bring the interface up.
        case start
    }

    /// What could not be done.
    public struct Failure: Error, Hashable, Sendable {
        /// Where it ended; what came before is done.
        public let step: Step
        /// The kernel's reason, such as EPERM or EOPNOTSUPP; 0 where libsocketcan names none.
        public let errno: Int32

        /// Puts the two together.
        public init(step: Step, errno: Int32) {
            self.step = step
            self.errno = errno
        }
    }

    /// Takes an interface down, sets what is asked for, and brings it up again, also where something was
    /// refused.
    ///
    /// **May block for ever** where the interface vanishes meanwhile, and libsocketcan writes to
    /// standard error where it fails. Call it on a thread of its own that nobody waits for.
    public static func apply(_ settings: AdapterSettings, to interface: String) throws(Failure) {
        try run(.stop) { can_do_stop(interface) }
        do throws(Failure) {
            try set(settings, on: interface)
        } catch {
            // A bus that is half set up, as it was before, is better than none.
            _ = can_do_start(interface)
            throw error
        }
        try run(.start) { can_do_start(interface) }
    }

    /// Restarts a controller in bus-off; by way of down and up where its driver knows no restart, or the
    /// kernel restarts it itself after a delay.
    ///
    /// **May block for ever**, as `apply`.
    public static func restart(_ interface: String) throws(Failure) {
        guard can_do_restart(interface) != 0 else { return }
        try run(.stop) { can_do_stop(interface) }
        try run(.start) { can_do_start(interface) }
    }

    private static func set(_ settings: AdapterSettings, on name: String) throws(Failure) {
        if let bitrate = settings.bitrate {
            try run(.bitrate) {
                settings.samplePoint.map { can_set_bitrate_samplepoint(name, bitrate, $0) }
                    ?? can_set_bitrate(name, bitrate)
            }
        }
        let modes = settings.modes
        if modes.mask != 0 {
            var mode = can_ctrlmode(mask: modes.mask, flags: modes.flags)
            try run(.modes) { can_set_ctrlmode(name, &mode) }
        }
        if let delay = settings.restartMilliseconds {
            try run(.restart) { can_set_restart_ms(name, delay) }
        }
    }

    private static func run(_ step: Step, _ call: () -> Int32) throws(Failure) {
        errno = 0
        guard call() == 0 else { throw Failure(step: step, errno: errno) }
    }
}
