extension LintRule {
    /// GenSigStartValue is a count that the bits of its signal cannot hold.
    static let startValueOutsideRange = LintRule(
        "start-value-outside-range",
        .warning,
        "GenSigStartValue is a count that the bits of its signal cannot hold."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard let value = signal.attributes["GenSigStartValue"]?.number,
                let range = signal.rawRange,
                !(value >= Double(range.lowerBound) && value <= Double(range.upperBound))
            else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) starts at \(value), but its bits hold only "
                    + "\(range.lowerBound) to \(range.upperBound)"
            )
        }
    }
}
