extension LintRule {
    /// A node receives a signal that it alone sends.
    static let senderReceivesItself = LintRule(
        "sender-receives-itself",
        .info,
        "A node receives a signal that it alone sends."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard message.sender != Node.nobody, message.transmitters.isEmpty,
                signal.receivers.contains(message.sender)
            else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) is received by \(message.sender), which sends it"
            )
        }
    }
}
