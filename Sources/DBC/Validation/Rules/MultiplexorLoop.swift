extension LintRule {
    /// A signal selects itself by way of others, so that it is never delivered.
    static let multiplexorLoop = LintRule(
        "multiplexor-loop",
        .error,
        "A signal selects itself by way of others, so that it is never delivered."
    ) { subject, report in
        for (message, tree) in zip(subject.messages, subject.multiplexing) {
            for index in tree.loops.sorted() {
                report.add(
                    at: message.signals[index].position,
                    "\(message.name).\(message.signals[index].name) selects itself by way of others, or "
                        + "is multiplexed more than 16 deep"
                )
            }
        }
    }
}
