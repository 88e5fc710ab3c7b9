extension LintRule {
    /// An environment variable is used by a node that BU_ does not list.
    static let unknownVariableNode = LintRule(
        "unknown-variable-node",
        .warning,
        "An environment variable is used by a node that BU_ does not list."
    ) { subject, report in
        for variable in subject.database.environmentVariables {
            for name in variable.nodes where !subject.nodes.contains(name) {
                report.add(
                    at: variable.position,
                    "\(variable.name) is used by \(name), which BU_ does not list"
                )
            }
        }
    }
}
