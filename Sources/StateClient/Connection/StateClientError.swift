public import StateProtocol

/// Why a request got no result.
public enum StateClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nobody listens on the socket; the reason is the system's, in words.
    case noDaemon(path: String, reason: String)
    /// The socket is there and this user may not use it.
    case notPermitted(path: String)
    /// The daemon closed the connection.
    case closed(path: String)
    /// The daemon gave no answer in time.
    case noAnswer(path: String, method: String)
    /// What answers does not speak the protocol.
    case notAxle(path: String, reason: String)
    /// The daemon answered with an error.
    case refused(RPCError)

    /// One sentence.
    public var description: String {
        switch self {
        case .noDaemon(let path, let reason):
            "no daemon listens on \(path): \(reason); start axled, or name its socket with --socket"
        case .notPermitted(let path):
            "\(path): permission denied; join the group that owns the socket"
        case .closed(let path):
            "\(path): the daemon closed the connection"
        case .noAnswer(let path, let method):
            "\(path): no answer to \(method) in time"
        case .notAxle(let path, let reason):
            "\(path): what listens here is not axled: \(reason)"
        case .refused(let error):
            error.message
        }
    }

    /// The exit status of a command that ends with this error: 3 where there is no daemon, else 1.
    public var exitStatus: Int32 {
        switch self {
        case .noDaemon, .closed: 3
        case .notPermitted, .noAnswer, .notAxle, .refused: 1
        }
    }
}
