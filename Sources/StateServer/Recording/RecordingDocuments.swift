import FrameLogs
import StateProtocol

extension LogRecorder {
    /// The status on the wire.
    var json: JSONValue {
        let status = status
        var box = JSONValue.null
        if let blackBoxSpan {
            box = [
                "span_s": .rounded(blackBoxSpan / .seconds(1)),
                "frames": .count(status.blackBoxFrames ?? 0),
                "first": status.blackBoxBegin.map { WireTime.seconds($0.nanoseconds) } ?? .null,
                "last": status.blackBoxEnd.map { WireTime.seconds($0.nanoseconds) } ?? .null,
            ]
        }
        return [
            "state": .string(status.state.wireName),
            "path": status.path.map { .string($0) } ?? .null,
            "begun": status.begun.map { WireTime.seconds($0.nanoseconds) } ?? .null,
            "files": .count(status.files),
            "bytes": .count(status.size),
            "frames": .count(status.written),
            "synced": .count(status.synced),
            "dropped": .count(status.lost),
            "marks": .count(status.marks),
            "floor_reached": .bool(status.isFloorReached),
            "failure": status.failure.map { .string($0) } ?? .null,
            "black_box": box,
        ]
    }
}

extension RecordingStatus.State {
    fileprivate var wireName: String {
        switch self {
        case .stopped: "stopped"
        case .recording: "recording"
        case .paused: "paused"
        }
    }
}

extension BlackBoxLog {
    /// The answer to `record.dump`.
    var json: JSONValue {
        [
            "path": .string(path),
            "frames": .count(frames),
            "bytes": .count(size),
            "first": WireTime.seconds(first.nanoseconds),
            "last": WireTime.seconds(last.nanoseconds),
            "dropped": .count(lost),
        ]
    }
}

extension RecordingRefusal {
    /// The error as a client gets it.
    func rpc(to method: RecordMethod) -> RPCError {
        let sentence = "\(method.rawValue): \(description)"
        switch self {
        case .invalidName: return Parameters.error("name: \(description)")
        case .invalidMark: return Parameters.error("text: \(description)")
        case .alreadyRecording:
            return RPCError(RPCError.recordingState, sentence + "; record.stop ends it")
        case .notRecording:
            return RPCError(RPCError.recordingState, sentence + "; record.start begins it")
        case .emptyBlackBox: return RPCError(RPCError.recordingState, sentence)
        case .noBlackBox:
            return RPCError(
                RPCError.noRecorder,
                sentence + ": recording.black_box is none in the daemon's configuration; give it a "
                    + "time, such as 30 s, and start axled again"
            )
        case .file: return RPCError(RPCError.recordingFile, sentence)
        }
    }
}
