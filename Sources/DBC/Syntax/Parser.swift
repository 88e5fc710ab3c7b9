/// A statement that could not be understood.
struct SyntaxFailure: Error {
    var position: SourcePosition
    var message: String
}

/// Reads a database file statement by statement; after a mistake it goes on with the next one.
struct Parser {
    private(set) var lexer: Lexer
    private(set) var token: Token
    var diagnostics: DiagnosticList
    private var unclosedReported = false

    init(source: SourceText, file: String) {
        lexer = Lexer(source)
        diagnostics = DiagnosticList(file: file)
        token = lexer.next()
    }

    /// Every statement that could be understood, in the file's order.
    mutating func parse() -> [Statement] {
        var statements: [Statement] = []
        while token.kind != .end {
            let start = token
            let keyword = token.kind == .word ? Keyword(rawValue: lexer.text(token)) : nil
            do throws(SyntaxFailure) {
                guard let keyword else { throw unknownSection() }
                advance()
                try parseStatement(keyword, at: start.position, into: &statements)
            } catch {
                let isMild = keyword?.isAnnotation ?? (start.kind == .word)
                diagnostics.add(isMild ? .warning : .error, at: error.position, error.message)
                // The signals below a lost message belong to nothing else.
                recover(from: start, skipsSignals: keyword == .message || keyword == .signal)
            }
        }
        reportUnclosed()
        return statements
    }

    // MARK: - Tokens

    mutating func advance() {
        token = lexer.next()
        reportUnclosed()
    }

    private mutating func reportUnclosed() {
        guard let position = lexer.unclosed, !unclosedReported else { return }
        unclosedReported = true
        diagnostics.error(
            at: position,
            "this string or comment is never closed; expected '\"' or '*/'"
        )
    }

    /// What stands at the look-ahead, for a sentence.
    var found: String {
        switch token.kind {
        case .end: "the end of the file"
        case .string: "\"\(shortened(lexer.text(token)))\""
        case .word, .number, .mark: "'\(shortened(lexer.text(token)))'"
        }
    }

    private func shortened(_ text: String) -> String {
        text.count > 40 ? text.prefix(37) + "..." : text
    }

    func failure(_ expected: String) -> SyntaxFailure {
        SyntaxFailure(position: token.position, message: "found \(found), expected \(expected)")
    }

    func isMark(_ character: Unicode.Scalar) -> Bool {
        token.kind == .mark && lexer.source.bytes[token.range.lowerBound] == UInt8(ascii: character)
    }

    func isWord(_ text: String) -> Bool { token.kind == .word && lexer.text(token) == text }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard isMark(character) else { return false }
        advance()
        return true
    }

    mutating func expect(_ character: Unicode.Scalar, _ place: String) throws(SyntaxFailure) {
        guard take(character) else { throw failure("'\(character)' \(place)") }
    }

    mutating func expectEnd(of section: String) throws(SyntaxFailure) {
        try expect(";", "at the end of \(section)")
    }

    mutating func name(_ what: String) throws(SyntaxFailure) -> Named {
        // A name such as 1E5 reads like a number.
        let isName = token.kind == .word || (token.kind == .number && isWordLike(token))
        guard isName else { throw failure(what) }
        let named = Named(text: lexer.text(token), position: token.position)
        advance()
        return named
    }

    private func isWordLike(_ token: Token) -> Bool {
        let text = lexer.text(token)
        return !text.contains { "+-.".contains($0) } && text.contains { $0.isLetter }
    }

    mutating func string(_ what: String) throws(SyntaxFailure) -> String {
        guard token.kind == .string else { throw failure(what) }
        let text = lexer.unescaped(token)
        advance()
        return text
    }

    mutating func number(_ what: String) throws(SyntaxFailure) -> Double {
        guard token.kind == .number || token.kind == .word,
            let number = Double(lexer.text(token))
        else { throw failure(what) }
        advance()
        return number
    }

    /// A whole number; `1.0` is one too.
    mutating func integer<Integer: FixedWidthInteger>(
        _ what: String,
        as type: Integer.Type = Integer.self
    ) throws(SyntaxFailure) -> Integer {
        guard token.kind == .number else { throw failure(what) }
        let text = lexer.text(token)
        let exact = Integer(text) ?? Double(text).flatMap { Integer(exactly: $0) }
        guard let exact else { throw failure(what) }
        advance()
        return exact
    }

    mutating func messageReference() throws(SyntaxFailure) -> MessageReference {
        let position = token.position
        return MessageReference(
            rawID: try integer("a message's number from 0 to 4294967295"),
            position: position
        )
    }

    // MARK: - Recovery

    private func unknownSection() -> SyntaxFailure {
        failure("a section such as BO_, VAL_ or CM_; what stands here is left out")
    }

    /// Whether the look-ahead begins a line with a section's word.
    private var isAtSection: Bool {
        token.isFirstOnLine && token.kind == .word && Keyword(rawValue: lexer.text(token)) != nil
    }

    /// Goes to the next section, or past a `;` at a line's end; at least one token past `start`.
    private mutating func recover(from start: Token, skipsSignals: Bool) {
        if token.range == start.range { advance() }
        while token.kind != .end {
            if isAtSection, !(skipsSignals && isWord("SG_")) { return }
            if take(";") {
                if token.isFirstOnLine { return }
            } else {
                advance()
            }
        }
    }

    /// Reads over a section up to its `;` or the next section, and keeps its text.
    mutating func keep(_ keyword: Keyword, at position: SourcePosition) -> KeptSection {
        let start = token.range.lowerBound - (token.kind == .string ? 1 : 0)
        var end = start
        while token.kind != .end, !isMark(";"), !isAtSection {
            end = token.range.upperBound + (token.kind == .string ? 1 : 0)
            advance()
        }
        _ = take(";")
        let limit = min(max(end, start), lexer.source.bytes.count)
        return KeptSection(
            keyword: keyword.rawValue,
            text: lexer.source.string(min(start, limit)..<limit),
            position: position
        )
    }
}
