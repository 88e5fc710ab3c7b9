extension LintRule {
    /// A message whose send type is cyclic has no cycle time.
    static let missingCycleTime = LintRule(
        "missing-cycle-time",
        .warning,
        "A message whose send type is cyclic has no cycle time."
    ) { subject, report in
        for message in subject.messages {
            guard let type = subject.attribute("GenMsgSendType", of: message)?.text,
                type.lowercased().hasPrefix("cyclic"),
                (subject.attribute("GenMsgCycleTime", of: message)?.number ?? 0) <= 0
            else { continue }
            report.add(
                at: message.position,
                "\(message.name) has the send type \(type), but no GenMsgCycleTime above 0"
            )
        }
    }
}
