extension LintRule {
    /// A multiplexed signal has no multiplexor, so that it is never delivered.
    static let multiplexedWithoutMultiplexor = LintRule(
        "multiplexed-without-multiplexor",
        .error,
        "A multiplexed signal has no multiplexor, so that it is never delivered."
    ) { subject, report in
        for (message, tree) in zip(subject.messages, subject.multiplexing) {
            for (index, signal) in message.signals.enumerated()
            where !signal.multiplexing.ranges.isEmpty && tree.parents[index] == nil {
                let missing = signal.multiplexing.selector.map { "\($0) is not there" }
                report.add(
                    at: signal.position,
                    "\(message.name).\(signal.name) is multiplexed, but "
                        + (missing ?? "no signal is marked M")
                )
            }
        }
    }
}
