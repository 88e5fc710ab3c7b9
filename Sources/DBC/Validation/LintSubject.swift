/// A database with what several rules look up in it.
struct LintSubject {
    let database: Database
    let nodes: Set<String>
    /// The messages of the bus: all but the one that keeps signals which belong to none.
    let messages: [Message]
    /// For each of `messages` how its signals are multiplexed.
    let multiplexing: [MultiplexTree]
    private let definitions: [AttributeDefinition.Object: [String: AttributeDefinition]]
    private let messageDefaults: [String: AttributeValue]
    private let signalDefaults: [String: AttributeValue]

    init(_ database: Database) {
        self.database = database
        nodes = Set(database.nodes.map(\.name)).union([Node.nobody, ""])
        messages = database.messages.filter { !$0.keepsIndependentSignals }
        multiplexing = messages.map(MultiplexTree.init)
        var definitions: [AttributeDefinition.Object: [String: AttributeDefinition]] = [:]
        for definition in database.attributeDefinitions {
            definitions[definition.object, default: [:]][definition.name] = definition
        }
        self.definitions = definitions
        messageDefaults = database.defaults(for: .message)
        signalDefaults = database.defaults(for: .signal)
    }

    /// A message's attribute; the default where it sets none.
    func attribute(_ name: String, of message: Message) -> AttributeValue? {
        message.attributes[name] ?? messageDefaults[name]
    }

    /// A signal's attribute; the default where it sets none.
    func attribute(_ name: String, of signal: Signal) -> AttributeValue? {
        signal.attributes[name] ?? signalDefaults[name]
    }

    /// Every signal of the bus with its message.
    func forEachSignal(_ body: (Message, Signal) -> Void) {
        for message in messages {
            for signal in message.signals { body(message, signal) }
        }
    }

    /// The definition of an attribute; nil where it has none for that kind of object.
    func definition(
        of name: String,
        for object: AttributeDefinition.Object
    )
        -> AttributeDefinition?
    {
        definitions[object]?[name]
    }

    /// Every attribute that something sets, with the kind and the name of its owner.
    func forEachAttribute(
        _ body: (Attribute, AttributeDefinition.Object, _ owner: String) -> Void
    ) {
        for entry in database.attributes.entries { body(entry, .network, "the network") }
        for node in database.nodes {
            for entry in node.attributes.entries { body(entry, .node, node.name) }
        }
        for message in database.messages {
            for entry in message.attributes.entries { body(entry, .message, message.name) }
            for signal in message.signals {
                for entry in signal.attributes.entries {
                    body(entry, .signal, "\(message.name).\(signal.name)")
                }
            }
        }
        for variable in database.environmentVariables {
            for entry in variable.attributes.entries {
                body(entry, .environmentVariable, variable.name)
            }
        }
        for relation in database.relations {
            let entry = Attribute(
                name: relation.name,
                value: relation.value,
                position: relation.position
            )
            body(entry, relation.target.object, relation.node)
        }
    }

    /// Whether a message belongs to J1939, whose transport carries up to 1785 bytes.
    func isJ1939(_ message: Message) -> Bool {
        let format = attribute("VFrameFormat", of: message)?.text ?? ""
        return format.hasPrefix("J1939") || database.attribute("ProtocolType")?.text == "J1939"
    }
}
