extension LintRule {
    /// An attribute is set that is not defined for its object.
    static let undefinedAttribute = LintRule(
        "undefined-attribute",
        .warning,
        "An attribute is set that is not defined for its object."
    ) { subject, report in
        subject.forEachAttribute { attribute, object, owner in
            guard subject.definition(of: attribute.name, for: object) == nil else { return }
            report.add(
                at: attribute.position,
                "\(owner) sets the attribute \"\(attribute.name)\", which is not defined for it"
            )
        }
    }
}
