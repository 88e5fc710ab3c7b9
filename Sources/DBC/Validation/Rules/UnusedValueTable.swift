extension LintRule {
    /// A value table is used by nothing.
    static let unusedValueTable = LintRule(
        "unused-value-table",
        .info,
        "A value table is used by nothing."
    ) { subject, report in
        var used: Set<String> = []
        var lists: Set<[ValueDescription]> = []
        for message in subject.database.messages {
            for signal in message.signals {
                if let table = signal.valueTable { used.insert(table) }
                if !signal.values.isEmpty { lists.insert(signal.values) }
            }
        }
        for type in subject.database.signalTypes { used.insert(type.valueTable) }
        // Most tools write the values of a table out where they are used.
        for table in subject.database.valueTables
        where !used.contains(table.name) && !lists.contains(table.values) {
            report.add(at: table.position, "the value table \(table.name) is used by nothing")
        }
    }
}
