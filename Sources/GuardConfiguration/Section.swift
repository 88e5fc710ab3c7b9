import Yams

/// Collects what is wrong while a file is read, so that a person sees all of it at once.
final class Problems {
    let file: String
    private(set) var sentences: [(line: Int, sentence: String)] = []

    init(file: String) { self.file = file }

    func add(line: Int, key: String, found: String, allowed: String) {
        let sentence = "\(file):\(line): key \(key): found \(found), allowed \(allowed)"
        sentences.append((line, sentence))
    }
}

/// A mapping of the file under reading: every key must be known, every reader says what it allows.
struct Section {
    private let keys: [String: (key: Node, value: Node)]
    private let path: String
    private let line: Int
    private let problems: Problems

    /// Reads a mapping; anything else, and any key not in `known`, is a problem.
    init(_ node: Node, path: String, line: Int, known: [String], _ problems: Problems) {
        self.path = path
        self.line = line
        self.problems = problems
        var keys: [String: (key: Node, value: Node)] = [:]
        if case .mapping(let mapping) = node {
            for (key, value) in mapping {
                let name = key.string ?? "?"
                if known.contains(name) {
                    keys[name] = (key, value)
                } else {
                    let nearest = Self.nearest(to: name, among: known)
                    problems.add(
                        line: key.mark?.line ?? line,
                        key: Self.join(path, name),
                        found: "an unknown key",
                        allowed: "\(known.joined(separator: ", ")); the nearest is \(nearest)"
                    )
                }
            }
        } else {
            problems.add(
                line: node.mark?.line ?? line,
                key: path.isEmpty ? "(the file)" : path,
                found: Self.shown(node),
                allowed: "a mapping of \(known.joined(separator: ", "))"
            )
        }
        self.keys = keys
    }

    /// The key's value; a missing one is a problem.
    func node(_ key: String, allowed: String) -> Node? {
        if let found = keys[key] { return found.value }
        problems.add(line: line, key: Self.join(path, key), found: "nothing", allowed: allowed)
        return nil
    }

    /// Whether the key is there.
    func has(_ key: String) -> Bool { keys[key] != nil }

    /// A mapping under the key.
    func section(_ key: String, known: [String]) -> Section? {
        guard let node = node(key, allowed: "a mapping of \(known.joined(separator: ", "))") else {
            return nil
        }
        return Section(
            node,
            path: Self.join(path, key),
            line: line(of: key),
            known: known,
            problems
        )
    }

    /// A list of mappings under the key, of 1 to `most` entries.
    func list(_ key: String, known: [String], most: Int) -> [Section] {
        let allowed = "a list of 1 to \(most) mappings of \(known.joined(separator: ", "))"
        guard let node = node(key, allowed: allowed) else { return [] }
        guard case .sequence(let sequence) = node, (1...most).contains(sequence.count) else {
            report(key, found: Self.shown(node), allowed: allowed)
            return []
        }
        return sequence.enumerated().map { index, entry in
            Section(
                entry,
                path: Self.join(path, key) + "[\(index)]",
                line: entry.mark?.line ?? line(of: key),
                known: known,
                problems
            )
        }
    }

    /// A text of at least one character.
    func text(_ key: String, allowed: String) -> Located<String>? {
        guard let node = node(key, allowed: allowed) else { return nil }
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            report(key, found: Self.shown(node), allowed: allowed)
            return nil
        }
        return Located(value: scalar.string, line: line(of: key))
    }

    /// One of some words.
    func word<Value>(_ key: String, _ words: [(String, Value)]) -> Value? {
        let allowed = words.map(\.0).joined(separator: ", ")
        guard let text = text(key, allowed: allowed) else { return nil }
        if let match = words.first(where: { $0.0 == text.value }) { return match.1 }
        report(key, found: "\"\(text.value)\"", allowed: allowed)
        return nil
    }

    /// A number with its unit, in the monitor's units, within `range`.
    func quantity(_ key: String, _ unit: Unit, _ range: ClosedRange<Int>) -> Int? {
        var allowed = "\(unit.text(range.lowerBound)) to \(unit.text(range.upperBound))"
        if unit.names[0].name == "Nm" { allowed += " in steps of 0.25 Nm" }
        guard let text = text(key, allowed: allowed) else { return nil }
        if let number = unit.number(text.value), range.contains(number) { return number }
        report(key, found: "\"\(text.value)\"", allowed: allowed)
        return nil
    }

    /// Adds a problem with the key's value.
    func report(_ key: String, found: String, allowed: String) {
        problems.add(
            line: line(of: key),
            key: Self.join(path, key),
            found: found,
            allowed: allowed
        )
    }

    private func line(of key: String) -> Int { keys[key]?.key.mark?.line ?? line }

    private static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : path + "." + key
    }

    private static func shown(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string)\""
        case .mapping: "a mapping"
        case .sequence(let sequence): "a list of \(sequence.count)"
        case .alias: "an alias"
        }
    }

    private static func nearest(to name: String, among known: [String]) -> String {
        known.min { distance($0, name) < distance($1, name) } ?? ""
    }

    /// How many letters must be added, removed or changed to make one word the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (index, letter) in left.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in right.indices {
                let change = diagonal + (right[place] == letter ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(change, row[place] + 1, row[place + 1] + 1)
            }
        }
        return row[right.count]
    }
}
