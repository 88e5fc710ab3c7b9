extension LintRule {
    /// SG_MUL_VAL_ names a multiplexor that is not marked M.
    static let multiplexorNotMarked = LintRule(
        "multiplexor-not-marked",
        .warning,
        "SG_MUL_VAL_ names a multiplexor that is not marked M."
    ) { subject, report in
        for (message, tree) in zip(subject.messages, subject.multiplexing) {
            for index in Set(tree.parents.compactMap { $0 }).sorted()
            where !message.signals[index].multiplexing.isSelector {
                report.add(
                    at: message.signals[index].position,
                    "\(message.name).\(message.signals[index].name) selects signals, but is not marked M"
                )
            }
        }
    }
}
