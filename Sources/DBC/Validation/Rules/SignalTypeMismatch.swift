import SignalCodec

extension LintRule {
    /// A signal differs from the signal type that it refers to.
    static let signalTypeMismatch = LintRule(
        "signal-type-mismatch",
        .warning,
        "A signal differs from the signal type that it refers to."
    ) { subject, report in
        var types: [String: SignalType] = [:]
        for type in subject.database.signalTypes { types[type.name] = type }
        subject.forEachSignal { message, signal in
            guard let name = signal.signalType, let type = types[name] else { return }
            let isSame =
                signal.length == type.length && signal.kind == type.kind
                && signal.byteOrder == type.byteOrder && signal.factor == type.factor
                && signal.offset == type.offset
            guard !isSame else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) differs from its signal type \(name) in length, "
                    + "byte order, sign or scaling"
            )
        }
    }
}
