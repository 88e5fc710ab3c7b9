extension LintRule {
    /// A message has a number that is no identifier of 11 or 29 bits.
    static let invalidIdentifier = LintRule(
        "invalid-identifier",
        .error,
        "A message has a number that is no identifier of 11 or 29 bits."
    ) { subject, report in
        for message in subject.messages where message.id == nil {
            report.add(
                at: message.position,
                "\(message.name) has the number \(message.rawID), expected an identifier of 11 bits, or "
                    + "of 29 bits and bit 31"
            )
        }
    }
}
