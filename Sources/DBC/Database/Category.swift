/// A category that objects can be put in (CAT_DEF_).
public struct Category: Hashable, Sendable {
    /// Its number.
    public var number: Int
    /// Its name.
    public var name: String
    /// The number behind the name, whose meaning is the tool's that wrote it.
    public var value: Int
    /// What is in it (CAT_).
    public var members: [Member] = []
    /// Where it is defined.
    @NotCompared public var position: SourcePosition

    /// An object that is in a category.
    public enum Member: Hashable, Sendable {
        /// A node by its name.
        case node(String)
        /// A message by its number in the file.
        case message(UInt32)
        /// A signal by its message's number and its name.
        case signal(message: UInt32, name: String)
        /// An environment variable by its name.
        case environmentVariable(String)
    }

    /// A category with nothing in it.
    public init(number: Int, name: String, value: Int = 0, position: SourcePosition = .unknown) {
        self.number = number
        self.name = name
        self.value = value
        self.position = position
    }
}
