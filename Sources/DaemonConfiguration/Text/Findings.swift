/// What is found while the files are read, so that a person sees all of it at once.
final class Findings {
    /// What is wrong.
    private(set) var problems: [ConfigurationProblem] = []
    /// What is probably not meant.
    private(set) var warnings: [ConfigurationWarning] = []
    /// Every key that was looked for; the reference documentation is tested against it.
    private(set) var keys: [KnownKey] = []

    /// What is wrong, each file from top to bottom, the file that was begun first at first.
    func inOrder() -> [ConfigurationProblem] {
        var files: [String] = []
        for problem in problems where !files.contains(problem.file) { files.append(problem.file) }
        return files.flatMap { file in
            problems.filter { $0.file == file }
                .sorted { ($0.line, $0.column, $0.key) < ($1.line, $1.column, $1.key) }
        }
    }

    func add(_ problem: ConfigurationProblem) { problems.append(problem) }

    func add(_ warning: ConfigurationWarning) { warnings.append(warning) }

    func note(_ key: KnownKey) {
        if !keys.contains(key) { keys.append(key) }
    }
}

/// A key that the reader knows.
struct KnownKey: Hashable {
    /// The key with those above it; what a person names stands in capitals: `buses.NAME.address`.
    let pattern: String
    /// What may stand there.
    let allowed: String
    /// What holds where it is not given; nil for a key that must be given.
    let fallback: String?
}

/// Where something stands in a file.
struct Place {
    let line: Int
    let column: Int
}
