import FoundationEssentials

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
        let bytes: [UInt8]
        do {
            let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
            let attributes = try FileManager.default.attributesOfItem(atPath: target.path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw DBCError.notAFile(path: path)
            }
            let length = Int(clamping: attributes[.size] as? UInt64 ?? 0)
            guard length <= longestFile else {
                throw DBCError.tooLong(path: path, length: length, longest: longestFile)
            }
            bytes = [UInt8](try Data(contentsOf: target))
        } catch let error as DBCError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: reason(for: error))
        }
        return parse(bytes: bytes, file: path)
    }

    private static func reason(for error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "no such file"
        case .fileReadNoPermission: "permission denied"
        default: "\(error)"
        }
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
