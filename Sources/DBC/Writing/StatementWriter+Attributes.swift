extension StatementWriter {
    /// Writes definitions, defaults and values of all attributes.
    mutating func writeAttributes(of database: Database) {
        let definitions = database.attributeDefinitions + LongName.missingDefinitions(in: database)
        beginSection()
        for definition in definitions { define(definition) }
        writeDefaults("BA_DEF_DEF_", definitions.filter { !$0.object.isRelation })
        writeDefaults("BA_DEF_DEF_REL_", definitions.filter(\.object.isRelation))
        beginSection()
        write(database.attributes, of: "")
        for node in database.nodes {
            write(node.attributes, of: "BU_ \(node.fileName) ")
            writeLongName(.node, node.shortName, node.name, of: "BU_ \(node.fileName) ")
        }
        for message in database.messages {
            let object = "BO_ \(message.rawID) "
            write(message.attributes, of: object)
            writeLongName(.message, message.shortName, message.name, of: object)
            for signal in message.signals {
                let object = "SG_ \(message.rawID) \(signal.fileName) "
                write(signal.attributes, of: object)
                writeLongName(.signal, signal.shortName, signal.name, of: object)
            }
        }
        for variable in database.environmentVariables {
            let object = "EV_ \(variable.fileName) "
            write(variable.attributes, of: object)
            writeLongName(.environmentVariable, variable.shortName, variable.name, of: object)
        }
        beginSection()
        for relation in database.relations { write(relation, in: database) }
    }

    private mutating func define(_ definition: AttributeDefinition) {
        var head = definition.object.isRelation ? "BA_DEF_REL_ " : "BA_DEF_ "
        if definition.object != .network { head += "\(definition.object.rawValue) " }
        head += quoted(definition.name)
        statement(head, "\(head) \(typeText(of: definition.type));")
    }

    private func typeText(of type: AttributeDefinition.Kind) -> String {
        switch type {
        case .integer(let minimum, let maximum, let isHexadecimal):
            "\(isHexadecimal ? "HEX" : "INT") \(number(minimum)) \(number(maximum))"
        case .number(let minimum, let maximum): "FLOAT \(number(minimum)) \(number(maximum))"
        case .enumeration(let choices):
            "ENUM "
                + choices.indices.map {
                    quoted(choices[$0], isLast: $0 == choices.count - 1)
                }.joined(separator: ",")
        case .string: "STRING"
        }
    }

    /// A default names no object, so of definitions that share a name one writes it for all.
    private mutating func writeDefaults(_ section: String, _ definitions: [AttributeDefinition]) {
        var defaults: [String: String] = [:]
        for definition in definitions {
            guard let value = definition.defaultValue else { continue }
            if case .choice(let index, let name) = value {
                // A number fits every definition of the name; a name only those that have it.
                guard defaults[definition.name] == nil else { continue }
                let isFirst: Bool =
                    if case .enumeration(let choices) = definition.type {
                        choices.firstIndex(of: name) == index
                    } else {
                        false
                    }
                defaults[definition.name] = isFirst ? quoted(name, isLast: true) : "\(index)"
            } else if defaults[definition.name] == nil || value.text == nil {
                defaults[definition.name] = literal(value)
            }
        }
        for definition in definitions {
            guard let value = defaults.removeValue(forKey: definition.name) else { continue }
            let head = "\(section) \(quoted(definition.name))"
            statement(head, "\(head) \(value);")
        }
    }

    private mutating func write(_ attributes: Attributes, of object: String) {
        for attribute in attributes.entries {
            let head = "BA_ \(quoted(attribute.name)) \(object)"
            write(head, literal(attribute.value))
        }
    }

    private mutating func writeLongName(
        _ object: AttributeDefinition.Object,
        _ shortName: String?,
        _ name: String,
        of reference: String
    ) {
        guard shortName != nil, let attribute = LongName.attribute(of: object) else { return }
        write("BA_ \(quoted(attribute)) \(reference)", quoted(name, isLast: true))
    }

    private mutating func write(_ head: String, _ value: String) {
        let key = head.last == " " ? String(head.dropLast()) : head
        statement(key, "\(key) \(value);")
    }

    private mutating func write(_ relation: Relation, in database: Database) {
        let node = fileName(ofNode: relation.node, in: database)
        let target: String =
            switch relation.target {
            case .message(let rawID): "\(rawID)"
            case .signal(let rawID, let name):
                "SG_ \(rawID) \(fileName(ofSignal: name, message: rawID, in: database))"
            case .environmentVariable(let name): fileName(ofVariable: name, in: database)
            }
        let object = relation.target.object.rawValue
        let head = "BA_REL_ \(quoted(relation.name)) \(object) \(node) \(target)"
        statement(head, "\(head) \(literal(relation.value));")
    }

    private func literal(_ value: AttributeValue) -> String {
        switch value {
        case .integer(let value): "\(value)"
        case .number(let value): number(value)
        case .text(let text): quoted(text, isLast: true)
        case .choice(let index, _): "\(index)"
        }
    }
}
