extension LintRule {
    /// Every rule there is, by name.
    public static let all: [LintRule] = [
        overlappingSignals,
        signalPastFrame,
    ].sorted { $0.name < $1.name }
}
