import CANTransport
import CLinuxCAN
import Glibc

/// A one-shot timer on the absolute monotonic clock.
struct DeadlineTimer: ~Copyable {
    let descriptor: Int32
    private var deadline: Int64?

    init() throws(TransportError) {
        let created = axle_timer_create()
        guard created >= 0 else { throw .system(call: "timerfd_create", errno: -created) }
        descriptor = created
    }

    deinit { close(descriptor) }

    /// Makes the descriptor readable at a time in monotonic nanoseconds; nil: never.
    mutating func set(_ deadline: Int64?) {
        guard deadline != self.deadline else { return }
        self.deadline = deadline
        // Zero would stop the timer; the clock is past one nanosecond.
        _ = axle_timer_set(descriptor, deadline.map { max(1, $0) } ?? 0, 0)
    }

    /// Takes the expiry; the same deadline set again then fires again.
    mutating func clear() {
        if axle_timer_read(descriptor) > 0 { deadline = nil }
    }
}
