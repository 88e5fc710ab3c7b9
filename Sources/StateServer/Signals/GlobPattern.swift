/// A pattern for names: `*` stands for any text, `?` for one character, all else for itself.
struct GlobPattern {
    private let pattern: [UInt8]

    /// Nil where the text has neither `*` nor `?`, and so is a name.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "*")) || bytes.contains(UInt8(ascii: "?")) else {
            return nil
        }
        pattern = bytes
    }

    /// Whether the whole name fits; takes at most pattern times name steps.
    func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var position = 0
        var place = 0
        // Where the last star stood, and what it stood for then: the only place to return to.
        var star: (position: Int, place: Int)?
        while place < name.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position, place)
                position += 1
            } else if position < pattern.count,
                pattern[position] == UInt8(ascii: "?") || pattern[position] == name[place]
            {
                position += 1
                place += 1
            } else if let last = star {
                star = (last.position, last.place + 1)
                position = last.position + 1
                place = last.place + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
