extension LintRule {
    /// A signal is received by a node that BU_ does not list.
    static let unknownReceiver = LintRule(
        "unknown-receiver",
        .warning,
        "A signal is received by a node that BU_ does not list."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            for name in signal.receivers where !subject.nodes.contains(name) {
                report.add(
                    at: signal.position,
                    "\(message.name).\(signal.name) is received by \(name), which BU_ does not list"
                )
            }
        }
    }
}
