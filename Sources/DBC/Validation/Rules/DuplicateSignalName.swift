extension LintRule {
    /// Two signals of a message have one name, so that only the first is found by it.
    static let duplicateSignalName = LintRule(
        "duplicate-signal-name",
        .error,
        "Two signals of a message have one name, so that only the first is found by it."
    ) { subject, report in
        for message in subject.database.messages {
            var names: Set<String> = []
            for signal in message.signals where !names.insert(signal.name).inserted {
                report.add(
                    at: signal.position,
                    "\(message.name) has two signals named \(signal.name)"
                )
            }
        }
    }
}
