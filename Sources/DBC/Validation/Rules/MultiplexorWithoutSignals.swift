extension LintRule {
    /// A multiplexor selects no signal.
    static let multiplexorWithoutSignals = LintRule(
        "multiplexor-without-signals",
        .warning,
        "A multiplexor selects no signal."
    ) { subject, report in
        for (message, tree) in zip(subject.messages, subject.multiplexing) {
            let selecting = Set(tree.parents.compactMap { $0 })
            for (index, signal) in message.signals.enumerated()
            where signal.multiplexing.isSelector && !selecting.contains(index) {
                report.add(
                    at: signal.position,
                    "\(message.name).\(signal.name) is marked M, but selects no signal"
                )
            }
        }
    }
}
