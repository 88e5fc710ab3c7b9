extension LintRule {
    /// Two names differ in nothing but capitals.
    static let confusableNames = LintRule(
        "confusable-names",
        .info,
        "Two names differ in nothing but capitals."
    ) { subject, report in
        func compare(_ names: [(name: String, position: SourcePosition)], _ what: String) {
            var first: [String: String] = [:]
            for (name, position) in names {
                let folded = name.lowercased()
                if let other = first[folded] {
                    guard other != name else { continue }
                    report.add(
                        at: position,
                        "the \(what) \(name) differs from \(other) only in capitals"
                    )
                } else {
                    first[folded] = name
                }
            }
        }
        compare(subject.database.nodes.map { ($0.name, $0.position) }, "node")
        compare(subject.database.messages.map { ($0.name, $0.position) }, "message")
        for message in subject.database.messages {
            compare(message.signals.map { ($0.name, $0.position) }, "signal")
        }
    }
}
