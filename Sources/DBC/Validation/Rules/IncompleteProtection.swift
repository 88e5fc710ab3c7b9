import SignalCodec

extension LintRule {
    /// A message has end-to-end protection without the signals that it needs.
    static let incompleteProtection = LintRule(
        "incomplete-protection",
        .error,
        "A message has end-to-end protection without the signals that it needs."
    ) { subject, report in
        for message in subject.messages {
            let profile = subject.attribute("E2EProfile", of: message)?.text ?? "None"
            for attribute in ["E2EChecksumSignal", "E2ECounterSignal"] {
                let name = subject.attribute(attribute, of: message)?.text ?? ""
                if name.isEmpty {
                    guard profile != "None", !profile.isEmpty else { continue }
                    report.add(
                        at: message.position,
                        "\(message.name) has the E2EProfile \(profile), but no \(attribute)"
                    )
                } else if let signal = message.signal(named: name) {
                    guard signal.kind == .unsigned, signal.multiplexing.ranges.isEmpty else {
                        report.add(
                            at: message.position,
                            "\(message.name) has the \(attribute) \(name), expected a signal that is "
                                + "unsigned and in every frame"
                        )
                        continue
                    }
                } else {
                    report.add(
                        at: message.position,
                        "\(message.name) has the \(attribute) \"\(name)\", which is none of its signals"
                    )
                }
            }
        }
    }
}
