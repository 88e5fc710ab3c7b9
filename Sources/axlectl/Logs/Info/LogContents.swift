import CANFrames
import FrameLogs

/// What is counted of a log without any database.
struct LogContents {
    /// One bus.
    struct Bus {
        let name: String
        var frames = 0
        var errorFrames = 0
        fileprivate var last: Int64?
    }

    /// One identifier on one bus.
    struct Identifier {
        let bus: String
        let id: FrameID
        var count = 0
        fileprivate var last: Int64?
        fileprivate var periods = Histogram()

        /// The median of the times from frame to frame, ms; nil of a single frame.
        var period: Double? { periods.spread { Double($0) / 1000 }?.median }
    }

    /// A time without frames on a bus, ns.
    struct Gap {
        let bus: String
        let begin: Int64
        let length: Int64
    }

    /// A person's remark.
    struct Mark {
        let stamp: Int64?
        let text: String
    }

    private let shortestGap: Int64
    private var busPlaces: [String: Int] = [:]
    private var places: [Key: Int] = [:]
    private var last: Int64?

    private(set) var frames = 0
    private(set) var errorFrames = 0
    private(set) var outOfOrder = 0
    private(set) var notRecorded: UInt64 = 0
    private(set) var buses: [Bus] = []
    private(set) var gaps: [Gap] = []
    private(set) var marks: [Mark] = []
    /// The smallest and the largest stamp, ns.
    private(set) var span: ClosedRange<Int64>?
    private var unsorted: [Identifier] = []

    private struct Key: Hashable {
        let bus: Int
        let id: FrameID
    }

    /// A log without items; a gap is longer than this, ns.
    init(gap: Int64) { shortestGap = gap }

    mutating func add(_ item: LogItem) {
        switch item {
        case .frame(let entry): add(entry)
        case .mark(let stamp, let text):
            marks.append(Mark(stamp: stamp?.nanoseconds, text: text))
        case .notRecorded(let count): notRecorded &+= count
        case .arrivals, .columns, .cycle, .journal: break
        }
    }

    /// By bus, then by identifier.
    var identifiers: [Identifier] {
        unsorted.sorted {
            ($0.bus, $0.id.isExtended ? 1 : 0, $0.id.identifier)
                < ($1.bus, $1.id.isExtended ? 1 : 0, $1.id.identifier)
        }
    }

    private mutating func add(_ entry: LogEntry) {
        let now = entry.stamp.nanoseconds
        frames += 1
        if let last, now < last { outOfOrder += 1 }
        last = now
        span = min(now, span?.lowerBound ?? now)...max(now, span?.upperBound ?? now)
        let bus = place(of: entry.interface)
        buses[bus].frames += 1
        // Both are nanoseconds since 1970 in a log that was read: their difference cannot overflow.
        if let before = buses[bus].last, now - before > shortestGap {
            gaps.append(Gap(bus: entry.interface, begin: before, length: now - before))
        }
        buses[bus].last = max(now, buses[bus].last ?? now)
        guard entry.frame.kind != .error else {
            errorFrames += 1
            buses[bus].errorFrames += 1
            return
        }
        count(entry, bus, now)
    }

    private mutating func count(_ entry: LogEntry, _ bus: Int, _ now: Int64) {
        let key = Key(bus: bus, id: entry.frame.id)
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            place = unsorted.count
            places[key] = place
            unsorted.append(Identifier(bus: entry.interface, id: key.id))
        }
        unsorted[place].count += 1
        if let before = unsorted[place].last {
            unsorted[place].periods.add((now - before) / 1000)
        }
        unsorted[place].last = now
    }

    private mutating func place(of bus: String) -> Int {
        if let known = busPlaces[bus] { return known }
        busPlaces[bus] = buses.count
        buses.append(Bus(name: bus))
        return buses.count - 1
    }
}
