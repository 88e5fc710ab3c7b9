import Glibc

/// Why a database file could not be read at all.
public enum DBCError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is missing or cannot be opened; the reason is the system's.
    case unreadable(path: String, reason: String)
    /// The path leads to a directory, a device or a pipe.
    case notAFile(path: String)
    /// The file is longer than the reader takes; both in bytes.
    case tooLong(path: String, length: Int, longest: Int)

    /// One sentence with the path, what was found and what is allowed.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path): cannot be read: \(reason)"
        case .notAFile(let path):
            "\(path): is not a regular file; a database file is expected"
        case .tooLong(let path, let length, let longest):
            "\(path): has \(length) bytes; a database may have at most \(longest)"
        }
    }
}

/// Turns the text of a database file into a database.
public enum DBCReader {
    /// The longest file that is read, in bytes.
    public static let longestFile = 256 << 20

    /// Reads a file; what is wrong inside it comes back as diagnostics, not as an error.
    public static func read(path: String) throws(DBCError) -> (Database, [Diagnostic]) {
        parse(bytes: try bytes(path: path), file: path)
    }

    private static func bytes(path: String) throws(DBCError) -> [UInt8] {
        // Without waiting: a pipe that nobody writes to is refused, too.
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        let length = Int(status.st_size)
        guard length <= longestFile else {
            throw .tooLong(path: path, length: length, longest: longestFile)
        }
        var failure: Int32 = 0
        // A file that shrinks meanwhile is read as far as it goes.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            while count < length {
                let place = unsafe buffer.baseAddress?.advanced(by: count)
                let size = unsafe Glibc.read(descriptor, place, length - count)
                if size < 0, errno == EINTR { continue }
                if size < 0 { failure = errno }
                guard size > 0 else { return }
                count += size
            }
        }
        guard failure == 0 else { throw unreadable(path, failure) }
        return bytes
    }

    private static func unreadable(_ path: String, _ number: Int32 = errno) -> DBCError {
        let reason =
            switch number {
            case ENOENT, ENOTDIR: "no such file"
            case EACCES, EPERM: "permission denied"
            default: unsafe String(cString: strerror(number))
            }
        return .unreadable(path: path, reason: reason)
    }

    /// Reads text that is already in memory; `file` is the name for diagnostics.
    ///
    /// Never fails: the database holds what could be understood.
    public static func parse(bytes: [UInt8], file: String) -> (Database, [Diagnostic]) {
        var parser = Parser(source: SourceText(bytes), file: file)
        parser.parse()
        let textComments = parser.textComments()
        let (tree, diagnostics) = parser.finished()
        var builder = DatabaseBuilder(tree, diagnostics: diagnostics)
        var database = builder.build()
        database.keep(textComments)
        return (database, builder.diagnostics.all)
    }
}

extension Database {
    /// Keeps text comments with their statements, or at the end where those are not kept themselves.
    fileprivate mutating func keep(_ comments: [String: [TextComment]]) {
        guard !comments.isEmpty else { return }
        let heads = DatabaseWriter.heads(of: self)
        for (head, list) in comments.sorted(by: { $0.key < $1.key }) {
            if heads.contains(head) {
                textComments[head] = list
            } else {
                textComments["", default: []] += list.map {
                    TextComment(text: $0.text, place: .above)
                }
            }
        }
    }
}
