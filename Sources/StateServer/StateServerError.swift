/// Why the server cannot start.
public enum StateServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A daemon already answers there.
    case alreadyServed(path: String)
    /// Something that is no socket stands there.
    case notASocket(path: String)
    /// The path has more bytes than a socket's address holds.
    case pathTooLong(path: String, length: Int, longest: Int)
    /// The socket cannot be made; the reason is the system's.
    case unusable(path: String, reason: String)

    /// One sentence with the path, what was found and what is allowed.
    public var description: String {
        switch self {
        case .alreadyServed(let path):
            "\(path): another daemon listens here; stop it, or configure another path"
        case .notASocket(let path):
            "\(path): exists and is not a socket; remove it, or configure another path"
        case .pathTooLong(let path, let length, let longest):
            "\(path): has \(length) bytes; the path of a socket may have at most \(longest)"
        case .unusable(let path, let reason):
            "\(path): cannot listen here: \(reason)"
        }
    }
}
