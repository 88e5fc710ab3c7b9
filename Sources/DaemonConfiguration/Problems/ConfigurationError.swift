/// Everything that is wrong with the configuration, all at once.
public struct ConfigurationError: Error, Hashable {
    /// What is wrong, in the files' order; never empty.
    public let problems: [ConfigurationProblem]

    /// Takes the problems.
    public init(problems: [ConfigurationProblem]) { self.problems = problems }
}

extension ConfigurationError: CustomStringConvertible {
    /// One sentence a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
