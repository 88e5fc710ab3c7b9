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

    /// Takes an interface down, sets what is asked for, and brings it up.
    ///
    /// Where something is refused, an interface that was up comes up again, unless it shall listen only:
    /// one that was down, or might now acknowledge, stays down.
    ///
    /// **May block for ever** where the interface vanishes meanwhile, and libsocketcan writes to
    /// standard error where it fails. Call it on a thread of its own that nobody waits for.
    public static func apply(
        _ settings: AdapterSettings,
        to interface: String,
        wasUp: Bool
    ) throws(Failure) {
        try run(.stop) { can_do_stop(interface) }
        do throws(Failure) {
            try set(settings, on: interface)
        } catch {
            if wasUp, settings.listensOnly != true { _ = can_do_start(interface) }
            throw error
        }
        try start(interface)
    }

    /// Brings an interface up.
    ///
    /// **May block for ever**, as `apply`.
    public static func start(_ interface: String) throws(Failure) {
        try run(.start) { can_do_start(interface) }
    }

    /// Restarts a controller in bus-off; by way of down and up where its driver knows no restart.
    ///
    /// One that is no longer in bus-off is left alone: the kernel or somebody else was faster.
    ///
    /// **May block for ever**, as `apply`.
    public static func restart(_ interface: String) throws(Failure) {
        guard can_do_restart(interface) != 0 else { return }
        var state: Int32 = 0
        guard can_get_state(interface, &state) == 0, state == Int32(CAN_STATE_BUS_OFF.rawValue)
        else {
            return
        }
        try run(.stop) { can_do_stop(interface) }
        try start(interface)
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
