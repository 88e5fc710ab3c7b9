/// The newest elements up to a limit; takes memory only as they come, and never gives it back.
struct SlidingRing<Element: Sendable>: Sendable {
    /// How many are in it.
    private(set) var count = 0

    /// The most that may be in it, at least 1.
    private let limit: Int
    /// Places in use before the first one is used again.
    private var room: Int
    private var slots: [Element] = []
    private var first = 0

    /// The room that is taken at the beginning.
    private static var leastRoom: Int { 4_096 }

    /// An empty one for so many bytes of memory.
    init(size: Int64) {
        limit = max(1, Int(clamping: size / Int64(MemoryLayout<Element>.stride)))
        room = min(limit, Self.leastRoom)
    }

    /// The oldest; nil where there is none.
    var oldest: Element? { count > 0 ? slots[first] : nil }

    /// An element of `count`, from the oldest on.
    subscript(_ index: Int) -> Element { slots[(first + index) % room] }

    /// Appends; the oldest leaves where there are too many.
    mutating func append(_ element: Element) {
        if count == room { if room < limit { grow() } else { removeOldest() } }
        let place = (first + count) % room
        if place == slots.count { slots.append(element) } else { slots[place] = element }
        count += 1
    }

    /// Takes the oldest out.
    mutating func removeOldest() {
        first = (first + 1) % room
        count -= 1
    }

    private mutating func grow() {
        slots = (0..<count).map { self[$0] }
        first = 0
        room = min(limit, 2 * room)
        slots.reserveCapacity(room)
    }
}
