import Glibc

/// The machine's wall clock, which is put right at its end; needs root, and is for a machine of tests only.
final class MovedClock {
    private var offset = 0

    deinit { try? move(by: -offset) }

    /// Sets it forward or back by so many seconds.
    func move(by seconds: Int) throws {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        time.tv_sec += seconds
        guard clock_settime(CLOCK_REALTIME, &time) == 0 else {
            throw NotInTime(
                description: "the clock is not set: \(String(cString: strerror(errno)))"
            )
        }
        offset += seconds
    }
}
