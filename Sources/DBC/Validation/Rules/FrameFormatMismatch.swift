import CANFrames

extension LintRule {
    /// VFrameFormat contradicts the identifier or the length of its message.
    static let frameFormatMismatch = LintRule(
        "frame-format-mismatch",
        .warning,
        "VFrameFormat contradicts the identifier or the length of its message."
    ) { subject, report in
        for message in subject.messages {
            // Without a value of its own a message has a default, which most tools never look at.
            guard let format = message.attributes["VFrameFormat"]?.text, let id = message.id else {
                continue
            }
            let isExtended = format.hasPrefix("Extended") || format.hasPrefix("J1939")
            let isStandard = format.hasPrefix("Standard")
            if (isExtended && !id.isExtended) || (isStandard && id.isExtended) {
                report.add(
                    at: message.position,
                    "\(message.name) has the VFrameFormat \(format), but the identifier \(id)"
                )
            }
            if format.hasSuffix("CAN"), message.length > 8 {
                report.add(
                    at: message.position,
                    "\(message.name) has the VFrameFormat \(format), but \(message.length) bytes"
                )
            }
        }
    }
}
