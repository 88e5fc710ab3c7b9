/// Why a log could not be read or written.
public enum LogError: Error, Hashable, Sendable {
    /// A line is not what the format allows. `line` and `column` (in bytes) count from 1.
    case malformed(file: String, line: Int, column: Int, found: String, allowed: String)
    /// The file could not be opened, read or written.
    case file(String, reason: String)
}

extension LogError: CustomStringConvertible {
    /// One sentence that names the file, the place, what was found and what is allowed.
    public var description: String {
        switch self {
        case .malformed(let file, let line, let column, let found, let allowed):
            "\(file):\(line):\(column): error: found \(found); allowed: \(allowed)"
        case .file(let file, let reason): "\(file): \(reason)"
        }
    }
}

/// Why a text is no frame.
public struct NotationError: Error, Hashable, Sendable {
    /// The byte where reading stopped, from 1.
    public let column: Int
    /// What stands there.
    public let found: String
    /// What may stand there.
    public let allowed: String
}

extension NotationError: CustomStringConvertible {
    /// One sentence that names the place, what was found and what is allowed.
    public var description: String { "column \(column): found \(found); allowed: \(allowed)" }
}
