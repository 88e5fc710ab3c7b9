extension LintRule {
    /// An attribute has no default, so that what sets none has no value.
    static let missingDefault = LintRule(
        "missing-default",
        .info,
        "An attribute has no default, so that what sets none has no value."
    ) { subject, report in
        for definition in subject.database.attributeDefinitions where definition.defaultValue == nil
        {
            // An empty default of a text or an enumeration is none, and stands for it.
            switch definition.type {
            case .enumeration, .string: continue
            case .integer, .number:
                report.add(
                    at: definition.position,
                    "the attribute \"\(definition.name)\" has no default"
                )
            }
        }
    }
}
