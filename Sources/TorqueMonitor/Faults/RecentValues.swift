/// A number's course over the last third of a second, one value a cycle.
struct RecentValues: Sendable {
    private static let capacity = 32
    private var values: [32 of Int] = .init(repeating: 0)
    private var times: [32 of Int64] = .init(repeating: 0)
    private var next = 0
    private var count = 0

    mutating func append(_ value: Int, at now: Int64) {
        values[next] = value
        times[next] = now
        next = (next + 1) % Self.capacity
        count = min(count + 1, Self.capacity)
    }

    /// The least and the greatest since `limit`, and the value that was in force then; nil where
    /// nothing is known of then.
    mutating func range(since limit: Int64) -> ClosedRange<Int>? {
        var index = (next + Self.capacity - 1) % Self.capacity
        var (least, greatest) = (values[index], values[index])
        for _ in 0..<count {
            least = min(least, values[index])
            greatest = max(greatest, values[index])
            if times[index] <= limit { return least...greatest }
            index = (index + Self.capacity - 1) % Self.capacity
        }
        // More was written than is kept: what is kept is newer, and counts.
        return count == Self.capacity ? least...greatest : nil
    }

    /// The greatest since `limit`, whatever was before; nil where nothing is.
    mutating func greatest(since limit: Int64) -> Int? {
        var greatest: Int?
        for index in 0..<count where times[index] >= limit {
            greatest = max(greatest ?? values[index], values[index])
        }
        return greatest
    }

    /// The greatest since `limit`, before another value is appended.
    mutating func greatest(since limit: Int64, appending value: Int, at now: Int64) -> Int? {
        let greatest = greatest(since: limit)
        append(value, at: now)
        return greatest
    }
}
