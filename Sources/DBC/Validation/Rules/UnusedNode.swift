extension LintRule {
    /// A node neither sends nor receives anything.
    static let unusedNode = LintRule(
        "unused-node",
        .info,
        "A node neither sends nor receives anything."
    ) { subject, report in
        var used: Set<String> = []
        for message in subject.database.messages {
            used.insert(message.sender)
            used.formUnion(message.transmitters)
            for signal in message.signals { used.formUnion(signal.receivers) }
        }
        for variable in subject.database.environmentVariables { used.formUnion(variable.nodes) }
        for node in subject.database.nodes where !used.contains(node.name) && node.comment.isEmpty {
            report.add(
                at: node.position,
                "the node \(node.name) neither sends nor receives, and no comment says why"
            )
        }
    }
}
