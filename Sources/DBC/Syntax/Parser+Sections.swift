extension Parser {
    /// Reads what follows a section's keyword.
    mutating func parseStatement(
        _ keyword: Keyword,
        at position: SourcePosition,
        into statements: inout [Statement]
    ) throws(SyntaxFailure) {
        switch keyword {
        case .version:
            statements.append(.version(try string("the version in quotes")))
        case .newSymbols:
            skipNewSymbols()
        case .bitTiming:
            statements.append(.bitTiming(baudRate: try bitTiming()))
        case .nodes:
            statements.append(.nodes(try nodes()))
        case .message:
            statements.append(.message(try message(at: position)))
        case .signal:
            throw SyntaxFailure(
                position: position,
                message: "found SG_ outside of a message, expected it below BO_"
            )
        case .valueTable:
            let name = try name("the value table's name")
            statements.append(
                .valueTable(
                    ValueTable(name: name.text, values: try valueDescriptions("VAL_TABLE_"))
                )
            )
        case .values:
            statements.append(try values(at: position))
        case .valueType:
            statements.append(try valueType())
        case .multiplexRanges:
            statements.append(try multiplexRanges())
        case .transmitters:
            statements.append(try transmitters())
        case .signalGroup:
            statements.append(try signalGroup())
        case .comment:
            let object = try object()
            let text = try string("the comment in quotes")
            statements.append(.comment(object, text))
            try expectEnd(of: "CM_")
        case .attributeDefinition:
            statements.append(.attributeDefinition(try attributeDefinition()))
        case .attributeDefault:
            let name = try attributeName()
            statements.append(.attributeDefault(name, try literal()))
            try expectEnd(of: "BA_DEF_DEF_")
        case .attribute:
            let name = try attributeName()
            let object = try object()
            statements.append(.attribute(name, object, try literal()))
            try expectEnd(of: "BA_")
        case .environmentVariable, .environmentData, .environmentType, .signalType,
            .signalTypeReference, .signalTypeValues, .signalTypeValueType, .relationDefinition,
            .relationDefault, .relation, .relationSignalDefinition, .relationSignal,
            .categoryDefinition, .category, .filter, .environmentRelation, .messageRelation,
            .signalRelation, .nodeSignalComment:
            statements.append(.kept(keep(keyword, at: position)))
        }
    }

    /// The list of a file's keywords: words alone on their lines, or on the line of NS_ itself.
    private mutating func skipNewSymbols() {
        _ = take(":")
        while token.kind == .word {
            guard token.isFirstOnLine else {
                advance()
                continue
            }
            var ahead = lexer
            guard ahead.next().isFirstOnLine else { return }
            advance()
        }
    }

    private mutating func bitTiming() throws(SyntaxFailure) -> Int {
        try expect(":", "after BS_")
        guard token.kind == .number, !token.isFirstOnLine else { return 0 }
        let baudRate: Int = try integer("a bit rate")
        while !token.isFirstOnLine { advance() }
        return baudRate
    }

    private mutating func nodes() throws(SyntaxFailure) -> [Named] {
        try expect(":", "after BU_")
        var nodes: [Named] = []
        while token.kind == .word {
            if token.isFirstOnLine, Keyword(rawValue: lexer.text(token)) != nil { break }
            nodes.append(try name("a node's name"))
            _ = take(",")
        }
        return nodes
    }

    private mutating func transmitters() throws(SyntaxFailure) -> Statement {
        let message = try messageReference()
        try expect(":", "after the message's number")
        var names: [String] = []
        while !isMark(";") {
            names.append(try name("a node's name or ';'").text)
            _ = take(",")
        }
        advance()
        return .transmitters(message, names)
    }

    private mutating func signalGroup() throws(SyntaxFailure) -> Statement {
        let message = try messageReference()
        let name = try name("the signal group's name")
        let repetitions: Int = try integer("the number of repetitions")
        try expect(":", "before the signals of the group")
        var signals: [String] = []
        while !isMark(";") {
            signals.append(try self.name("a signal's name or ';'").text)
            _ = take(",")
        }
        advance()
        return .signalGroup(
            message,
            SignalGroup(name: name.text, repetitions: repetitions, signals: signals)
        )
    }

    // MARK: - Values

    private mutating func valueDescriptions(
        _ section: String
    ) throws(SyntaxFailure) -> [ValueDescription] {
        var values: [ValueDescription] = []
        while !isMark(";") {
            let raw: Int128 = try integer("a whole number or ';' in \(section)")
            values.append(ValueDescription(raw: raw, label: try string("a label in quotes")))
        }
        advance()
        return values
    }

    private mutating func values(at position: SourcePosition) throws(SyntaxFailure) -> Statement {
        // VAL_ without a number describes an environment variable.
        guard token.kind == .number else { return .kept(keep(.values, at: position)) }
        let message = try messageReference()
        let signal = try name("a signal's name")
        if token.kind == .word {
            let table = try name("a value table's name")
            try expectEnd(of: "VAL_")
            return .valuesOfTable(message, signal, table: table)
        }
        return .values(message, signal, try valueDescriptions("VAL_"))
    }

    private mutating func valueType() throws(SyntaxFailure) -> Statement {
        let message = try messageReference()
        let signal = try name("a signal's name")
        _ = take(":")
        let code: Int = try integer("0 (integer), 1 (float) or 2 (double)")
        try expectEnd(of: "SIG_VALTYPE_")
        return .valueType(message, signal, code: code)
    }

    private mutating func multiplexRanges() throws(SyntaxFailure) -> Statement {
        let message = try messageReference()
        let signal = try name("a signal's name")
        let selector = try name("the multiplexor's name")
        var ranges: [ClosedRange<UInt64>] = []
        repeat {
            let first: UInt64 = try integer("the first value of a range")
            // `3-3` comes as 3 and -3.
            let last = token
            let end: UInt64
            if take("-") {
                end = try integer("the last value of a range")
            } else {
                let negative: Int128 = try integer("'-' and the last value of a range")
                guard negative <= 0, let value = UInt64(exactly: -negative) else {
                    throw SyntaxFailure(
                        position: last.position,
                        message: "expected a range such as 3-5"
                    )
                }
                end = value
            }
            guard first <= end else {
                throw SyntaxFailure(
                    position: last.position,
                    message: "found the range \(first)-\(end), expected the smaller value first"
                )
            }
            ranges.append(first...end)
        } while take(",")
        try expectEnd(of: "SG_MUL_VAL_")
        return .multiplexRanges(message, signal, selector: selector, ranges)
    }

    // MARK: - Comments and attributes

    private mutating func object() throws(SyntaxFailure) -> ObjectReference {
        guard token.kind == .word else { return .network }
        switch lexer.text(token) {
        case "BU_":
            advance()
            return .node(try name("a node's name"))
        case "BO_":
            advance()
            return .message(try messageReference())
        case "SG_":
            advance()
            let message = try messageReference()
            return .signal(message, try name("a signal's name"))
        case "EV_":
            advance()
            return .environmentVariable(try name("an environment variable's name"))
        default:
            return .network
        }
    }

    private mutating func attributeName() throws(SyntaxFailure) -> Named {
        let position = token.position
        return Named(text: try string("an attribute's name in quotes"), position: position)
    }

    private mutating func literal() throws(SyntaxFailure) -> AttributeLiteral {
        if token.kind == .string { return .text(try string("a value")) }
        return .number(try number("a number or a text in quotes"))
    }

    private mutating func attributeDefinition() throws(SyntaxFailure) -> AttributeDefinition {
        var object = AttributeDefinition.Object.network
        if token.kind == .word {
            let text = lexer.text(token)
            guard let found = AttributeDefinition.Object(rawValue: text) else {
                throw failure("BU_, BO_, SG_, EV_ or an attribute's name in quotes")
            }
            object = found
            advance()
        }
        let name = try attributeName()
        let type = try attributeType()
        try expectEnd(of: "BA_DEF_")
        return AttributeDefinition(
            object: object,
            name: name.text,
            type: type,
            position: name.position
        )
    }

    private mutating func attributeType() throws(SyntaxFailure) -> AttributeDefinition.Kind {
        let expected = "INT, HEX, FLOAT, ENUM or STRING"
        guard token.kind == .word else { throw failure(expected) }
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
            var limits: (Double, Double)?
            if !isMark(";") {
                let minimum = try number("the smallest value")
                limits = (minimum, try number("the largest value"))
            }
            let minimum = limits?.0 ?? 0
            let maximum = limits?.1 ?? 0
            return type == "FLOAT"
                ? .number(minimum: minimum, maximum: maximum)
                : .integer(minimum: minimum, maximum: maximum, isHexadecimal: type == "HEX")
        }
    }
}
