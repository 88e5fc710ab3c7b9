extension LintRule {
    /// A relation names a node, a message, a signal or a variable that is not there.
    static let unknownRelation = LintRule(
        "unknown-relation",
        .warning,
        "A relation names a node, a message, a signal or a variable that is not there."
    ) { subject, report in
        let database = subject.database
        let variables = Set(database.environmentVariables.map(\.name))
        for relation in database.relations {
            let isThere: Bool =
                switch relation.target {
                case .message(let rawID): database.messages.contains { $0.rawID == rawID }
                case .signal(let rawID, let name):
                    database.messages.first { $0.rawID == rawID }?.signal(named: name) != nil
                case .environmentVariable(let name): variables.contains(name)
                }
            guard !isThere || !subject.nodes.contains(relation.node) else { continue }
            report.add(
                at: relation.position,
                "the relation \"\(relation.name)\" of \(relation.node) names what is not there"
            )
        }
    }
}
