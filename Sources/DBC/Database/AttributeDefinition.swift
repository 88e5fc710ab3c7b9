/// What values an attribute can have, and on what.
public struct AttributeDefinition: Hashable, Sendable {
    /// The kind of object that carries the attribute; raw values are the file's words.
    public enum Object: String, Sendable, CaseIterable {
        /// The network itself.
        case network = ""
        /// A node.
        case node = "BU_"
        /// A message.
        case message = "BO_"
        /// A signal.
        case signal = "SG_"
        /// An environment variable.
        case environmentVariable = "EV_"
        /// A node and a message that it sends.
        case nodeMessageRelation = "BU_BO_REL_"
        /// A node and a signal that it receives.
        case nodeSignalRelation = "BU_SG_REL_"
        /// A node and an environment variable that it uses.
        case nodeEnvironmentVariableRelation = "BU_EV_REL_"

        /// Whether the object is two things together; their attributes have sections of their own.
        public var isRelation: Bool {
            switch self {
            case .network, .node, .message, .signal, .environmentVariable: false
            case .nodeMessageRelation, .nodeSignalRelation, .nodeEnvironmentVariableRelation: true
            }
        }
    }

    /// The type of the values; no limits where both are 0.
    public enum Kind: Hashable, Sendable {
        /// A whole number.
        case integer(minimum: Double, maximum: Double, isHexadecimal: Bool)
        /// Any number.
        case number(minimum: Double, maximum: Double)
        /// One of these; a file writes its index or its name.
        case enumeration([String])
        /// A text.
        case string
    }

    /// What carries it.
    public var object: Object
    /// Its name.
    public var name: String
    /// Its type.
    public var type: Kind
    /// What objects have that set nothing.
    public var defaultValue: AttributeValue?
    /// Where the name stands.
    @NotCompared public var position: SourcePosition

    /// A definition without a default.
    public init(
        object: Object,
        name: String,
        type: Kind,
        position: SourcePosition = .unknown
    ) {
        self.object = object
        self.name = name
        self.type = type
        self.position = position
    }
}

/// An attribute's value.
public enum AttributeValue: Hashable, Sendable {
    /// A whole number.
    case integer(Int128)
    /// Any other number.
    case number(Double)
    /// A text.
    case text(String)
    /// One of an enumeration's choices.
    case choice(index: Int, name: String)

    /// The whole number, or the index of a choice; nil where it takes more than 64 bits.
    public var integer: Int64? {
        switch self {
        case .integer(let value): Int64(exactly: value)
        case .number(let value): Int64(exactly: value)
        case .text: nil
        case .choice(let index, _): Int64(index)
        }
    }

    /// The text, or the name of a choice.
    public var text: String? {
        switch self {
        case .integer, .number: nil
        case .text(let text): text
        case .choice(_, let name): name
        }
    }

    /// The number, whole or not, as near as `Double` comes to it.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .text, .choice: nil
        }
    }
}
