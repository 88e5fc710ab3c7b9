/// Something allowed that is probably not meant.
public struct ConfigurationWarning: Hashable, Sendable {
    /// The file, as it was named.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int
    /// The key with those above it.
    public var key: String
    /// What follows from it.
    public var message: String
}

extension ConfigurationWarning: CustomStringConvertible {
    /// One sentence: `file:line:column: warning: key: message`.
    public var description: String { "\(file):\(line):\(column): warning: \(key): \(message)" }
}
