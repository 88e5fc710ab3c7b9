extension Database {
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

    /// The network's attribute; the definition's default where it sets none.
    public func attribute(_ name: String) -> AttributeValue? {
        attributes[name] ?? definition(of: name, for: .network)?.defaultValue
    }

    /// A node's attribute; the definition's default where the node has none of its own.
    public func attribute(_ name: String, of node: Node) -> AttributeValue? {
        node.attributes[name] ?? definition(of: name, for: .node)?.defaultValue
    }

    /// A message's attribute; the definition's default where the message has none of its own.
    public func attribute(_ name: String, of message: Message) -> AttributeValue? {
        message.attributes[name] ?? definition(of: name, for: .message)?.defaultValue
    }

    /// A signal's attribute; the definition's default where the signal has none of its own.
    public func attribute(_ name: String, of signal: Signal) -> AttributeValue? {
        signal.attributes[name] ?? definition(of: name, for: .signal)?.defaultValue
    }

    /// A variable's attribute; the definition's default where the variable has none of its own.
    public func attribute(_ name: String, of variable: EnvironmentVariable) -> AttributeValue? {
        variable.attributes[name]
            ?? definition(of: name, for: .environmentVariable)?.defaultValue
    }

    /// The attribute of a node with something else; the definition's default where none is set.
    public func attribute(
        _ name: String,
        of node: String,
        with target: Relation.Target
    ) -> AttributeValue? {
        let relation = relations.first {
            $0.name == name && $0.node == node && $0.target == target
        }
        return relation?.value ?? definition(of: name, for: target.object)?.defaultValue
    }
}
