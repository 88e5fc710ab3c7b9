extension LintRule {
    /// A signal or a signal type refers to a value table that is not there.
    static let unknownValueTable = LintRule(
        "unknown-value-table",
        .warning,
        "A signal or a signal type refers to a value table that is not there."
    ) { subject, report in
        let tables = Set(subject.database.valueTables.map(\.name)).union([""])
        subject.forEachSignal { message, signal in
            guard let table = signal.valueTable, !tables.contains(table) else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) refers to the value table \(table), which is not there"
            )
        }
        for type in subject.database.signalTypes where !tables.contains(type.valueTable) {
            report.add(
                at: type.position,
                "\(type.name) refers to the value table \(type.valueTable), which is not there"
            )
        }
    }
}
