/// Finds what somebody probably meant.
enum NearestName {
    /// Names longer than this are not compared.
    private static let longest = 100

    /// The known name with the fewest edits, if at most a third of the name must be edited.
    static func find(_ name: String, in known: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard !wanted.isEmpty, wanted.count <= longest else { return nil }
        var best: (name: String, edits: Int)?
        let most = max(1, wanted.count / 3)
        for candidate in known {
            let bytes = Array(candidate.lowercased().utf8)
            guard bytes.count <= longest, abs(bytes.count - wanted.count) <= most else { continue }
            let edits = edits(from: wanted, to: bytes)
            if edits <= most, edits < best?.edits ?? .max { best = (candidate, edits) }
        }
        return best?.name
    }

    /// Insertions, removals, replacements and swaps of neighbours that turn one into the other.
    private static func edits(from left: [UInt8], to right: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replaced = previous[column] + (byte == other ? 0 : 1)
                var cost = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }

    /// A text from outside, cut so that an error stays a sentence.
    static func shortened(_ text: String) -> String {
        text.count <= 60 ? text : String(text.prefix(57)) + "..."
    }
}
