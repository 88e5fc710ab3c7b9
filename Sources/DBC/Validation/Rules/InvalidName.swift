extension LintRule {
    /// A name is none in C, or is a keyword of the format, so that some tools refuse it.
    static let invalidName = LintRule(
        "invalid-name",
        .warning,
        "A name is none in C, or is a keyword of the format, so that some tools refuse it."
    ) { subject, report in
        func check(_ name: String, _ what: String, _ position: SourcePosition) {
            let bytes = name.utf8
            let isName = bytes.allSatisfy(\.isWordByte) && bytes.first.map { !$0.isDigit } ?? false
            guard !isName || Keyword(rawValue: name) != nil else { return }
            report.add(
                at: position,
                "the \(what) \(name) needs a name of letters, digits and '_' that begins with no digit "
                    + "and is no keyword"
            )
        }
        for node in subject.database.nodes { check(node.name, "node", node.position) }
        for table in subject.database.valueTables {
            check(table.name, "value table", table.position)
        }
        for message in subject.database.messages {
            check(message.name, "message", message.position)
            for signal in message.signals { check(signal.name, "signal", signal.position) }
        }
    }
}
