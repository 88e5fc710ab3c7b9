/// An electronic control unit on the bus.
public struct Node: Hashable, Sendable {
    /// Its name: the long one where the file gives one.
    public var name: String
    /// The name that the file's statements use, where `name` is a long one.
    public var shortName: String?
    /// Its comment.
    public var comment = ""
    /// Its attributes, without defaults.
    public var attributes = Attributes()
    /// Where it is listed.
    @NotCompared public var position: SourcePosition

    /// A node without comment and attributes.
    public init(name: String, position: SourcePosition = .unknown) {
        self.name = name
        self.position = position
    }

    /// What the file calls a sender, or a receiver, that nobody is.
    public static let nobody = "Vector__XXX"
}
