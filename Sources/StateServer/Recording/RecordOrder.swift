import FrameLogs
import StateProtocol

/// What the recorder is asked to do.
enum RecordOrder: Sendable {
    /// To begin a recording; `name` is in place of the configured file's.
    case start(name: String?)
    case stop
    case status
    case mark(String)
    /// To write the black box; `name` is in place of `blackbox`.
    case dump(name: String?)

    /// Reads a request's parameters; what is unknown, missing or no text is refused.
    init(_ method: RecordMethod, _ request: RPCRequest) throws(RPCError) {
        switch method {
        case .start:
            self = .start(name: try Parameters(request, allowed: ["name"]).text("name"))
        case .dump: self = .dump(name: try Parameters(request, allowed: ["name"]).text("name"))
        case .mark:
            guard let text = try Parameters(request, allowed: ["text"]).text("text") else {
                throw Parameters.error("text: missing, the mark's text is expected")
            }
            self = .mark(text)
        case .stop, .status:
            _ = try Parameters(request, allowed: [])
            self = method == .stop ? .stop : .status
        }
    }

    var method: RecordMethod {
        switch self {
        case .start: .start
        case .stop: .stop
        case .status: .status
        case .mark: .mark
        case .dump: .dump
        }
    }

    /// Does it, on a thread that may wait for a disk; the answer is the status after it, or the log that
    /// was written.
    func carryOut(by recorder: LogRecorder) throws(RecordingRefusal) -> JSONValue {
        switch self {
        case .start(let name): try recorder.start(name: name)
        case .stop: try recorder.stop()
        case .status: break
        case .mark(let text): try recorder.mark(text)
        case .dump(let name): return try recorder.dump(name: name).json
        }
        return recorder.json
    }
}
