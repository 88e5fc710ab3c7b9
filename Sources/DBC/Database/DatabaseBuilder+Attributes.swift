/// Kind of object and name of an attribute: what tells its definition from others.
struct DefinitionKey: Hashable {
    private let packed: UInt64

    init(_ object: AttributeDefinition.Object, _ name: Symbol) {
        let number: UInt64 =
            switch object {
            case .network: 0
            case .node: 1
            case .message: 2
            case .signal: 3
            case .environmentVariable: 4
            case .nodeMessageRelation: 5
            case .nodeSignalRelation: 6
            case .nodeEnvironmentVariableRelation: 7
            }
        packed = number << 32 | UInt64(name.index)
    }
}

extension DatabaseBuilder {
    /// Lists the definitions by object and name; a second one of a name is left out.
    mutating func indexDefinitions(_ names: [Symbol]) {
        var kept: [AttributeDefinition] = []
        for (definition, symbol) in zip(database.attributeDefinitions, names) {
            let key = DefinitionKey(definition.object, symbol)
            if definitionIndices[key] != nil {
                diagnostics.warn(
                    at: definition.position,
                    losesText: true,
                    "the attribute \"\(definition.name)\" is defined twice; the first is used"
                )
                continue
            }
            definitionIndices[key] = kept.count
            kept.append(definition)
        }
        database.attributeDefinitions = kept
    }

    /// A default names no object: it holds for every definition of its name.
    mutating func addDefault(_ name: Named, _ literal: AttributeLiteral, isRelation: Bool) {
        var isDefined = false
        var before: AttributeValue?
        for object in AttributeDefinition.Object.allCases where object.isRelation == isRelation {
            guard let index = definitionIndices[DefinitionKey(object, name.symbol)] else {
                continue
            }
            isDefined = true
            let definition = database.attributeDefinitions[index]
            let value = value(
                literal,
                definition.type,
                name,
                as: RuleReference(.attributeOutsideDefinition, at: definition.position)
            )
            if let old = definition.defaultValue, old != value { before = old }
            database.attributeDefinitions[index].defaultValue = value
        }
        if before != nil {
            diagnostics.warn(
                at: name.position,
                losesText: true,
                "the attribute \"\(symbols[name.symbol])\" has two defaults; this one, the last, is used"
            )
        }
        if !isDefined {
            diagnostics.warn(
                at: name.position,
                losesText: true,
                "the attribute \"\(symbols[name.symbol])\" is not defined"
            )
        }
    }

    mutating func addAttribute(
        _ name: Named,
        _ reference: ObjectReference,
        _ literal: AttributeLiteral
    ) {
        switch reference {
        case .network:
            guard let attribute = attribute(name, .network, literal) else { return }
            let before = database.attributes.set(attribute)
            warnIfRepeated(attribute, before)
        case .node(let node):
            guard let attribute = attribute(name, .node, literal),
                let index = find(node, in: nodeIndices, "node", of: "BA_")
            else { return }
            if LongNames.isLongName(attribute, of: .node) {
                warnIfRepeated(attribute, longName: longNames.nodes[index])
                longNames.nodes[index] = attribute.value.text
            } else {
                let before = database.nodes[index].attributes.set(attribute)
                warnIfRepeated(attribute, before)
            }
        case .message(let message):
            guard let attribute = attribute(name, .message, literal),
                let index = find(message, of: "BA_")
            else { return }
            if LongNames.isLongName(attribute, of: .message) {
                warnIfRepeated(attribute, longName: longNames.messages[index])
                longNames.messages[index] = attribute.value.text
            } else {
                let before = database.messages[index].attributes.set(attribute)
                warnIfRepeated(attribute, before)
            }
        case .signal(let message, let signal):
            guard let attribute = attribute(name, .signal, literal),
                let place = find(message, signal, of: "BA_")
            else { return }
            if LongNames.isLongName(attribute, of: .signal) {
                warnIfRepeated(
                    attribute,
                    longName: longNames.signals[place.message]?[place.signal]
                )
                longNames.signals[place.message, default: [:]][place.signal] =
                    attribute.value.text
            } else {
                let before = database.messages[place.message].signals[place.signal].attributes
                    .set(attribute)
                warnIfRepeated(attribute, before)
            }
        case .environmentVariable(let variable):
            guard let attribute = attribute(name, .environmentVariable, literal),
                let index = find(
                    variable,
                    in: variableIndices,
                    "environment variable",
                    of: "BA_"
                )
            else { return }
            if LongNames.isLongName(attribute, of: .environmentVariable) {
                warnIfRepeated(attribute, longName: longNames.variables[index])
                longNames.variables[index] = attribute.value.text
            } else {
                let before = database.environmentVariables[index].attributes.set(attribute)
                warnIfRepeated(attribute, before)
            }
        }
    }

    private mutating func warnIfRepeated(_ attribute: Attribute, longName before: String?) {
        warnIfRepeated(attribute, before.map { .text($0) })
    }

