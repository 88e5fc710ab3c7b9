extension Parser {
    private mutating func attributeName() throws(SyntaxFailure) -> Named {
        try quotedName("an attribute's name in quotes")
    }

    private mutating func literal() throws(SyntaxFailure) -> AttributeLiteral {
        switch token.kind {
        case .string: return .text(try string("a value"))
        case .number:
            if let whole: Int128 = NumberText.integer(source, token.range) {
                advance()
                return .integer(whole)
            }
        case .word, .mark, .end: break
        }
        let position = token.position
        let number = try number("a number or a text in quotes")
        guard number.isFinite else {
            throw SyntaxFailure(
                position: position,
                message: "found \(number), expected a finite number or a text in quotes"
            )
        }
        return .number(number)
    }

    // MARK: - Definitions

    /// Reads BA_DEF_ and, for attributes of two things together, BA_DEF_REL_.
    mutating func attributeDefinition(isRelation: Bool) throws(SyntaxFailure) {
        var object = AttributeDefinition.Object.network
        if token.kind == .word {
            let found = AttributeDefinition.Object(rawValue: lexer.text(token))
            guard let found, found.isRelation == isRelation else {
                throw failure(
                    isRelation
                        ? "BU_SG_REL_, BU_BO_REL_ or BU_EV_REL_"
                        : "BU_, BO_, SG_, EV_ or an attribute's name in quotes"
                )
            }
            object = found
            advance()
        } else if isRelation {
            throw failure("BU_SG_REL_, BU_BO_REL_ or BU_EV_REL_")
        }
        let name = try attributeName()
        endHead()
        let type = try attributeType()
        try expectEnd(of: isRelation ? "BA_DEF_REL_" : "BA_DEF_")
        tree.attributeDefinitions.append(name.symbol)
        tree.database.attributeDefinitions.append(
            AttributeDefinition(
                object: object,
                name: tree.symbols[name.symbol],
                type: type,
                position: name.position
            )
        )
    }

    private mutating func attributeType() throws(SyntaxFailure) -> AttributeDefinition.Kind {
        let expected = "INT, HEX, FLOAT, ENUM or STRING"
        guard token.kind == .word, token.range.count <= 6 else { throw failure(expected) }
        let type = lexer.text(token)
        guard ["INT", "HEX", "FLOAT", "ENUM", "STRING"].contains(type) else {
            throw failure(expected)
        }
        advance()
        switch type {
        case "STRING":
            return .string
        case "ENUM":
            var choices: [String] = []
            while token.kind == .string {
                choices.append(try string("a choice in quotes"))
                _ = take(",")
            }
            return .enumeration(choices)
        default:
            let (minimum, maximum) = try attributeLimits()
            return type == "FLOAT"
                ? .number(minimum: minimum, maximum: maximum)
                : .integer(minimum: minimum, maximum: maximum, isHexadecimal: type == "HEX")
        }
    }

    /// Two numbers, or none for no limits.
    private mutating func attributeLimits() throws(SyntaxFailure) -> (Double, Double) {
        guard !isMark(";") else { return (0, 0) }
        let position = token.position
        let minimum = try number("the smallest value")
        let maximum = try number("the largest value")
        guard !minimum.isNaN, !maximum.isNaN else {
            throw SyntaxFailure(position: position, message: "found nan, expected two numbers")
        }
        return (minimum, maximum)
    }

    mutating func attributeDefault(isRelation: Bool) throws(SyntaxFailure) {
        let name = try attributeName()
        endHead()
        let value = try literal()
        try expectEnd(of: isRelation ? "BA_DEF_DEF_REL_" : "BA_DEF_DEF_")
        tree.statements.append(.attributeDefault(name, value, isRelation: isRelation))
    }

    // MARK: - Values

    mutating func attribute() throws(SyntaxFailure) {
        let name = try attributeName()
        let object = try object()
        endHead()
        let value = try literal()
        try expectEnd(of: "BA_")
        tree.statements.append(.attribute(name, object, value))
    }

    /// Reads `BA_REL_ "name" BU_SG_REL_ node SG_ number signal value;` and its two siblings.
    mutating func relation() throws(SyntaxFailure) {
        let name = try attributeName()
        let expected = "BU_SG_REL_, BU_BO_REL_ or BU_EV_REL_"
        guard token.kind == .word,
            let object = AttributeDefinition.Object(rawValue: lexer.text(token)),
            object.isRelation
        else { throw failure(expected) }
        advance()
        let node = try self.name("a node's name")
        let reference: RelationReference
        switch object {
        case .nodeSignalRelation:
            if isWord(.signal) { advance() }
            let message = try messageReference()
            reference = .signal(node: node, message, try self.name("a signal's name"))
        case .nodeMessageRelation:
            if isWord(.message) { advance() }
            reference = .message(node: node, try messageReference())
        case .nodeEnvironmentVariableRelation:
            if isWord(.environmentVariable) { advance() }
            reference = .environmentVariable(
                node: node,
                try self.name("an environment variable's name")
            )
        case .network, .node, .message, .signal, .environmentVariable:
            throw failure(expected)
        }
        endHead()
        let value = try literal()
        try expectEnd(of: "BA_REL_")
        tree.statements.append(.relation(name, reference, value))
    }
}
