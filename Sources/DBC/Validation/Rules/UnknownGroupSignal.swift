extension LintRule {
    /// A signal group names a signal that its message does not have.
    static let unknownGroupSignal = LintRule(
        "unknown-group-signal",
        .warning,
        "A signal group names a signal that its message does not have."
    ) { subject, report in
        for message in subject.messages {
            let names = Set(message.signals.map(\.name))
            for group in message.signalGroups {
                for name in group.signals where !names.contains(name) {
                    report.add(
                        at: message.position,
                        "the signal group \(group.name) of \(message.name) names \(name), which the "
                            + "message does not have"
                    )
                }
            }
        }
    }
}
