/// An attribute of a node together with something else (BA_REL_).
public struct Relation: Hashable, Sendable {
    /// What the node is related to; names are the database's own, long where they are.
    public enum Target: Hashable, Sendable {
        /// A message that it sends, by the number in the file.
        case message(UInt32)
        /// A signal that it receives, by the message's number and its name.
        case signal(message: UInt32, name: String)
        /// An environment variable that it uses.
        case environmentVariable(String)

        /// The kind of object that the attribute is defined for.
        public var object: AttributeDefinition.Object {
            switch self {
            case .message: .nodeMessageRelation
            case .signal: .nodeSignalRelation
            case .environmentVariable: .nodeEnvironmentVariableRelation
            }
        }
    }

    /// The attribute's name.
    public var name: String
    /// The node.
    public var node: String
    /// What it is related to.
    public var target: Target
    /// The attribute's value.
    public var value: AttributeValue
    /// Where it is set.
    @NotCompared public var position: SourcePosition

    /// Puts the parts together.
    public init(
        name: String,
        node: String,
        target: Target,
        value: AttributeValue,
        position: SourcePosition = .unknown
    ) {
        self.name = name
        self.node = node
        self.target = target
        self.value = value
        self.position = position
    }
}
