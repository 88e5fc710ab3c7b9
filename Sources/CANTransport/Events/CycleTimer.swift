import CLinuxCAN

/// What a cycle timer says when it expired.
public struct CycleTick: Sendable {
    /// How many periods ended since the last reading; above 1 the difference was missed.
    public let expirations: UInt64
    /// When the newest of them was due, monotonic nanoseconds.
    public let due: Int64
    /// How long after that it was read, nanoseconds.
    public let lateness: Int64
}

/// A periodic timer on the absolute monotonic clock: lateness of one cycle does not shift the next.
public struct CycleTimer: ~Copyable, Sendable {
    private let timer: OpenSocket
    private let period: Int64
    private var due: Int64

    /// Starts a timer.
    /// - Parameters:
    ///   - period: Nanoseconds, at least 1.
    ///   - first: The first expiry in monotonic nanoseconds; nil is one period from now.
    /// - Throws: `.system` where the process has too many descriptors.
    public init(period: Int64, first: Int64? = nil) throws(TransportError) {
        precondition(period > 0, "a period is positive")
        let start = first ?? axle_clock_monotonic() + period
        let created = axle_timer_create()
        guard created >= 0 else { throw .system(call: "timerfd_create", errno: -created) }
        let socket = OpenSocket(created)
        let result = axle_timer_set(created, max(1, start), period)
        guard result >= 0 else { throw .system(call: "timerfd_settime", errno: -result) }
        timer = socket
        self.period = period
        due = start - period
    }

    /// The timer, to wait on.
    public var descriptor: Int32 { timer.descriptor }

    /// Takes the expirations; nil where the timer has not expired since the last call.
    public mutating func read() -> CycleTick? {
        let expirations = axle_timer_read(timer.descriptor)
        guard expirations > 0 else { return nil }
        due += period * expirations
        return CycleTick(
            expirations: UInt64(expirations),
            due: due,
            lateness: axle_clock_monotonic() - due
        )
    }
}
