/// Cuts a database file into tokens, one at a time; skips blanks and notes comments.
struct Lexer {
    let source: SourceText
    var index: Int
    var line = 1
    var lineStart: Int
    var isAtLineStart = true
    /// Whether a string ends with its line, closed or not: a unit never has several lines.
    var endsStringsWithLine = false
    /// Where a string or a comment begins that the file never closes.
    var unclosed: SourcePosition?
    /// Whether the file's last line has text but no line's end.
    private(set) var endsInsideLine = false
    /// The comments passed so far, as many as are kept.
    private(set) var comments: [CommentRange] = []
    /// How many comments there were beyond those.
    private(set) var commentsLeftOut = 0
    private static let mostComments = 10_000

    init(_ source: SourceText) {
        self.source = source
        index = source.start
        lineStart = source.start
    }

    mutating func next() -> Token {
        skipBlanks()
        let isFirst = isAtLineStart
        isAtLineStart = false
        let start = index
        let position = position(of: start)
        guard let byte = byte(at: start) else {
            endsInsideLine = endsInsideLine || !isFirst
            return Token(
                kind: .end,
                isFirstOnLine: true,
                range: start..<start,
                position: position
            )
        }
        if byte == UInt8(ascii: "\"") {
            return Token(
                kind: .string,
                isFirstOnLine: isFirst,
                range: scanString(),
                position: position
            )
        }
        var kind = Token.Kind.word
        if byte.isDigit || Self.canBeginNumber(byte), let end = numberEnd(from: start) {
            // 2017_5 and 3phase are names, although they begin like numbers.
            let wordEnd = wordEnd(from: start)
            if wordEnd <= end { kind = .number }
            index = max(end, wordEnd)
        } else if byte.isWordByte {
            index = wordEnd(from: start)
        } else {
            return mark(byte, isFirst, position)
        }
        return Token(
            kind: kind,
            isFirstOnLine: isFirst,
            range: start..<index,
            position: position
        )
    }

    private mutating func mark(_ byte: UInt8, _ isFirst: Bool, _ position: SourcePosition) -> Token
    {
        let start = index
        index += 1
        // A character of several bytes is one mark, so that it is quoted whole.
        if byte >= 0xC0 {
            while let next = self.byte(at: index), next & 0xC0 == 0x80 { index += 1 }
        }
        return Token(
            kind: .mark,
            isFirstOnLine: isFirst,
            mark: byte,
            range: start..<index,
            position: position
        )
    }

    func text(_ token: Token) -> String { source.string(token.range) }

    // MARK: - Blanks and comments

    func byte(at index: Int) -> UInt8? {
        index < source.bytes.count ? source.bytes[index] : nil
    }

    func position(of index: Int) -> SourcePosition {
        SourcePosition(line: line, column: index - lineStart + 1)
    }

    /// Goes past a line's end; CR LF is one, CR alone and LF alone are one each.
    mutating func passLineEnd() {
        let isPair = byte(at: index) == 0x0D && byte(at: index + 1) == 0x0A
        index += isPair ? 2 : 1
        line += 1
        lineStart = index
        isAtLineStart = true
    }

    private mutating func skipBlanks() {
        while let byte = byte(at: index) {
            switch byte {
            case 0x20, 0x09, 0x0B, 0x0C, 0x1A, 0x00: index += 1
            case 0x0A, 0x0D: passLineEnd()
            case UInt8(ascii: "/"):
                switch self.byte(at: index + 1) {
                case UInt8(ascii: "/"): skipLineComment()
                case UInt8(ascii: "*"): skipBlockComment()
                default: return
                }
            default: return
            }
        }
    }

    private mutating func skipLineComment() {
        let start = index
        while let byte = byte(at: index), !byte.isLineEnd { index += 1 }
        note(CommentRange(range: start..<index, line: line))
    }

    private mutating func skipBlockComment() {
        let start = index
        let position = position(of: index)
        index += 2
        while let byte = byte(at: index) {
            if byte == UInt8(ascii: "*"), self.byte(at: index + 1) == UInt8(ascii: "/") {
                index += 2
                note(CommentRange(range: start..<index, line: position.line))
                return
            }
            if byte.isLineEnd { passLineEnd() } else { index += 1 }
        }
        unclosed = unclosed ?? position
    }

    private mutating func note(_ comment: CommentRange) {
        if comments.count < Self.mostComments {
            comments.append(comment)
        } else {
            commentsLeftOut += 1
        }
    }

    // MARK: - Words and numbers

    @inline(__always)
    private static func canBeginNumber(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    func wordEnd(from start: Int) -> Int {
        let bytes = source.bytes.span
        var end = start
        while end < bytes.count, bytes[end].isWordByte { end += 1 }
        return end
    }

    private func digitsEnd(from start: Int) -> Int {
        let bytes = source.bytes.span
        var end = start
        while end < bytes.count, bytes[end].isDigit { end += 1 }
        return end
    }

    /// Where a number that begins at `start` ends; nil where none begins there.
    private func numberEnd(from start: Int) -> Int? {
        let hasSign = byte(at: start) == UInt8(ascii: "+") || byte(at: start) == UInt8(ascii: "-")
        let digits = hasSign ? start + 1 : start
        var end = digitsEnd(from: digits)
        let hasWhole = end > digits
        if byte(at: end) == UInt8(ascii: "."), hasWhole || byte(at: end + 1)?.isDigit == true {
            end = digitsEnd(from: end + 1)
        } else if !hasWhole {
            // -inf, +nan
            let wordEnd = wordEnd(from: digits)
            guard hasSign, (3...8).contains(wordEnd - digits),
                Double(source.string(digits..<wordEnd)) != nil
            else { return nil }
            return wordEnd
        }
        if byte(at: end) == UInt8(ascii: "e") || byte(at: end) == UInt8(ascii: "E") {
            let sign = byte(at: end + 1)
            let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
            let exponent = end + (isSigned ? 2 : 1)
            if byte(at: exponent)?.isDigit == true { end = digitsEnd(from: exponent) }
        }
        return end
    }
}
