extension LintRule {
    /// Two messages have one name, so that only the first is found by it.
    static let duplicateMessageName = LintRule(
        "duplicate-message-name",
        .error,
        "Two messages have one name, so that only the first is found by it."
    ) { subject, report in
        var first: [String: UInt32] = [:]
        for message in subject.database.messages {
            if let other = first[message.name] {
                report.add(
                    at: message.position,
                    "the message number \(message.rawID) has the name \(message.name) of number \(other)"
                )
            } else {
                first[message.name] = message.rawID
            }
        }
    }
}
