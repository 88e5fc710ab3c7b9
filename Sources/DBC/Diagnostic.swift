/// A place in a database file; lines and columns count from 1, columns in bytes.
public struct SourcePosition: Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The byte in the line, from 1.
    public var column: Int

    /// Takes line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// Something in a database file that is wrong or doubtful.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    /// How much of the file is affected.
    public enum Severity: String, Sendable {
        /// A message or a signal is lost, or could be read wrongly.
        case error
        /// All that can be decoded is decoded as it is written.
        case warning
    }

    /// The file's name as it was given.
    public var file: String
    /// Where in the file.
    public var position: SourcePosition
    /// How much is affected.
    public var severity: Severity
    /// One sentence: what was found and what is allowed.
    public var message: String

    /// The line, from 1.
    public var line: Int { position.line }
    /// The byte in the line, from 1.
    public var column: Int { position.column }

    /// `file:line:column: error: message`, as compilers write it.
    public var description: String {
        "\(file):\(line):\(column): \(severity.rawValue): \(message)"
    }
}

/// Diagnostics as they are found; a hostile file cannot make the list grow without end.
struct DiagnosticList {
    let file: String
    private(set) var all: [Diagnostic] = []
    private static let longest = 1_000

    init(file: String) { self.file = file }

    mutating func add(
        _ severity: Diagnostic.Severity,
        at position: SourcePosition,
        _ message: String
    ) {
        guard all.count <= Self.longest else { return }
        let text = all.count < Self.longest ? message : "too many diagnostics; the rest is left out"
        all.append(Diagnostic(file: file, position: position, severity: severity, message: text))
    }

    mutating func error(at position: SourcePosition, _ message: String) {
        add(.error, at: position, message)
    }

    mutating func warn(at position: SourcePosition, _ message: String) {
        add(.warning, at: position, message)
    }
}
