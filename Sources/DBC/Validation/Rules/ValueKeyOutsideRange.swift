extension LintRule {
    /// A value table names a count that the bits of its signal cannot hold.
    static let valueKeyOutsideRange = LintRule(
        "value-key-outside-range",
        .warning,
        "A value table names a count that the bits of its signal cannot hold."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard let range = signal.keyRange else { return }
            for value in signal.values where !range.contains(value.raw) {
                report.add(
                    at: signal.position,
                    "\(message.name).\(signal.name) names the value \(value.raw) "
                        + "\"\(value.label)\", but its \(signal.length) bits hold only "
                        + "\(range.lowerBound) to \(range.upperBound)"
                )
            }
        }
    }
}
