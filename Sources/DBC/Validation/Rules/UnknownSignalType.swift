extension LintRule {
    /// A signal or an environment variable refers to a signal type that is not there.
    static let unknownSignalType = LintRule(
        "unknown-signal-type",
        .warning,
        "A signal or an environment variable refers to a signal type that is not there."
    ) { subject, report in
        let types = Set(subject.database.signalTypes.map(\.name))
        subject.forEachSignal { message, signal in
            guard let type = signal.signalType, !types.contains(type) else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) refers to the signal type \(type), which is not there"
            )
        }
        for variable in subject.database.environmentVariables {
            guard let type = variable.signalType, !types.contains(type) else { continue }
            report.add(
                at: variable.position,
                "\(variable.name) refers to the signal type \(type), which is not there"
            )
        }
    }
}
