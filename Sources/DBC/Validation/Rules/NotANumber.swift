extension LintRule {
    /// A factor or an offset is infinite or not a number.
    static let notANumber = LintRule(
        "not-a-number",
        .error,
        "A factor or an offset is infinite or not a number."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            for (what, value) in [("factor", signal.factor), ("offset", signal.offset)]
            where !value.isFinite {
                report.add(
                    at: signal.position,
                    "\(message.name).\(signal.name) has the \(what) \(value), expected a finite number"
                )
            }
        }
    }
}
