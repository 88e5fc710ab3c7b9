/// A piece of a database file's text.
struct Token {
    enum Kind: UInt8 {
        /// Letters, digits and underscores that are not a number.
        case word
        /// A number, with its sign where one stands directly before it.
        case number
        /// Text in quotes; the range leaves them out.
        case string
        /// One character of punctuation.
        case mark
        /// The end of the file.
        case end
    }

    var kind: Kind
    var range: Range<Int>
    var position: SourcePosition
    /// Whether only blanks stand before it on its line.
    var isFirstOnLine: Bool
}

/// Cuts a database file into tokens, one at a time; skips blanks and comments.
struct Lexer {
    let source: SourceText
    private var index: Int
    private var line = 1
    private var lineStart: Int
    private var isAtLineStart = true
    /// Where a string or a comment begins that the file never closes.
    private(set) var unclosed: SourcePosition?
    /// Whether the file's last line has text but no line's end.
    private(set) var endsInsideLine = false

    init(_ source: SourceText) {
        self.source = source
        index = source.start
        lineStart = source.start
    }

    mutating func next() -> Token {
        skipBlanks()
        let isFirst = isAtLineStart
        isAtLineStart = false
        let position = position(of: index)
        let start = index
        guard let byte = byte(at: index) else {
            endsInsideLine = endsInsideLine || !isFirst
            return Token(
                kind: .end,
                range: start..<start,
                position: position,
                isFirstOnLine: true
            )
        }
        var kind = Token.Kind.mark
        var range: Range<Int>?
        if byte == UInt8(ascii: "\"") {
            kind = .string
            range = scanString()
        } else if let end = numberEnd(from: index) {
            // 2017_5 and 3phase are names, although they begin like numbers.
            let wordEnd = wordEnd(from: index)
            kind = wordEnd > end ? .word : .number
            index = max(end, wordEnd)
        } else if isWordByte(byte) {
            kind = .word
            index = wordEnd(from: index)
        } else {
            index += 1
            // A character of several bytes is one mark, so that it is quoted whole.
            while let next = self.byte(at: index), byte >= 0xC0, next & 0xC0 == 0x80 { index += 1 }
        }
        return Token(
            kind: kind,
            range: range ?? start..<index,
            position: position,
            isFirstOnLine: isFirst
        )
    }

    func text(_ token: Token) -> String { source.string(token.range) }

    /// The text of a string token: `\"` stands for a quote, any other backslash for itself.
    func unescaped(_ token: Token) -> String {
        let slice = source.bytes[token.range]
        guard slice.contains(UInt8(ascii: "\\")) else { return source.string(slice) }
        var result: [UInt8] = []
        for (offset, byte) in slice.enumerated() {
            let next = token.range.lowerBound + offset + 1
            let isEscape =
                byte == UInt8(ascii: "\\") && next < token.range.upperBound
                && source.bytes[next] == UInt8(ascii: "\"")
            if !isEscape { result.append(byte) }
        }
        return source.string(result)
    }

    // MARK: - Scanning

    private func byte(at index: Int) -> UInt8? {
        index < source.bytes.count ? source.bytes[index] : nil
    }

    private func position(of index: Int) -> SourcePosition {
        SourcePosition(line: line, column: index - lineStart + 1)
    }

    /// Goes past a line's end; CR LF is one, CR alone and LF alone are one each.
    private mutating func passLineEnd() {
        let isPair = byte(at: index) == 0x0D && byte(at: index + 1) == 0x0A
        index += isPair ? 2 : 1
        line += 1
        lineStart = index
        isAtLineStart = true
    }

