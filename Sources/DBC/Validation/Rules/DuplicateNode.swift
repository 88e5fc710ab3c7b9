extension LintRule {
    /// Two nodes have one name.
    static let duplicateNode = LintRule(
        "duplicate-node",
        .warning,
        "Two nodes have one name."
    ) { subject, report in
        var names: Set<String> = []
        for node in subject.database.nodes where !names.insert(node.name).inserted {
            report.add(at: node.position, "the node \(node.name) is listed twice")
        }
    }
}
