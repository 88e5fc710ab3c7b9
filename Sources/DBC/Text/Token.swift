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
    /// Whether only blanks and comments stand before it on its line.
    var isFirstOnLine: Bool
    /// The first byte of a mark; 0 for all else.
    var mark: UInt8 = 0
    var range: Range<Int>
    var position: SourcePosition

    /// Where it begins, with its quote where it has one.
    var start: Int { kind == .string ? range.lowerBound - 1 : range.lowerBound }
}

/// A comment between tokens.
struct CommentRange {
    var range: Range<Int>
    var line: Int
}
