extension LintRule {
    /// A name has more than the 32 characters that old tools allow, and no short form.
    static let overlongName = LintRule(
        "overlong-name",
        .info,
        "A name has more than the 32 characters that old tools allow, and no short form."
    ) { subject, report in
        func check(_ name: String, _ shortName: String?, _ what: String, _ position: SourcePosition)
        {
            let written = shortName ?? name
            guard written.utf8.count > 32 else { return }
            report.add(
                at: position,
                "the \(what) \(written) has \(written.utf8.count) characters, expected at most 32"
            )
        }
        for node in subject.database.nodes {
            check(node.name, node.shortName, "node", node.position)
        }
        for message in subject.database.messages {
            check(message.name, message.shortName, "message", message.position)
            for signal in message.signals {
                check(signal.name, signal.shortName, "signal", signal.position)
            }
        }
    }
}
