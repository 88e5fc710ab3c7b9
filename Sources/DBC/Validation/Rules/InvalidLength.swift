extension LintRule {
    /// A message has a length that no CAN frame has.
    static let invalidLength = LintRule(
        "invalid-length",
        .warning,
        "A message has a length that no CAN frame has."
    ) { subject, report in
        for message in subject.messages {
            switch message.length {
            case 0...8, 12, 16, 20, 24, 32, 48, 64: continue
            case 9...1785 where subject.isJ1939(message): continue
            default:
                report.add(
                    at: message.position,
                    "\(message.name) has \(message.length) bytes, expected 0 to 8, or 12, 16, 20, 24, 32, "
                        + "48 or 64 with FD, or up to 1785 with J1939"
                )
            }
        }
    }
}
