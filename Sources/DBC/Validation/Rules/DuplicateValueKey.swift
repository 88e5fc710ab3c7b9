extension LintRule {
    /// A value table names one count twice, so that only the first name is shown.
    static let duplicateValueKey = LintRule(
        "duplicate-value-key",
        .warning,
        "A value table names one count twice, so that only the first name is shown."
    ) { subject, report in
        func check(_ values: [ValueDescription], _ name: String, _ position: SourcePosition) {
            var keys: Set<Int128> = []
            for value in values where !keys.insert(value.raw).inserted {
                report.add(at: position, "\(name) names the value \(value.raw) twice")
            }
        }
        subject.forEachSignal { message, signal in
            guard signal.valueTable == nil else { return }
            check(signal.values, "\(message.name).\(signal.name)", signal.position)
        }
        for table in subject.database.valueTables {
            check(table.values, "the value table \(table.name)", table.position)
        }
    }
}
