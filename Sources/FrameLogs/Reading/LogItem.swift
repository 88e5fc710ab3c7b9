public import CANFrames

/// What a log holds, in the log's order.
public enum LogItem: Equatable, Sendable {
    /// A frame.
    case frame(LogEntry)
    /// A person's remark on this moment; without a stamp where the log's line has none.
    case mark(Timestamp?, String)
    /// So many frames were not recorded at this place.
    case notRecorded(UInt64)
    /// When the next frames arrived, monotonic ns: in a black box, before those that it is about.
    case arrivals([Int64])
    /// Names of the numbers in the `cycle` lines of a group, a letter.
    case columns(group: UInt8, [String])
    /// A group of the numbers that a control cycle computed, nil for what is not known; the first group
    /// of a cycle has its stamp.
    case cycle(group: UInt8, Timestamp?, [Double?])
    /// What stands between a black box's frames for whoever plays it back.
    case journal(JournalPart)
}

extension LogItem {
    /// The wall-clock stamp; nil where the log has none.
    public var stamp: Timestamp? {
        switch self {
        case .frame(let entry): entry.stamp
        case .mark(let stamp, _), .cycle(_, let stamp, _): stamp
        case .notRecorded, .arrivals, .columns, .journal: nil
        }
    }
}
