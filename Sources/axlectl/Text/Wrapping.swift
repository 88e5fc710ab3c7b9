extension String {
    /// Lines of at most `width` characters, broken at blanks; a longer word has a line of its own.
    ///
    /// Runs of blanks and line ends count as one blank.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(whereSeparator: \.isWhitespace) {
            if line.isEmpty {
                line = String(word)
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// The text with blanks on both sides, in the middle of `width` characters.
    func centred(in width: Int) -> String {
        let free = max(0, width - count)
        return String(repeating: " ", count: free / 2) + self
            + String(repeating: " ", count: free - free / 2)
    }

    /// The text with blanks before it, up to `width` characters.
    func rightAligned(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    /// The text with blanks behind it, up to `width` characters.
    func leftAligned(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

extension String {
    /// The text without control characters, which could act on a terminal: each becomes `?`.
    ///
    /// Line ends and tabs stay.
    var printable: String {
        let isClean = utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }
        guard !isClean else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n" && scalar != "\t": text.append("?")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
