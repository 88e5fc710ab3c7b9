import DBC

/// Something that reading, compiling or a rule found in a database.
struct Complaint {
    /// What found it: `syntax`, `compile`, or the name of a rule.
    let rule: String
    let severity: Finding.Severity
    let file: String
    let position: SourcePosition
    let message: String

    init(_ diagnostic: Diagnostic, rule: String) {
        self.rule = rule
        severity = diagnostic.severity == .error ? .error : .warning
        file = diagnostic.file
        position = diagnostic.position
        message = diagnostic.message
    }

    init(_ finding: Finding) {
        rule = finding.rule
        severity = finding.severity
        file = finding.file
        position = finding.position
        message = finding.message
    }

    /// `file:line:column: severity: sentence [rule]`.
    var text: String {
        "\(file.onOneLine):\(position.line):\(position.column): \(severity.rawValue): \(message) [\(rule)]"
    }
}

extension DatabaseFile {
    /// What reading, compiling and the rules found, in the order of the file.
    ///
    /// Where a rule objects to something as gravely, what reading says of the same, and what compiling
    /// says of that place, is left out: it is the same thing.
    var complaints: [Complaint] {
        let found = database.lint()
        let findings = found.map { Complaint($0) }
        var severities: [RuleReference: Finding.Severity] = [:]
        for finding in found { severities[finding.reference] = finding.severity }
        let reading = syntax.filter { diagnostic in
            switch diagnostic.finding.flatMap({ severities[$0] }) {
            case .error: false
            case .warning: diagnostic.severity == .error
            case .info, nil: true
            }
        }
        var worst: [SourcePosition: Finding.Severity] = [:]
        for finding in findings where worst[finding.position] != .error {
            worst[finding.position] = finding.severity
        }
        let compiling = compiled.diagnostics.map { Complaint($0, rule: "compile") }.filter {
            switch worst[$0.position] {
            case .error: false
            case .warning: $0.severity == .error
            case .info, nil: true
            }
        }
        let all = reading.map { Complaint($0, rule: "syntax") } + compiling + findings
        return all.sorted {
            ($0.position.line, $0.position.column, $0.rule)
                < ($1.position.line, $1.position.column, $1.rule)
        }
    }
}
