public import CANFrames

/// What a control cycle computed, as numbers for the lines between a log's frames.
public struct CycleLine: Sendable {
    /// Frames that were put into the recorder's ring before it.
    public var position: UInt64
    /// The cycle's time on the wall clock.
    public var stamp: Timestamp
    /// One number for each column; what is not finite is not known.
    public var values: [Double]

    /// Puts the parts together.
    public init(position: UInt64, stamp: Timestamp, values: [Double]) {
        self.position = position
        self.stamp = stamp
        self.values = values
    }
}

/// Where the recorder takes what cycles computed: the columns' names, and the cycles one by one.
public struct CycleSource: Sendable {
    let groups: [CycleGroup]
    /// The next cycle that has not been taken; nil where there is none yet.
    let next: @Sendable () -> CycleLine?

    /// `next` is called on the recorder's thread alone.
    public init(columns: [String], next: @escaping @Sendable () -> CycleLine?) {
        groups = CycleGroup.groups(of: columns)
        self.next = next
    }
}

/// Columns that fit into one line together.
struct CycleGroup: Equatable, Sendable {
    /// The group's letter.
    let letter: UInt8
    /// The columns' names.
    let names: [String]
    /// The columns' places among all.
    let places: Range<Int>

    /// log2asc and canplayer end at a line of 400 bytes.
    private static let longestNames = 360
    /// Of at most 17 characters each.
    private static let mostNames = 20

    static func groups(of columns: [String]) -> [CycleGroup] {
        var groups: [CycleGroup] = []
        var start = 0
        while start < columns.count {
            var end = start
            var length = 0
            while end < columns.count, end - start < mostNames {
                length += columns[end].utf8.count + 1
                guard length <= longestNames || end == start else { break }
                end += 1
            }
            let letter = UInt8(ascii: "a") + UInt8(min(groups.count, 25))
            let names = Array(columns[start..<end])
            groups.append(CycleGroup(letter: letter, names: names, places: start..<end))
            start = end
        }
        return groups
    }
}

extension CycleSource {
    /// The lines that name the columns.
    public var columns: [LogItem] { groups.map { .columns(group: $0.letter, $0.names) } }

    /// A cycle's lines; the first one has its stamp.
    public func items(of line: CycleLine) -> [LogItem] {
        groups.enumerated().map { index, group in
            let values = group.places.map { place -> Double? in
                guard line.values.indices.contains(place) else { return nil }
                return line.values[place].isFinite ? line.values[place] : nil
            }
            return .cycle(group: group.letter, index == 0 ? line.stamp : nil, values)
        }
    }
}
