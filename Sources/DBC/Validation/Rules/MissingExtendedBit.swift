extension LintRule {
    /// An identifier above 0x7FF lacks bit 31, which marks an extended one.
    static let missingExtendedBit = LintRule(
        "missing-extended-bit",
        .warning,
        "An identifier above 0x7FF lacks bit 31, which marks an extended one."
    ) { subject, report in
        for message in subject.messages
        where message.rawID > 0x7FF && message.rawID & 0x8000_0000 == 0 {
            report.add(
                at: message.position,
                "\(message.name) has the identifier \(message.rawID) above 2047 without bit 31"
            )
        }
    }
}
