/// A statement that could not be understood.
struct SyntaxFailure: Error {
    var position: SourcePosition
    var message: String
}

/// Reads a database file statement by statement; after a mistake it goes on with the next one.
struct Parser {
    let source: SourceText
    var lexer: Lexer
    private(set) var token: Token
    /// Where the token before the look-ahead ends, and on which line.
    private(set) var previousEnd = 0
    private(set) var previousLine = 1
    var diagnostics: DiagnosticList
    var tree: SyntaxTree
    /// Where the head of the statement in hand ends; 0 while it is being read.
    private var headEnd = 0
    /// The receivers of the signal before, which the next often shares.
    var lastReceivers: (symbols: [Symbol], names: [String]) = ([], [])
    private var unclosedReported = false
    /// Whether some statement began with a word of the format.
    private var hasStatement = false

    init(source: SourceText, file: String) {
        self.source = source
        lexer = Lexer(source)
        diagnostics = DiagnosticList(file: file)
        tree = SyntaxTree(source)
        tree.database.file = file
        tree.database.encoding = source.encoding
        token = lexer.next()
    }

    /// Reads the whole file; every mistake becomes a diagnostic.
    mutating func parse() {
        while token.kind != .end {
            let start = token
            let keyword = token.kind == .word ? Keyword(source, token.range) : nil
            headEnd = 0
            do throws(SyntaxFailure) {
                if let keyword {
                    hasStatement = true
                    advance()
                    try parseStatement(keyword, at: start)
                } else {
                    try parseUnknownSection()
                }
                // A message marks itself, before its signals.
                if keyword != .message { mark(start) }
            } catch {
                let isMild = keyword?.isAnnotation ?? false
                let isCut = token.kind == .end && error.position == token.position
                diagnostics.add(
                    isMild && !isCut ? .warning : .error,
                    at: error.position,
                    losesText: true,
                    error.message
                )
                // The signals below a lost message belong to nothing else.
                let meant = keyword.map { [$0] } ?? Keyword.resembling(start.range, in: source)
                recover(
                    from: start,
                    skipsSignals: meant.contains(.message) || meant.contains(.signal)
                )
            }
        }
        reportUnclosed()
        if !hasStatement {
            diagnostics.error(
                at: SourcePosition(line: 1, column: 1),
                "this is no database: no line begins with BO_, BU_ or another word of the format"
            )
        }
        if lexer.commentsLeftOut > 0 {
            diagnostics.warn(
                at: token.position,
                losesText: true,
                "\(lexer.commentsLeftOut) more comments than are kept; they are left out"
            )
        }
    }

    /// The comments between statements, by the words with which the statements begin.
    func textComments() -> [String: [TextComment]] {
        guard !lexer.comments.isEmpty else { return [:] }
        return TextCommentPlacer(source: source, comments: lexer.comments, marks: tree.marks)
            .placed()
    }

    /// All that was read, and what was wrong with it.
    consuming func finished() -> (SyntaxTree, DiagnosticList) { (tree, diagnostics) }

    // MARK: - Tokens

    mutating func advance() {
        previousEnd = lexer.index
        previousLine = lexer.line
        token = lexer.next()
        if lexer.unclosed != nil { reportUnclosed() }
    }

    private mutating func reportUnclosed() {
        guard let position = lexer.unclosed, !unclosedReported else { return }
        unclosedReported = true
        diagnostics.error(
            at: position,
            losesText: true,
            "this string or comment is never closed; expected '\"' or '*/'"
        )
    }

    /// What stands at the look-ahead, for a sentence.
    private var found: String {
        switch token.kind {
        case .end: "the end of the file"
        case .string: "\"\(shortened)\""
        case .word, .number, .mark: "'\(shortened)'"
        }
    }

    private var shortened: String {
        let range = token.range
        guard range.count > 40 else { return lexer.text(token) }
        return source.string(range.prefix(160)).prefix(37) + "..."
    }

    func failure(_ expected: String) -> SyntaxFailure {
        SyntaxFailure(position: token.position, message: "found \(found), expected \(expected)")
    }

    @inline(__always)
    func isMark(_ character: Unicode.Scalar) -> Bool { token.mark == UInt8(ascii: character) }

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

