extension Lexer {
    /// The range between the quotes; a string without an end is taken to end with its first line.
    mutating func scanString() -> Range<Int> {
        // What follows a string of several lines stands behind it, not first on its line.
        defer { isAtLineStart = false }
        let opening = (line: line, lineStart: lineStart)
        let start = index + 1
        index = start
        while true {
            index = plainTextEnd(from: index)
            guard let byte = byte(at: index) else { break }
            if byte == UInt8(ascii: "\"") {
                index += 1
                return start..<index - 1
            }
            if byte.isLineEnd {
                // Behind a string without an end no string goes past its line: each would be
                // searched to the end of the file.
                if unclosed != nil || endsStringsWithLine { return start..<index }
                passLineEnd()
            } else if self.byte(at: index + 1) != UInt8(ascii: "\"") {
                index += 1
            } else if endsStringsWithLine ? closesLine(index + 2) : closesStatement(index + 2) {
                // "C:\"; — here the backslash is text and the quote ends the string.
                index += 2
                return start..<index - 1
            } else {
                index += 2
            }
        }
        line = opening.line
        lineStart = opening.lineStart
        if !endsStringsWithLine { unclosed = unclosed ?? position(of: start - 1) }
        index = start
        while let byte = byte(at: index), !byte.isLineEnd { index += 1 }
        return start..<index
    }

    /// Where the next quote, backslash or line's end stands.
    private func plainTextEnd(from start: Int) -> Int {
        let bytes = source.bytes.span
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte.isLineEnd { break }
            end += 1
        }
        return end
    }

    /// Whether no quote follows on the line, so that the one before `index` ends the line's string.
    private func closesLine(_ index: Int) -> Bool {
        let bytes = source.bytes.span
        var index = index
        while index < bytes.count, !bytes[index].isLineEnd {
            if bytes[index] == UInt8(ascii: "\"") { return false }
            index += 1
        }
        return true
    }

    /// Whether `;`, the line's end and then a new section, a comment or nothing stand at `index`.
    private func closesStatement(_ index: Int) -> Bool {
        var index = skip(from: index, lines: false)
        guard byte(at: index) == UInt8(ascii: ";") else { return false }
        index = skip(from: index + 1, lines: false)
        guard let end = byte(at: index) else { return true }
        guard end.isLineEnd else { return isComment(at: index) }
        index = skip(from: index, lines: true)
        guard byte(at: index) != nil else { return true }
        let word = index..<wordEnd(from: index)
        return isComment(at: index) || Keyword(source, word) != nil || isSectionLike(word)
    }

    private func isComment(at index: Int) -> Bool {
        guard byte(at: index) == UInt8(ascii: "/") else { return false }
        return byte(at: index + 1) == UInt8(ascii: "/") || byte(at: index + 1) == UInt8(ascii: "*")
    }

    /// Whether a word has the form of a section's: capitals, and `_` at the end.
    func isSectionLike(_ word: Range<Int>) -> Bool {
        guard word.count >= 3, source.bytes[word.upperBound - 1] == UInt8(ascii: "_") else {
            return false
        }
        return source.bytes[word].allSatisfy { !(0x61...0x7A).contains($0) }
    }

    private func skip(from start: Int, lines: Bool) -> Int {
        var index = start
        while let byte = byte(at: index), byte == 0x20 || byte == 0x09 || (lines && byte.isLineEnd)
        {
            index += 1
        }
        return index
    }
}
