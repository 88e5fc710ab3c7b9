extension LintRule {
    /// A message is sent by a node that BU_ does not list.
    static let unknownSender = LintRule(
        "unknown-sender",
        .warning,
        "A message is sent by a node that BU_ does not list."
    ) { subject, report in
        for message in subject.messages {
            for name in [message.sender] + message.transmitters where !subject.nodes.contains(name)
            {
                report.add(
                    at: message.position,
                    "\(message.name) is sent by \(name), which BU_ does not list"
                )
            }
        }
    }
}
