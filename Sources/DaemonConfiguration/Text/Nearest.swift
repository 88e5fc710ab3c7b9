/// Finds the word that a person probably meant.
enum Nearest {
    /// The word among `known` that takes the fewest changes of letters; nil where there is none.
    static func word(to name: String, among known: [String]) -> String? {
        // What is much longer than any key is near none, and would take long to compare.
        let name = String(name.prefix(64))
        return known.min { distance($0, name) < distance($1, name) }
    }

    /// How many letters must be added, removed or changed to make one word the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let letters = Array(right.utf8)
        var row = Array(0...letters.count)
        for (index, letter) in left.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in letters.indices {
                let change = diagonal + (letters[place] == letter ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(change, row[place] + 1, row[place + 1] + 1)
            }
        }
        return row[letters.count]
    }
}
