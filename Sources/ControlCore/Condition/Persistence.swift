import VehicleModel

/// How long something has held without a break.
struct Persistence: Sendable {
    private var since: Instant?

    /// The time at `now` since it began to hold; nil where it does not.
    ///
    /// A clock that jumped back starts the time anew: it must not take as long as the jump was.
    mutating func step(_ holds: Bool, at now: Instant) -> Duration? {
        guard holds else {
            since = nil
            return nil
        }
        let start = since.map { min($0, now) } ?? now
        since = start
        return now - start
    }
}
