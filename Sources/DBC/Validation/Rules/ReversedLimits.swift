extension LintRule {
    /// A smallest value is larger than the largest, or is not a number.
    static let reversedLimits = LintRule(
        "reversed-limits",
        .error,
        "A smallest value is larger than the largest, or is not a number."
    ) { subject, report in
        func check(_ name: String, _ minimum: Double, _ maximum: Double, _ position: SourcePosition)
        {
            guard !(minimum <= maximum) else { return }
            report.add(
                at: position,
                "\(name) has the limits [\(minimum)|\(maximum)], expected the smaller first"
            )
        }
        subject.forEachSignal { message, signal in
            check("\(message.name).\(signal.name)", signal.minimum, signal.maximum, signal.position)
        }
        for variable in subject.database.environmentVariables {
            check(variable.name, variable.minimum, variable.maximum, variable.position)
        }
        for definition in subject.database.attributeDefinitions {
            switch definition.type {
            case .integer(let minimum, let maximum, _), .number(let minimum, let maximum):
                check("\"\(definition.name)\"", minimum, maximum, definition.position)
            case .enumeration, .string: break
            }
        }
    }
}
