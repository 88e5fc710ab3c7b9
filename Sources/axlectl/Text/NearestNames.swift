/// Names that a person may have meant.
enum NearestNames {
    private static let most = 3

    /// At most three of the candidates that are like the name, the likest first.
    ///
    /// Like is what has it in it, and what is at most a third of its letters away.
    static func like(_ name: String, among candidates: some Sequence<String>) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        let bound = max(2, wanted.count / 3)
        var found: [(distance: Int, name: String)] = []
        for candidate in Set(candidates) {
            let letters = Array(candidate.lowercased().utf8)
            if wanted.count > 2, contains(letters, wanted) {
                found.append((1, candidate))
            } else if let distance = distance(wanted, letters, atMost: bound) {
                found.append((distance, candidate))
            }
        }
        return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(most).map(\.name)
    }

    /// The end of a sentence that names them; empty where there are none.
    static func hint(_ names: [String]) -> String {
        names.isEmpty ? "" : "; nearest: \(names.joined(separator: ", "))"
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { start in
            text[start..<(start + part.count)].elementsEqual(part)
        }
    }

    /// How many letters must be put in, taken out or changed; nil for more than the bound.
    private static func distance(_ one: [UInt8], _ other: [UInt8], atMost bound: Int) -> Int? {
        guard abs(one.count - other.count) <= bound else { return nil }
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, candidate) in other.enumerated() {
                let changed = diagonal + (letter == candidate ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(changed, diagonal + 1, row[place] + 1)
            }
        }
        return row[other.count] <= bound ? row[other.count] : nil
    }
}

extension DatabaseSet {
    /// The end of a sentence on a signal that no database has: names like it.
    func hint(for signal: String) -> String {
        let parts = signal.split(separator: ".")
        let messages = databases.flatMap(\.messages)
        let plain = messages.flatMap { $0.signals.map(\.name) }
        guard parts.count > 1 else {
            return NearestNames.hint(NearestNames.like(signal, among: plain))
        }
        let full = messages.flatMap { message in
            message.signals.map { "\(message.name).\($0.name)" }
        }
        let wanted = parts.suffix(2).joined(separator: ".")
        return NearestNames.hint(NearestNames.like(wanted, among: full))
    }
}
