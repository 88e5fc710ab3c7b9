extension LintRule {
    /// Two value tables have one name, so that only the first is used.
    static let duplicateValueTable = LintRule(
        "duplicate-value-table",
        .warning,
        "Two value tables have one name, so that only the first is used."
    ) { subject, report in
        var names: Set<String> = []
        for table in subject.database.valueTables where !names.insert(table.name).inserted {
            report.add(at: table.position, "the value table \(table.name) is there twice")
        }
    }
}
