/// Something in a database that a rule objects to.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable, CaseIterable {
        /// Decoding or sending goes wrong.
        case error
        /// It decodes, but hardly as it was meant.
        case warning
        /// Worth knowing.
        case info
    }

    /// The rule's name.
    public var rule: String
    /// How bad it is.
    public var severity: Severity
    /// The file's name as it was given.
    public var file: String
    /// Where in the file; `SourcePosition.unknown` where the object stands in none.
    public var position: SourcePosition
    /// One sentence on one line: what was found and what is right.
    public var message: String

    /// Its rule, and the place that it names.
    public var reference: RuleReference { RuleReference(rule: rule, position: position) }

    /// `file:line:column: error: message [rule]`, as compilers write it.
    public var description: String {
        "\(file.onOneLine):\(position.line):\(position.column): \(severity.rawValue): \(message) [\(rule)]"
    }
}
