/// What a database file says, with every name resolved; not yet compiled for decoding.
public struct Database: Sendable {
    /// The name of the file it was read from, for diagnostics.
    public var file = ""
    /// The text of VERSION.
    public var version = ""
    /// The bit rate of BS_ in bit/s; 0 where none is given.
    public var baudRate = 0
    /// The electronic control units.
    public var nodes: [Node] = []
    /// The messages in the file's order.
    public var messages: [Message] = []
    /// The named value tables.
    public var valueTables: [ValueTable] = []
    /// What attributes there are.
    public var attributeDefinitions: [AttributeDefinition] = []
    /// The network's own attributes.
    public var attributes: [String: AttributeValue] = [:]
    /// The network's comment.
    public var comment = ""
    /// Sections that are kept as text and mean nothing to decoding.
    public var keptSections: [KeptSection] = []

    /// An empty database.
    public init() {}

    /// The definition of an attribute for a kind of object.
    public func definition(
        of name: String,
        for object: AttributeDefinition.Object
    )
        -> AttributeDefinition?
    {
        attributeDefinitions.first { $0.name == name && $0.object == object }
    }

    /// The default values of all attributes that a kind of object can have.
    public func defaults(for object: AttributeDefinition.Object) -> [String: AttributeValue] {
        var defaults: [String: AttributeValue] = [:]
        for definition in attributeDefinitions where definition.object == object {
            defaults[definition.name] = definition.defaultValue
        }
        return defaults
    }

    /// A message's attribute; the definition's default where the message has none of its own.
    public func attribute(_ name: String, of message: Message) -> AttributeValue? {
        message.attributes[name] ?? definition(of: name, for: .message)?.defaultValue
    }

    /// A signal's attribute; the definition's default where the signal has none of its own.
    public func attribute(_ name: String, of signal: Signal) -> AttributeValue? {
        signal.attributes[name] ?? definition(of: name, for: .signal)?.defaultValue
    }
}

/// An electronic control unit on the bus.
public struct Node: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its comment.
    public var comment = ""
    /// Its attributes.
    public var attributes: [String: AttributeValue] = [:]

    /// A node without comment and attributes.
    public init(name: String) { self.name = name }
}

/// One value of a signal and what it stands for.
public struct ValueDescription: Hashable, Sendable {
    /// The value as written: before factor and offset.
    public var raw: Int128
    /// What it stands for.
    public var label: String

    /// Puts the two together.
    public init(raw: Int128, label: String) {
        self.raw = raw
        self.label = label
    }
}

/// A value table that several signals may share.
public struct ValueTable: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its values in the file's order.
    public var values: [ValueDescription]

    /// Puts the two together.
    public init(name: String, values: [ValueDescription]) {
        self.name = name
        self.values = values
    }
}

/// A section that is read over; its text is kept so that nothing is lost.
public struct KeptSection: Hashable, Sendable {
    /// The word it begins with.
    public var keyword: String
    /// What follows the word, without the closing `;`.
    public var text: String
    /// Where it begins.
    public var position: SourcePosition

    /// Puts the parts together.
    public init(keyword: String, text: String, position: SourcePosition) {
        self.keyword = keyword
        self.text = text
        self.position = position
    }
}
