/// What waits to be sent to one subscriber.
protocol Update {
    /// The values in it, for counting what was dropped and what is held.
    var count: Int { get }
    /// Takes in a newer update; the number of values that nobody will see.
    mutating func absorb(_ newer: Self) -> Int
}

/// Updates that wait for a client to take them: the latest only, or a bounded number.
struct OutgoingQueue<Element: Update> {
    /// The most updates that wait; 0: they become one, in which the latest value wins.
    let limit: Int
    /// Values that were replaced or thrown away unseen, since the subscription began.
    private(set) var dropped: UInt64 = 0
    private var waiting: [Element] = []
    private var held = 0

    /// The most values that wait, over all updates.
    static var mostValues: Int { 10_000 }

    init(limit: Int) { self.limit = limit }

    mutating func append(_ update: Element) {
        guard limit == 0, !waiting.isEmpty else {
            waiting.append(update)
            held += update.count
            if limit > 0 { dropOldest() }
            return
        }
        dropped &+= UInt64(waiting[0].absorb(update))
    }

    mutating func popFirst() -> Element? {
        guard !waiting.isEmpty else { return nil }
        let first = waiting.removeFirst()
        held = waiting.isEmpty ? 0 : held - first.count
        return first
    }

    private mutating func dropOldest() {
        while waiting.count > limit || (held > Self.mostValues && waiting.count > 1) {
            let oldest = waiting.removeFirst()
            held -= oldest.count
            dropped &+= UInt64(oldest.count)
        }
    }
}

/// Number and time of an update.
struct UpdateStamp {
    var sequence: UInt64
    var monotonic: Int64
    var wall: Int64
}
