import VehicleModel

/// How long something sound has not come.
struct Silence: Sendable {
    private var last: Instant?

    /// Its age; nil where it never came or came out of the future.
    mutating func step(_ arrival: Instant?, at now: Instant) -> Duration? {
        if let arrival { last = arrival }
        guard let last, now - last >= .zero else { return nil }
        return now - last
    }
}
