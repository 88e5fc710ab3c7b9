extension LintRule {
    /// A signal has factor 0: every count means the same, and none can be encoded.
    static let zeroFactor = LintRule(
        "zero-factor",
        .error,
        "A signal has factor 0: every count means the same, and none can be encoded."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard signal.factor == 0 else { return }
            report.add(at: signal.position, "\(message.name).\(signal.name) has factor 0")
        }
    }
}
