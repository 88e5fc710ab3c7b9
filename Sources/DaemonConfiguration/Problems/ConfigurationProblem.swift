/// One thing that is wrong with a configuration file.
public struct ConfigurationProblem: Hashable, Sendable {
    /// The file, as it was named.
    public var file: String
    /// The line, from 1; 0 where the file as a whole is meant.
    public var line: Int
    /// The column, from 1; 0 where the file as a whole is meant.
    public var column: Int
    /// The key with those above it, such as `body.mass`; empty where none is concerned.
    public var key: String
    /// What stands there.
    public var found: String
    /// What may stand there.
    public var allowed: String

    /// Puts the parts together.
    public init(
        file: String,
        line: Int,
        column: Int,
        key: String,
        found: String,
        allowed: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.found = found
        self.allowed = allowed
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// One sentence: `file:line:column: key: found X, allowed Y`.
    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column): " : "\(file): "
        let subject = key.isEmpty ? "" : "\(key): "
        return "\(place)\(subject)found \(found), allowed \(allowed)"
    }
}
