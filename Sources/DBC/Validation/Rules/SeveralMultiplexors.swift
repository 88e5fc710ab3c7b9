extension LintRule {
    /// A message has several multiplexors, and no SG_MUL_VAL_ says which one selects a signal.
    static let severalMultiplexors = LintRule(
        "several-multiplexors",
        .error,
        "A message has several multiplexors, and no SG_MUL_VAL_ says which one selects a signal."
    ) { subject, report in
        for message in subject.messages {
            let roots = message.signals.filter {
                $0.multiplexing.isSelector && $0.multiplexing.ranges.isEmpty
            }
            guard roots.count > 1 else { continue }
            for signal in message.signals
            where !signal.multiplexing.ranges.isEmpty && signal.multiplexing.selector == nil {
                report.add(
                    at: signal.position,
                    "\(message.name).\(signal.name) has no SG_MUL_VAL_, and \(roots.count) signals of "
                        + "the message are marked M"
                )
            }
        }
    }
}
