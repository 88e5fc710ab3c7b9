/// A place in a database file; lines and columns count from 1, columns in bytes.
public struct SourcePosition: Hashable, Sendable {
    private let storedLine: UInt32
    private let storedColumn: UInt32

    /// The line, from 1.
    public var line: Int { Int(storedLine) }
    /// The byte in the line, from 1.
    public var column: Int { Int(storedColumn) }

    /// Takes line and column; what no file can have becomes the nearest that one can.
    public init(line: Int, column: Int) {
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }

    /// The place of what stands in no file.
    public static let unknown = SourcePosition(line: 0, column: 0)
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
    /// One sentence on one line: what was found and what is allowed.
    public var message: String
    /// Whether the database lacks something that the file says, so that writing it would lose text.
    public var losesText: Bool
    /// The finding of a rule that says the same; nil where no rule does.
    public var finding: RuleReference?

    /// Puts the parts together.
    public init(
        file: String,
        position: SourcePosition,
        severity: Severity,
        message: String,
        losesText: Bool = false,
        finding: RuleReference? = nil
    ) {
        self.file = file
        self.position = position
        self.severity = severity
        self.message = message.onOneLine
        self.losesText = losesText
        self.finding = finding
    }

    /// The line, from 1.
    public var line: Int { position.line }
    /// The byte in the line, from 1.
    public var column: Int { position.column }

    /// `file:line:column: error: message`, as compilers write it.
    public var description: String {
        "\(file.onOneLine):\(line):\(column): \(severity.rawValue): \(message)"
    }
}

/// A rule, and the place that it names.
public struct RuleReference: Hashable, Sendable {
    /// The rule's name.
    public var rule: String
    /// Where the object stands that the rule objects to.
    public var position: SourcePosition

    init(rule: String, position: SourcePosition) {
        self.rule = rule
        self.position = position
    }

    init(_ rule: LintRule, at position: SourcePosition) {
        self.init(rule: rule.name, position: position)
    }
}

/// Diagnostics as they are found; a hostile file cannot make the list grow without end.
struct DiagnosticList {
    let file: String
    private var found: [Diagnostic] = []
    private var last: SourcePosition?
    private var leftOut = 0
    private var leftOutSeverity = Diagnostic.Severity.warning
    private var leftOutLosesText = false
    private static let longest = 1_000

    init(file: String) { self.file = file }

    /// What was found; the last one says how many are left out, where any are.
    var all: [Diagnostic] {
        guard leftOut > 0, let last else { return found }
        let text = leftOut == 1 ? "1 more diagnostic is" : "\(leftOut) more diagnostics are"
        return found + [
            Diagnostic(
                file: file,
                position: last,
                severity: leftOutSeverity,
                message: "\(text) left out, of which this is the first place",
                losesText: leftOutLosesText
            )
        ]
    }

    /// Adds one; the sentence is only made where there is room for it.
    mutating func add(
        _ severity: Diagnostic.Severity,
        at position: SourcePosition,
        losesText: Bool = false,
        as finding: RuleReference? = nil,
        _ message: @autoclosure () -> String
    ) {
        guard found.count < Self.longest else {
            last = last ?? position
            leftOut += 1
            if severity == .error { leftOutSeverity = .error }
            if losesText { leftOutLosesText = true }
            return
        }
        found.append(
            Diagnostic(
                file: file,
                position: position,
                severity: severity,
                message: message(),
                losesText: losesText,
                finding: finding
            )
        )
    }

    mutating func error(
        at position: SourcePosition,
        losesText: Bool = false,
        as finding: RuleReference? = nil,
        _ message: @autoclosure () -> String
    ) {
        add(.error, at: position, losesText: losesText, as: finding, message())
    }

    mutating func warn(
        at position: SourcePosition,
        losesText: Bool = false,
        as finding: RuleReference? = nil,
        _ message: @autoclosure () -> String
    ) {
        add(.warning, at: position, losesText: losesText, as: finding, message())
    }
}
