/// A rule that a good database keeps.
///
/// Each has a file of its own in the folder Rules and is listed in `all`.
public struct LintRule: Sendable {
    /// Its name in kebab-case, unique.
    public let name: String
    /// How bad it is to break it.
    public let severity: Finding.Severity
    /// One sentence that says what is found.
    public let summary: String
    private let check: @Sendable (_ subject: LintSubject, _ report: inout LintReport) -> Void

    init(
        _ name: String,
        _ severity: Finding.Severity,
        _ summary: String,
        check: @escaping @Sendable (_ subject: LintSubject, _ report: inout LintReport) -> Void
    ) {
        self.name = name
        self.severity = severity
        self.summary = summary
        self.check = check
    }

    /// The rule of that name; nil where there is none.
    public static func named(_ name: String) -> LintRule? { all.first { $0.name == name } }

    func findings(in subject: LintSubject) -> [Finding] {
        var report = LintReport(rule: self, file: subject.database.file)
        check(subject, &report)
        return report.all
    }
}

extension Database {
    /// What the rules object to, in the order of the file.
    public func lint(rules: [LintRule] = LintRule.all) -> [Finding] {
        let subject = LintSubject(self)
        return rules.flatMap { $0.findings(in: subject) }.sorted { first, second in
            (first.position.line, first.position.column, first.rule, first.message)
                < (second.position.line, second.position.column, second.rule, second.message)
        }
    }
}

/// The findings of one rule; a hostile database cannot make them grow without end.
struct LintReport {
    private let rule: LintRule
    private let file: String
    private var found: [Finding] = []
    private var leftOut = 0
    private static let longest = 1_000

    init(rule: LintRule, file: String) {
        self.rule = rule
        self.file = file
    }

    /// What was found; the last one says how many are left out, where any are.
    var all: [Finding] {
        guard leftOut > 0, var last = found.last else { return found }
        last.message = "\(leftOut) more of this rule are left out"
        return found + [last]
    }

    /// Adds one; the sentence is only made where there is room for it.
    mutating func add(at position: SourcePosition, _ message: @autoclosure () -> String) {
        guard found.count < Self.longest else {
            leftOut += 1
            return
        }
        found.append(
            Finding(
                rule: rule.name,
                severity: rule.severity,
                file: file,
                position: position,
                message: message().onOneLine
            )
        )
    }
}
