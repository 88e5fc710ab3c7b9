/// The long names that a file gives, by the indices of what has them.
struct LongNames {
    var nodes: [Int: String] = [:]
    var messages: [Int: String] = [:]
    var signals: [Int: [Int: String]] = [:]
    var variables: [Int: String] = [:]

    /// Whether an attribute gives an object its long name.
    static func isLongName(_ attribute: Attribute, of object: AttributeDefinition.Object) -> Bool {
        guard attribute.name == LongName.attribute(of: object),
            case .text(let text) = attribute.value
        else { return false }
        return !text.isEmpty
    }
}

extension DatabaseBuilder {
    /// Makes the long names the names, everywhere.
    mutating func applyLongNames() {
        for (index, name) in longNames.messages {
            database.messages[index].shortName = database.messages[index].name
            database.messages[index].name = name
        }
        var nodes: [String: String] = [:]
        for (index, name) in longNames.nodes {
            nodes[database.nodes[index].name] = name
            database.nodes[index].shortName = database.nodes[index].name
            database.nodes[index].name = name
        }
        var variables: [String: String] = [:]
        for (index, name) in longNames.variables {
            variables[database.environmentVariables[index].name] = name
            database.environmentVariables[index].shortName =
                database.environmentVariables[index].name
            database.environmentVariables[index].name = name
        }
        let signals = renameSignals()
        if !nodes.isEmpty { renameNodes(nodes) }
        if !nodes.isEmpty || !variables.isEmpty || !signals.isEmpty {
            renameReferences(nodes, signals, variables)
        }
        let missing = LongName.missingDefinitions(in: database)
        database.attributeDefinitions += missing
    }

    /// Renames signals and what their own message says of them; the new names by message number.
    private mutating func renameSignals() -> [UInt32: [String: String]] {
        var all: [UInt32: [String: String]] = [:]
        for (index, long) in longNames.signals {
            var message = database.messages[index]
            var names: [String: String] = [:]
            for (place, name) in long {
                names[message.signals[place].name] = name
                message.signals[place].shortName = message.signals[place].name
                message.signals[place].name = name
            }
            for place in message.signals.indices {
                guard let selector = message.signals[place].multiplexing.selector else { continue }
                message.signals[place].multiplexing.selector = names[selector] ?? selector
            }
            for group in message.signalGroups.indices {
                message.signalGroups[group].signals = message.signalGroups[group].signals.map {
                    names[$0] ?? $0
                }
            }
            database.messages[index] = message
            all[message.rawID] = names
        }
        return all
    }

    private mutating func renameNodes(_ names: [String: String]) {
        func renamed(_ name: String) -> String { names[name] ?? name }
        for index in database.messages.indices {
            database.messages[index].sender = renamed(database.messages[index].sender)
            database.messages[index].transmitters =
                database.messages[index].transmitters.map(renamed)
            for place in database.messages[index].signals.indices {
                let receivers = database.messages[index].signals[place].receivers
                guard receivers.contains(where: { names[$0] != nil }) else { continue }
                database.messages[index].signals[place].receivers = receivers.map(renamed)
            }
        }
        for index in database.environmentVariables.indices {
            database.environmentVariables[index].nodes =
                database.environmentVariables[index].nodes.map(renamed)
        }
    }

    private mutating func renameReferences(
        _ nodes: [String: String],
        _ signals: [UInt32: [String: String]],
        _ variables: [String: String]
    ) {
        for index in database.relations.indices {
            let node = database.relations[index].node
            database.relations[index].node = nodes[node] ?? node
            switch database.relations[index].target {
            case .message: break
            case .signal(let message, let name):
                database.relations[index].target =
                    .signal(message: message, name: signals[message]?[name] ?? name)
            case .environmentVariable(let name):
                database.relations[index].target = .environmentVariable(variables[name] ?? name)
            }
        }
        for index in database.categories.indices {
            database.categories[index].members = database.categories[index].members.map {
                switch $0 {
                case .node(let name): .node(nodes[name] ?? name)
                case .message: $0
                case .signal(let message, let name):
                    .signal(message: message, name: signals[message]?[name] ?? name)
                case .environmentVariable(let name):
                    .environmentVariable(variables[name] ?? name)
                }
            }
        }
    }
}
