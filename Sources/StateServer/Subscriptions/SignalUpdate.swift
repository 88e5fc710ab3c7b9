import StateProtocol

/// Values for one subscriber.
struct SignalUpdate: Update {
    /// A value with the signal's place in the subscription.
    struct Entry {
        var position: Int
        var reading: SignalReading
    }

    var stamp: UpdateStamp
    /// Whether it has every signal.
    var isSnapshot: Bool
    var entries: [Entry]

    var count: Int { entries.count }

    mutating func absorb(_ newer: SignalUpdate) -> Int {
        let total = entries.count + newer.entries.count
        var places: [Int: Int] = [:]
        var merged: [Entry] = []
        for entry in entries + newer.entries {
            if let place = places[entry.position] {
                merged[place] = entry
            } else {
                places[entry.position] = merged.count
                merged.append(entry)
            }
        }
        entries = merged
        stamp = newer.stamp
        return total - merged.count
    }

    /// The notification; `dropped` is counted since the subscription began.
    func line(subscription: Int64, dropped: UInt64) -> JSONValue {
        RPCMessage.notification(
            NotificationName.signalUpdate,
            [
                "subscription": .integer(subscription),
                "seq": .count(stamp.sequence),
                "snapshot": .bool(isSnapshot),
                "time": WireTime.seconds(stamp.wall),
                "monotonic_ns": .digits(stamp.monotonic),
                "dropped": .count(dropped),
                "values": .array(entries.map(\.reading.json)),
            ]
        )
    }
}