    /// A forgotten `;` loses nothing where the next section begins its line.
    mutating func warnOfMissingEnd(of section: String) {
        diagnostics.warn(
            at: token.position,
            "found a new section, expected ';' at the end of \(section)"
        )
    }

    /// Whether the look-ahead is this keyword.
    func isWord(_ keyword: Keyword) -> Bool {
        token.kind == .word && Keyword(source, token.range) == keyword
    }

    /// Whether the look-ahead can be a name; one such as 1E5 reads like a number.
    var isName: Bool {
        switch token.kind {
        case .word: true
        case .number:
            source.bytes[token.range].allSatisfy(\.isWordByte)
                && !source.bytes[token.range].allSatisfy(\.isDigit)
        case .string, .mark, .end: false
        }
    }

    mutating func name(_ what: String) throws(SyntaxFailure) -> Named {
        guard isName else { throw failure(what) }
        let named = Named(symbol: tree.symbols.symbol(at: token.range), position: token.position)
        advance()
        return named
    }

    /// A name in quotes.
    mutating func quotedName(_ what: String) throws(SyntaxFailure) -> Named {
        guard token.kind == .string else { throw failure(what) }
        let named = Named(symbol: tree.symbols.symbol(at: token.range), position: token.position)
        advance()
        return named
    }

    mutating func string(_ what: String) throws(SyntaxFailure) -> String {
        guard token.kind == .string else { throw failure(what) }
        let text = token.range.isEmpty ? "" : source.unescaped(token.range)
        advance()
        return text
    }

    mutating func number(_ what: String) throws(SyntaxFailure) -> Double {
        guard token.kind == .number || token.kind == .word,
            let number = NumberText.number(source, token.range)
        else { throw failure(what) }
        advance()
        return number
    }

    mutating func integer<Integer: FixedWidthInteger>(
        _ what: String,
        as type: Integer.Type = Integer.self
    ) throws(SyntaxFailure) -> Integer {
        guard token.kind == .number,
            let integer: Integer = NumberText.integer(source, token.range)
        else { throw failure(what) }
        advance()
        return integer
    }

    mutating func messageReference() throws(SyntaxFailure) -> MessageReference {
        let position = token.position
        return MessageReference(
            rawID: try integer("a message's number from 0 to 4294967295"),
            position: position
        )
    }

    // MARK: - Marks

    /// The words up to here tell the statement in hand from all others.
    mutating func endHead() { headEnd = previousEnd }

    /// Notes where the statement that has just been read stands.
    mutating func mark(_ start: Token, message: UInt32? = nil) {
        tree.marks.append(
            StatementMark(
                start: UInt32(start.start),
                headEnd: UInt32(headEnd > 0 ? headEnd : start.range.upperBound),
                end: UInt32(previousEnd),
                lastLine: UInt32(previousLine),
                message: message
            )
        )
        headEnd = 0
    }

    // MARK: - Recovery

    /// Goes to the next line that begins with a word.
    mutating func skipToWordAtLineStart() {
        while token.kind != .end, !(token.isFirstOnLine && token.kind == .word) { advance() }
    }

    /// Whether the look-ahead begins a line with a section's word.
    var isAtSection: Bool {
        token.isFirstOnLine && token.kind == .word && Keyword(source, token.range) != nil
    }

    /// Whether the look-ahead begins a line with a word in the form of a section's.
    var isAtUnknownSection: Bool {
        token.isFirstOnLine && token.kind == .word && lexer.isSectionLike(token.range)
    }

    /// The sections that the look-ahead begins or may be meant to; none inside of a statement.
    private var sectionsMeant: [Keyword] {
        guard token.isFirstOnLine, token.kind == .word else { return [] }
        if let keyword = Keyword(source, token.range) { return [keyword] }
        return Keyword.resembling(token.range, in: source)
    }

    /// Goes to the next section, or past a `;` at a line's end; at least one token past `start`.
    private mutating func recover(from start: Token, skipsSignals: Bool) {
        if token.range == start.range { advance() }
        while token.kind != .end {
            let meant = sectionsMeant
            let isSignal = meant.contains(.signal) && !meant.contains(.message)
            if !meant.isEmpty || isAtUnknownSection, !(skipsSignals && isSignal) { return }
            if take(";") {
                if token.isFirstOnLine { return }
            } else {
                advance()
            }
        }
    }
}
