/// Puts statements one after another, each with the text comments that belong to it.
struct StatementWriter {
    private(set) var text = ""
    /// What the statements began with, where that is asked for.
    private(set) var heads: Set<String> = []
    private var textComments: [String: [TextComment]]
    private let collectsHeads: Bool
    private var needsBlankLine = false

    init(textComments: [String: [TextComment]], collectsHeads: Bool = false) {
        self.textComments = textComments
        self.collectsHeads = collectsHeads
    }

    /// Begins a section: its first statement, if there is one, stands below a blank line.
    mutating func beginSection() { needsBlankLine = !text.isEmpty }

    /// Writes one statement; text comments are found by `key`.
    mutating func statement(_ key: String, indentation: String = "", _ rest: String) {
        if collectsHeads { heads.insert(key) }
        if needsBlankLine { text += "\n" }
        needsBlankLine = false
        // A second statement that begins alike has no comments left.
        let comments = textComments.isEmpty ? nil : textComments.removeValue(forKey: key)
        for comment in comments ?? [] where comment.place == .above {
            text += "\(indentation)\(comment.text)\n"
        }
        text += indentation
        text += rest
        for comment in comments ?? [] where comment.place == .behind { text += " \(comment.text)" }
        text += "\n"
    }

    /// Writes what belongs to no statement.
    mutating func finish() {
        let left = textComments.sorted { $0.key < $1.key }.flatMap(\.value)
        textComments = [:]
        guard !left.isEmpty else { return }
        if !text.isEmpty { text += "\n" }
        for comment in left { text += "\(comment.text)\n" }
    }
}
