/// A comment between the statements of a file, `// …` or `/* … */`.
public struct TextComment: Hashable, Sendable {
    /// Where it stands.
    public enum Place: Sendable {
        /// Above its statement, on lines of its own.
        case above
        /// Behind its statement, on the same line.
        case behind
    }

    /// Its text with the marks that make it a comment.
    public var text: String
    /// Where it stands.
    public var place: Place

    /// Puts the two together.
    public init(text: String, place: Place) {
        self.text = text
        self.place = place
    }
}

/// A section that no reader here understands; its text is kept so that nothing is lost.
public struct KeptSection: Hashable, Sendable {
    /// The word it begins with.
    public var keyword: String
    /// What follows the word, without the closing `;`.
    public var text: String
    /// Where it begins.
    @NotCompared public var position: SourcePosition

    /// Puts the parts together.
    public init(keyword: String, text: String, position: SourcePosition = .unknown) {
        self.keyword = keyword
        self.text = text
        self.position = position
    }
}
