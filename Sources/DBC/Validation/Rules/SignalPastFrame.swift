extension LintRule {
    /// A signal ends behind its message's last byte.
    static let signalPastFrame = LintRule(
        "signal-past-frame",
        .error,
        "A signal ends behind its message's last byte, so that it is never delivered."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard let map = BitMap(signal), map.lastByte >= message.length else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) at \(signal.startBit)|\(signal.length) ends in "
                    + "byte \(map.lastByte), but the message has only \(message.length) bytes"
            )
        }
    }
}
