import CANFrames

extension LintRule {
    /// Two messages have one identifier, so that only the first is decoded.
    static let duplicateMessageIdentifier = LintRule(
        "duplicate-message-identifier",
        .error,
        "Two messages have one identifier, so that only the first is decoded."
    ) { subject, report in
        var first: [FrameID: String] = [:]
        for message in subject.messages {
            guard let id = message.id else { continue }
            if let other = first[id] {
                report.add(
                    at: message.position,
                    "\(message.name) has the identifier \(id) of \(other)"
                )
            } else {
                first[id] = message.name
            }
        }
    }
}
