extension LintRule {
    /// GenSigStartValue, also by default, is nothing that the bits of its signal can hold.
    static let startValueOutsideRange = LintRule(
        "start-value-outside-range",
        .warning,
        "GenSigStartValue, also by default, is nothing that the bits of its signal can hold."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard let layout = signal.layout,
                let start = subject.attribute("GenSigStartValue", of: signal)?
                    .startValue(layout.kind),
                layout.bits(of: start) == nil
            else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) starts at \(start), but its bits hold only "
                    + layout.rawRange
            )
        }
    }
}
