import SignalCodec

extension LintRule {
    /// A float has a length other than 32 bits, or a double other than 64.
    static let floatLength = LintRule(
        "float-length",
        .error,
        "A float has a length other than 32 bits, or a double other than 64."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            let expected: Int
            switch signal.kind {
            case .unsigned, .signed: return
            case .float32: expected = 32
            case .float64: expected = 64
            }
            guard signal.length != expected else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) is a float of \(signal.length) bits, "
                    + "expected \(expected)"
            )
        }
    }
}
