import SignalCodec

extension LintRule {
    /// A signal of one bit is signed, so that it reads 0 or -1.
    static let signedBit = LintRule(
        "signed-bit",
        .warning,
        "A signal of one bit is signed, so that it reads 0 or -1."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard signal.length == 1, signal.kind == .signed else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) is signed and has one bit: it reads 0 or -1"
            )
        }
    }
}
