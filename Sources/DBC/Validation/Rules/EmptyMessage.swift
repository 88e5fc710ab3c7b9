extension LintRule {
    /// A message has bytes but no signals, and no comment says why.
    static let emptyMessage = LintRule(
        "empty-message",
        .info,
        "A message has bytes but no signals, and no comment says why."
    ) { subject, report in
        for message in subject.messages
        where message.signals.isEmpty && message.length > 0 && message.comment.isEmpty {
            report.add(
                at: message.position,
                "\(message.name) has \(message.length) bytes but no signals, and no comment says why"
            )
        }
    }
}
