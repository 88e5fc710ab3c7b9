extension Parser {
    /// Reads what follows a section's keyword.
    mutating func parseStatement(
        _ keyword: Keyword,
        at start: Token
    ) throws(SyntaxFailure) {
        let position = start.position
        switch keyword {
        case .version:
            let version = try string("the version in quotes")
            _ = take(";")
            if !tree.database.version.isEmpty {
                diagnostics.warn(
                    at: position,
                    losesText: true,
                    "VERSION is there twice; this one, the last, is used"
                )
            }
            tree.database.version = version
        case .newSymbols: newSymbols()
        case .bitTiming: try bitTiming()
        case .nodes: try nodes()
        case .message: try message(at: start)
        case .signal:
            throw SyntaxFailure(
                position: position,
                message: "found SG_ outside of a message, expected it below BO_"
            )
        case .valueTable: try valueTable(at: position)
        case .values: try values()
        case .valueType: try valueType()
        case .multiplexRanges: try multiplexRanges()
        case .transmitters: try transmitters()
        case .signalGroup: try signalGroup()
        case .comment: try comment()
        case .attributeDefinition: try attributeDefinition(isRelation: false)
        case .attributeDefault: try attributeDefault(isRelation: false)
        case .attribute: try attribute()
        case .relationDefinition: try attributeDefinition(isRelation: true)
        case .relationDefault: try attributeDefault(isRelation: true)
        case .relation: try relation()
        case .environmentVariable: try environmentVariable(at: position)
        case .environmentData: try environmentData()
        case .environmentType: try environmentType()
        case .signalType: try signalType(at: position)
        case .signalTypeReference: try signalTypeReference()
        case .signalTypeValues: try signalTypeValues()
        case .signalTypeValueType: try signalTypeValueType()
        case .categoryDefinition: try categoryDefinition(at: position)
        case .category: try category()
        case .filter: tree.database.filters.append(textToEnd())
        }
    }

    // MARK: - Head

    /// The list of a file's keywords: words alone on their lines, or on the line of NS_ itself.
    private mutating func newSymbols() {
        _ = take(":")
        while token.kind == .word, !token.isFirstOnLine || isAloneOnLine {
            tree.database.newSymbols.append(lexer.text(token))
            advance()
        }
    }

    /// Whether nothing but blanks follows the look-ahead on its line.
    private var isAloneOnLine: Bool {
        var index = token.range.upperBound
        while let byte = lexer.byte(at: index), byte == 0x20 || byte == 0x09 { index += 1 }
        guard let byte = lexer.byte(at: index) else { return true }
        return byte.isLineEnd || (byte == UInt8(ascii: "/") && lexer.byte(at: index + 1) == byte)
    }

    private mutating func bitTiming() throws(SyntaxFailure) {
        try expect(":", "after BS_")
        guard token.kind == .number, !token.isFirstOnLine else {
            _ = take(";")
            return
        }
        tree.database.baudRate = try integer("a bit rate")
        if take(":") {
            let first: Int = try integer("the first bit timing register")
            try expect(",", "between the bit timing registers")
            let second: Int = try integer("the second bit timing register")
            tree.database.timingRegisters = TimingRegisters(first: first, second: second)
        }
        _ = take(";")
    }

    private mutating func nodes() throws(SyntaxFailure) {
        try expect(":", "after BU_")
        while isName, !isAtSection, !isAtUnknownSection {
            tree.nodes.append(try name("a node's name"))
            _ = take(",")
        }
        _ = take(";")
    }

    // MARK: - Comments

    private mutating func comment() throws(SyntaxFailure) {
        let object = try object()
        endHead()
        let text = try string("the comment in quotes")
        tree.statements.append(.comment(object, text))
        if isAtSection { warnOfMissingEnd(of: "CM_") } else { try expectEnd(of: "CM_") }
    }

    /// The object that a comment or an attribute belongs to; the network where none is named.
    mutating func object() throws(SyntaxFailure) -> ObjectReference {
        guard token.kind == .word, let keyword = Keyword(source, token.range) else {
            return .network
        }
        switch keyword {
        case .nodes:
            advance()
            return .node(try name("a node's name"))
        case .message:
            advance()
            return .message(try messageReference())
        case .signal:
            advance()
            let message = try messageReference()
            return .signal(message, try name("a signal's name"))
        case .environmentVariable:
            advance()
            return .environmentVariable(try name("an environment variable's name"))
        default:
            return .network
        }
    }

    // MARK: - Categories

    private mutating func categoryDefinition(at position: SourcePosition) throws(SyntaxFailure) {
        let number: Int = try integer("the category's number")
        endHead()
        let name = try name("the category's name")
        let value: Int = isMark(";") ? 0 : try integer("a number or ';'")
        try expectEnd(of: "CAT_DEF_")
        tree.database.categories.append(
            Category(
                number: number,
                name: tree.symbols[name.symbol],
                value: value,
                position: position
            )
        )
    }

    private mutating func category() throws(SyntaxFailure) {
        let object = try object()
        if case .network = object { throw failure("BU_, BO_, SG_ or EV_") }
        endHead()
        let position = token.position
        let number: Int = try integer("a category's number")
        try expectEnd(of: "CAT_")
        tree.statements.append(.category(object, number: number, position))
    }

    // MARK: - Kept as text

    /// Keeps a section that nothing is known of, and says so.
    mutating func parseUnknownSection() throws(SyntaxFailure) {
        guard isAtUnknownSection else {
            throw failure("a section such as BO_, VAL_ or CM_; what stands here is left out")
        }
        let position = token.position
        let keyword = lexer.text(token)
        if !tree.database.newSymbols.contains(keyword),
            let meant = Keyword.resembling(token.range, in: source).first
        {
            throw failure("a section such as \(meant.rawValue); what stands here is left out")
        }
        advance()
        let text = textToEnd()
        tree.database.keptSections.append(
            KeptSection(keyword: keyword, text: text, position: position)
        )
        diagnostics.warn(
            at: position,
            "found the section \(keyword), which is not known; its text is kept"
        )
    }

    /// Reads over a section up to its `;` or the next section; its text as it stands.
    private mutating func textToEnd() -> String {
        let start = token.start
        var end = start
        while token.kind != .end, !isMark(";"), !isAtSection {
            advance()
            end = previousEnd
        }
        _ = take(";")
        // A string that is never closed has no quote behind it.
        let limit = min(max(end, start), source.bytes.count)
        return source.string(min(start, limit)..<limit)
    }
}
