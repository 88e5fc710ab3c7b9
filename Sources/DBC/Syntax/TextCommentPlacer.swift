/// Finds out to which statement each comment between statements belongs.
struct TextCommentPlacer {
    let source: SourceText
    let comments: [CommentRange]
    let marks: [StatementMark]

    /// The comments by the words with which their statements begin.
    func placed() -> [String: [TextComment]] {
        var placed: [String: [TextComment]] = [:]
        var next = 0
        for comment in comments {
            let start = comment.range.lowerBound
            while next < marks.count, marks[next].start < start { next += 1 }
            let before = next > 0 ? marks[next - 1] : nil
            let text = source.string(comment.range).trimmedAtEnd
            if let before, start < before.end {
                // What is kept as text has its comments in it.
                guard !isKept(before) else { continue }
                add(text, .above, to: &placed[key(of: before), default: []])
            } else if let before, comment.line == before.lastLine {
                add(text, .behind, to: &placed[key(of: before), default: []])
            } else {
                let key = next < marks.count ? key(of: marks[next]) : ""
                add(text, .above, to: &placed[key, default: []])
            }
        }
        return placed
    }

    /// Adds a comment in the order of writing: those above first.
    ///
    /// Two statements may have the same words. Behind a comment to the end of the line there is no
    /// room for another, which then stands above.
    private func add(
        _ text: String,
        _ place: TextComment.Place,
        to comments: inout [TextComment]
    ) {
        let firstBehind = comments.firstIndex { $0.place == .behind } ?? comments.endIndex
        let isFull = comments.last.map { $0.place == .behind && $0.text.hasPrefix("//") } ?? false
        if place == .behind, !isFull {
            comments.append(TextComment(text: text, place: .behind))
        } else {
            comments.insert(TextComment(text: text, place: .above), at: firstBehind)
        }
    }

    private func isKept(_ mark: StatementMark) -> Bool {
        // The head of such a section is one word, which no other statement begins with.
        guard mark.message == nil else { return false }
        let range = Int(mark.start)..<Int(mark.headEnd)
        guard source.bytes[range].allSatisfy(\.isWordByte) else { return false }
        let keyword = Keyword(source, range)
        return keyword == nil || keyword == .filter
    }

    /// The words that tell a statement from others, single blanks between them.
    private func key(of mark: StatementMark) -> String {
        var lexer = Lexer(SourceText(Int(mark.start)..<Int(mark.headEnd), of: source))
        var words: [String] = []
        if let message = mark.message { words = ["BO_ \(message)"] }
        var token = lexer.next()
        while token.kind != .end {
            let text = lexer.text(token)
            words.append(token.kind == .string ? "\"\(text)\"" : text)
            token = lexer.next()
        }
        return words.joined(separator: " ")
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var end = unicodeScalars.endIndex
        while end > unicodeScalars.startIndex {
            let before = unicodeScalars.index(before: end)
            guard unicodeScalars[before].properties.isWhitespace else { break }
            end = before
        }
        return String(unicodeScalars[..<end])
    }
}