    private mutating func skipBlanks() {
        while let byte = byte(at: index) {
            switch byte {
            case 0x0A, 0x0D: passLineEnd()
            case 0x20, 0x09, 0x0B, 0x0C, 0x1A, 0x00: index += 1
            case UInt8(ascii: "/") where self.byte(at: index + 1) == UInt8(ascii: "/"):
                while let byte = self.byte(at: index), byte != 0x0A, byte != 0x0D { index += 1 }
            case UInt8(ascii: "/") where self.byte(at: index + 1) == UInt8(ascii: "*"):
                skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() {
        let start = position(of: index)
        index += 2
        while let byte = byte(at: index) {
            if byte == UInt8(ascii: "*"), self.byte(at: index + 1) == UInt8(ascii: "/") {
                index += 2
                return
            }
            if byte == 0x0A || byte == 0x0D { passLineEnd() } else { index += 1 }
        }
        unclosed = unclosed ?? start
    }

    /// The range between the quotes; a string without an end is taken to end with its first line.
    private mutating func scanString() -> Range<Int> {
        let opening = self
        let start = index + 1
        index = start
        while let byte = byte(at: index) {
            switch byte {
            case UInt8(ascii: "\""):
                defer { index += 1 }
                return start..<index
            case UInt8(ascii: "\\") where self.byte(at: index + 1) == UInt8(ascii: "\""):
                if closesStatement(index + 2) {
                    // "C:\"; — here the backslash is text and the quote ends the string.
                    defer { index += 2 }
                    return start..<index + 1
                }
                index += 2
            case 0x0A, 0x0D:
                // Behind a string without an end no string goes past its line: each would be
                // searched to the end of the file.
                if unclosed != nil { return start..<index }
                passLineEnd()
            default: index += 1
            }
        }
        let failed = unclosed ?? opening.position(of: start - 1)
        self = opening
        unclosed = failed
        index = start
        while let byte = byte(at: index), byte != 0x0A, byte != 0x0D { index += 1 }
        return start..<index
    }

    /// Whether `;`, a line's end and then a new section (or nothing) stand at `index`.
    private func closesStatement(_ index: Int) -> Bool {
        var index = index
        func skip(_ blanks: Set<UInt8>) {
            while let byte = byte(at: index), blanks.contains(byte) { index += 1 }
        }
        skip([0x20, 0x09])
        guard byte(at: index) == UInt8(ascii: ";") else { return false }
        index += 1
        skip([0x20, 0x09])
        guard let end = byte(at: index) else { return true }
        guard end == 0x0A || end == 0x0D else { return false }
        skip([0x20, 0x09, 0x0A, 0x0D])
        guard byte(at: index) != nil else { return true }
        return Keyword(rawValue: source.string(index..<wordEnd(from: index))) != nil
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func isDigit(at index: Int) -> Bool {
        guard let byte = byte(at: index) else { return false }
        return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private func wordEnd(from start: Int) -> Int {
        var end = start
        while let byte = byte(at: end), isWordByte(byte) { end += 1 }
        return end
    }

    /// Where a number that begins at `start` ends; nil where none begins there.
    private func numberEnd(from start: Int) -> Int? {
        var end = start
        let hasSign = byte(at: end) == UInt8(ascii: "+") || byte(at: end) == UInt8(ascii: "-")
        if hasSign { end += 1 }
        let digits = end
        while isDigit(at: end) { end += 1 }
        let hasWhole = end > digits
        if byte(at: end) == UInt8(ascii: "."), hasWhole || isDigit(at: end + 1) {
            end += 1
            while isDigit(at: end) { end += 1 }
        } else if !hasWhole {
            // -inf, +nan
            let wordEnd = wordEnd(from: digits)
            guard hasSign, (3...8).contains(wordEnd - digits),
                Double(source.string(digits..<wordEnd)) != nil
            else { return nil }
            return wordEnd
        }
        if byte(at: end) == UInt8(ascii: "e") || byte(at: end) == UInt8(ascii: "E") {
            var exponent = end + 1
            if byte(at: exponent) == UInt8(ascii: "+") || byte(at: exponent) == UInt8(ascii: "-") {
                exponent += 1
            }
            if isDigit(at: exponent) {
                while isDigit(at: exponent) { exponent += 1 }
                end = exponent
            }
        }
        return end
    }
}
