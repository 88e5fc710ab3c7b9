extension LintRule {
    /// A signal has a length that none can have: 1 to 64 bits, from bit 0 on.
    static let signalLength = LintRule(
        "signal-length",
        .error,
        "A signal has a length that none can have: 1 to 64 bits, from bit 0 on."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard BitMap(signal) == nil else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) lies at \(signal.startBit)|\(signal.length), expected "
                    + "1 to 64 bits from bit 0 on"
            )
        }
    }
}
