public import CANFrames

/// What a recorder does, and what became of the frames of the recording that it is in or was in last.
public struct RecordingStatus: Hashable, Sendable {
    /// What it does.
    public enum State: Hashable, Sendable {
        /// It writes nothing.
        case stopped
        /// It writes.
        case recording
        /// It could not write for this reason, counts what it loses, and tries again.
        case paused(String)
    }

    /// What it does.
    public var state = State.stopped
    /// The file that is written or was written last; nil before the first.
    public var path: String?
    /// When the recording began, wall clock; nil before the first.
    public var begun: Timestamp?
    /// Files of this recording.
    public var files = 0
    /// Bytes in them.
    public var size: Int64 = 0
    /// Frames in them.
    public var written: UInt64 = 0
    /// Those of them that outlive a loss of power.
    public var synced: UInt64 = 0
    /// Frames lost because the kernel's queue or the ring was full, or nothing could be written.
    public var lost: UInt64 = 0
    /// Marks in them.
    public var marks = 0
    /// Whether it is paused because no more room may be taken from the file system.
    public var isFloorReached = false
    /// Frames in the black box; nil where there is none.
    public var blackBoxFrames: Int?
    /// The stamp of its oldest frame, wall clock; nil where there is none.
    public var blackBoxBegin: Timestamp?
    /// The stamp of its newest frame, wall clock; nil where there is none.
    public var blackBoxEnd: Timestamp?
    /// Why writing paused the last time, also when that is over; nil where it never did.
    public var failure: String?

    /// Nothing was recorded yet.
    public init() {}
}

/// What a recorder tells of itself.
public enum RecorderEvent: Hashable, Sendable {
    /// A recording began with this file.
    case began(path: String)
    /// It goes on in another file.
    case rotated(path: String)
    /// Writing is no longer possible, for this reason; what comes meanwhile is lost and counted.
    case paused(path: String, reason: String)
    /// Writing goes on in this file, after the loss of so many frames.
    case resumed(path: String, lost: UInt64)
    /// The recording ended.
    case ended(RecordingStatus)
    /// The black box was written.
    case dumped(BlackBoxLog)
}

extension RecorderEvent: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .began(let path): "recording to \(path)"
        case .rotated(let path): "recording goes on in \(path)"
        case .paused(let path, let reason):
            "recording paused: \(path): \(reason); frames are lost until there is room again"
        case .resumed(let path, let lost):
            "recording goes on in \(path), after the loss of \(lost) frames"
        case .ended(let status): "recorded \(status.written) frames, lost \(status.lost)"
        case .dumped(let log): "black box: wrote \(log.frames) frames to \(log.path)"
        }
    }
}

/// Why a recorder does not do what it is asked.
public enum RecordingRefusal: Error, Hashable, Sendable {
    /// It already records, to this file.
    case alreadyRecording(String)
    /// It does not record.
    case notRecording
    /// A text that is no name for a file here.
    case invalidName(String)
    /// A text that is no mark, for what was found in it.
    case invalidMark(String)
    /// There is no black box.
    case noBlackBox
    /// No frame is in the black box.
    case emptyBlackBox
    /// The file could not be made, or the mark not be written.
    case file(LogError)
}

extension RecordingRefusal: CustomStringConvertible {
    /// One sentence that says what was found and what is allowed.
    public var description: String {
        switch self {
        case .alreadyRecording(let path): "already recording to \(path)"
        case .notRecording: "nothing is being recorded"
        case .invalidName(let name):
            "found the name \"\(name)\"; allowed: 1 to 64 letters, digits, -, _ and ., a letter or "
                + "digit first"
        case .invalidMark(let found):
            "found \(found); allowed: one line of 1 to \(LogRemark.longestMark) bytes of UTF-8, without "
                + "control characters"
        case .noBlackBox: "there is no black box"
        case .emptyBlackBox: "the black box is empty: no frame was received yet"
        case .file(let error): error.description
        }
    }
}
