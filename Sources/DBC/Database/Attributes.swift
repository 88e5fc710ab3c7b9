/// An object's own attribute.
public struct Attribute: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: AttributeValue
    /// Where it is set.
    @NotCompared public var position: SourcePosition

    /// Puts the parts together.
    public init(name: String, value: AttributeValue, position: SourcePosition = .unknown) {
        self.name = name
        self.value = value
        self.position = position
    }
}

/// The attributes that an object sets itself, in the file's order, each name once.
public struct Attributes: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// Name and value of each, in the file's order.
    public private(set) var entries: [Attribute] = []

    /// No attributes.
    public init() {}

    /// Attributes in the order given; of equal names the last counts.
    public init(dictionaryLiteral elements: (String, AttributeValue)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// Whether nothing is set.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value of that name; nil where the object sets none, and setting nil removes it.
    public subscript(name: String) -> AttributeValue? {
        get {
            for index in entries.indices where entries[index].name == name {
                return entries[index].value
            }
            return nil
        }
        set {
            guard let newValue else {
                entries.removeAll { $0.name == name }
                return
            }
            set(Attribute(name: name, value: newValue))
        }
    }

    /// Sets an attribute; the value that it had before.
    @discardableResult
    public mutating func set(_ attribute: Attribute) -> AttributeValue? {
        if let index = entries.firstIndex(where: { $0.name == attribute.name }) {
            let before = entries[index].value
            entries[index] = attribute
            return before
        }
        entries.append(attribute)
        return nil
    }
}