    /// Says that an object has had the attribute before.
    private mutating func warnIfRepeated(_ attribute: Attribute, _ before: AttributeValue?) {
        guard let before else { return }
        diagnostics.warn(
            at: attribute.position,
            losesText: before != attribute.value,
            "BA_ sets the attribute \"\(attribute.name)\" of one object twice; this one, the last, is used"
        )
    }

    mutating func addRelation(
        _ name: Named,
        _ reference: RelationReference,
        _ literal: AttributeLiteral
    ) {
        let node: Named
        let target: Relation.Target
        switch reference {
        case .message(let sender, let message):
            guard find(message, of: "BA_REL_") != nil else { return }
            node = sender
            target = .message(message.rawID)
        case .signal(let receiver, let message, let signal):
            guard find(message, signal, of: "BA_REL_") != nil else { return }
            node = receiver
            target = .signal(message: message.rawID, name: symbols[signal.symbol])
        case .environmentVariable(let user, let variable):
            _ = find(
                variable,
                in: variableIndices,
                "environment variable",
                of: "BA_REL_",
                isKept: true,
                as: RuleReference(.unknownRelation, at: name.position)
            )
            node = user
            target = .environmentVariable(symbols[variable.symbol])
        }
        _ = find(
            node,
            in: nodeIndices,
            "node",
            of: "BA_REL_",
            isKept: true,
            as: RuleReference(.unknownRelation, at: name.position)
        )
        guard let attribute = attribute(name, target.object, literal) else { return }
        database.relations.append(
            Relation(
                name: attribute.name,
                node: symbols[node.symbol],
                target: target,
                value: attribute.value,
                position: attribute.position
            )
        )
    }

    // MARK: - Values

    private mutating func attribute(
        _ name: Named,
        _ object: AttributeDefinition.Object,
        _ literal: AttributeLiteral
    ) -> Attribute? {
        let index = definitionIndices[DefinitionKey(object, name.symbol)]
        if index == nil {
            diagnostics.warn(
                at: name.position,
                as: RuleReference(.undefinedAttribute, at: name.position),
                "the attribute \"\(symbols[name.symbol])\" is not defined for its object"
            )
        }
        let value = value(
            literal,
            index.map { database.attributeDefinitions[$0].type },
            name,
            as: RuleReference(.attributeOutsideDefinition, at: name.position)
        )
        guard let value else { return nil }
        return Attribute(name: symbols[name.symbol], value: value, position: name.position)
    }

    /// The literal as its definition has it; nil for an empty text that stands for nothing.
    ///
    /// What does not belong is kept as it is written, with a diagnostic.
    private mutating func value(
        _ literal: AttributeLiteral,
        _ type: AttributeDefinition.Kind?,
        _ name: Named,
        as finding: @autoclosure () -> RuleReference
    ) -> AttributeValue? {
        switch (literal, type) {
        case (.text(let text), .enumeration(let choices)):
            if let index = choices.firstIndex(of: text) { return .choice(index: index, name: text) }
            // An empty default is common and means none.
            if text.isEmpty { return nil }
            warn(name, "\"\(text)\"", "one of \(choices.joined(separator: ", "))", as: finding())
            return .text(text)
        case (.integer(let number), .enumeration(let choices)):
            if let index = Int(exactly: number), choices.indices.contains(index) {
                return .choice(index: index, name: choices[index])
            }
            warn(name, "\(number)", "an index from 0 to \(choices.count - 1)", as: finding())
            return .integer(number)
        case (.number(let number), .enumeration(let choices)):
            warn(name, "\(number)", "an index from 0 to \(choices.count - 1)", as: finding())
            return .number(number)
        case (.integer(let number), .integer), (.integer(let number), .none):
            return .integer(number)
        case (.integer(let number), .number):
            // A number beyond 2^53 keeps its digits.
            return Double(exactly: number).map { .number($0) } ?? .integer(number)
        case (.number(let number), .integer), (.number(let number), .number),
            (.number(let number), .none):
            return .number(number)
        case (.integer(let number), .string):
            warn(name, "\(number)", "a text in quotes", as: finding())
            return .integer(number)
        case (.number(let number), .string):
            warn(name, "\(number)", "a text in quotes", as: finding())
            return .number(number)
        case (.text(let text), .integer), (.text(let text), .number):
            if text.isEmpty { return nil }
            if let whole = Int128(text) {
                return value(.integer(whole), type, name, as: finding())
            }
            if let number = Double(text), number.isFinite {
                if case .integer = type, let whole = Int128(exactly: number) {
                    return .integer(whole)
                }
                return .number(number)
            }
            warn(name, "\"\(text)\"", "a number", as: finding())
            return .text(text)
        case (.text(let text), .string), (.text(let text), .none):
            return .text(text)
        }
    }

    private mutating func warn(
        _ name: Named,
        _ found: String,
        _ expected: String,
        as finding: RuleReference
    ) {
        diagnostics.warn(
            at: name.position,
            as: finding,
            "found \(found) for the attribute \"\(symbols[name.symbol])\", expected \(expected)"
        )
    }
}
