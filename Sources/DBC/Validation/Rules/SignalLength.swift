extension LintRule {
    /// A signal is neither a number of 1 to 64 bits nor bytes inside its message.
    static let signalLength = LintRule(
        "signal-length",
        .error,
        "A signal is neither a number of 1 to 64 bits nor, if longer, bytes inside its message."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard BitMap(signal) == nil,
                LongSignal(signal, messageLength: message.length) == nil
            else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) lies at \(signal.startBit)|\(signal.length), expected "
                    + "1 to 64 bits from bit 0 on, or more bits that end inside the message"
            )
        }
    }
}
