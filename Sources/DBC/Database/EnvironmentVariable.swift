/// A value outside of the bus that simulations share (EV_).
public struct EnvironmentVariable: Hashable, Sendable {
    /// The type of its values; raw values are the file's numbers.
    public enum Kind: Int, Sendable {
        /// A whole number.
        case integer = 0
        /// Any number.
        case number = 1
        /// A text: the file says so in its access type, by 0x8000.
        case text = 2
    }

    /// Its name: the long one where the file gives one.
    public var name: String
    /// The name that the file's statements use, where `name` is a long one.
    public var shortName: String?
    /// The type of its values.
    public var kind: Kind
    /// Smallest value; no limits where both are 0.
    @WrittenNumber public var minimum: Double
    /// Largest value; no limits where both are 0.
    @WrittenNumber public var maximum: Double
    /// The unit as written.
    public var unit: String
    /// The value to begin with.
    @WrittenNumber public var initialValue: Double
    /// Its number; obsolete, and kept.
    public var number: Int
    /// Who may read (1) and write (2) it: the digits behind `DUMMY_NODE_VECTOR`, without 0x8000.
    public var access: Int
    /// The nodes that use it.
    public var nodes: [String]
    /// Its size in bytes where it holds bytes (ENVVAR_DATA_).
    public var dataSize: Int?
    /// The name of its signal type (ENVVAR_SGTYPE_).
    public var signalType: String?
    /// What single values stand for.
    public var values: [ValueDescription] = []
    /// Its comment.
    public var comment = ""
    /// Its attributes, without defaults.
    public var attributes = Attributes()
    /// Where it begins in the file.
    @NotCompared public var position: SourcePosition

    /// Puts the parts of an EV_ statement together.
    public init(
        name: String,
        kind: Kind = .integer,
        minimum: Double = 0,
        maximum: Double = 0,
        unit: String = "",
        initialValue: Double = 0,
        number: Int = 0,
        access: Int = 0,
        nodes: [String] = [],
        position: SourcePosition = .unknown
    ) {
        self.name = name
        self.kind = kind
        self.minimum = minimum
        self.maximum = maximum
        self.unit = unit
        self.initialValue = initialValue
        self.number = number
        self.access = access
        self.nodes = nodes
        self.position = position
    }
}
