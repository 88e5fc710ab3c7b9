extension LintRule {
    /// A unit is none that engineers know.
    static let unknownUnit = LintRule(
        "unknown-unit",
        .info,
        "A unit is none that engineers know."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard !Unit.isKnown(signal.unit) else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) has the unit \"\(signal.unit)\", which is not known"
            )
        }
    }
}
