extension LintRule {
    /// An attribute has a value that its definition does not allow.
    static let attributeOutsideDefinition = LintRule(
        "attribute-outside-definition",
        .warning,
        "An attribute has a value that its definition does not allow."
    ) { subject, report in
        subject.forEachAttribute { attribute, object, owner in
            guard let definition = subject.definition(of: attribute.name, for: object),
                let expected = definition.type.expectation(against: attribute.value)
            else { return }
            report.add(
                at: attribute.position,
                "\(owner) has \(attribute.value.written) for the attribute \"\(attribute.name)\", "
                    + "expected \(expected)"
            )
        }
        for definition in subject.database.attributeDefinitions {
            guard let value = definition.defaultValue,
                let expected = definition.type.expectation(against: value)
            else { continue }
            report.add(
                at: definition.position,
                "the attribute \"\(definition.name)\" has the default \(value.written), "
                    + "expected \(expected)"
            )
        }
    }
}
