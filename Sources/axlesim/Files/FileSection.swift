import Foundation
import Yams

/// One mapping of a YAML file, which knows its place and which of its keys were asked for.
///
/// `finish` refuses the keys that nobody asked for, so that the reader is the list of known keys.
final class FileSection {
    private let path: String
    /// The mapping itself, and beneath it those of the files that its own is based on.
    private let layers: [Layer]
    private let line: Int?
    private var known: [String] = []

    /// A mapping and the file in which it stands.
    private struct Layer {
        let mapping: Node.Mapping
        let file: String
    }

    /// The most files that may be based on each other.
    private static let greatestDepth = 4

    private init(path: String, layers: [Layer], line: Int?) {
        self.path = path
        self.layers = layers
        self.line = line
    }

    /// Opens the top of a file, and of the file that it is based on, which has the keys that it has
    /// not.
    ///
    /// A mapping in both is one with the keys of both; anything else hides what is beneath it.
    /// What is set stands above them.
    static func readLayered(
        _ file: String,
        setting settings: [KeySetting] = []
    ) throws(FileError) -> FileSection {
        var layers: [Layer] = []
        var next: String? = file
        while let file = next {
            let section = try read(file)
            layers += section.layers
            next = try section.base(below: layers.count)
        }
        return try FileSection(path: "", layers: layers, line: 1).setting(settings)
    }

    /// The same below what is set in the place of its own.
    func setting(_ settings: [KeySetting]) throws(FileError) -> FileSection {
        guard !settings.isEmpty else { return self }
        let set = try KeySetting.mapping(settings, over: layers.map(\.mapping))
        let top = Layer(mapping: set, file: KeySetting.place)
        return FileSection(path: path, layers: [top] + layers, line: line)
    }

    /// The path of the file that this one is based on; nil where it stands alone.
    private func base(below depth: Int) throws(FileError) -> String? {
        guard has("based_on") else { return nil }
        let name = try text("based_on")
        guard depth < Self.greatestDepth else {
            throw error("based_on", "found \(name), allowed \(Self.greatestDepth) files in a row")
        }
        let directory = URL(fileURLWithPath: file).deletingLastPathComponent()
        let path = URL(fileURLWithPath: name, relativeTo: directory).path
        guard FileManager.default.fileExists(atPath: path) else {
            throw error("based_on", "found \(name), allowed a file that exists")
        }
        return path
    }

    /// Opens the top of a file.
    static func read(_ file: String) throws(FileError) -> FileSection {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw FileError(file: file, line: nil, key: "", problem: "cannot be read")
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw FileError(file: file, line: nil, key: "", problem: "is not UTF-8 text")
        }
        return try parse(text, file: file)
    }

    /// Opens the top of a file whose text is here.
    static func parse(_ text: String, file: String) throws(FileError) -> FileSection {
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch {
            throw FileError(
                file: file,
                line: line(of: error),
                key: "",
                problem: reason(of: error)
            )
        }
        guard case .mapping(let mapping)? = node else {
            throw FileError(
                file: file,
                line: 1,
                key: "",
                problem: "found no keys, allowed KEY: VALUE lines"
            )
        }
        return FileSection(path: "", layers: [Layer(mapping: mapping, file: file)], line: 1)
    }

    /// Whether the key is there.
    func has(_ key: String) -> Bool {
        known.append(key)
        return layer(of: key) != nil
    }

    /// Whether the key has keys of its own.
    func hasKeys(_ key: String) -> Bool { layer(of: key)?.mapping[key]?.mapping != nil }

    /// The mapping under a key.
    func section(_ key: String) throws(FileError) -> FileSection {
        let node = try required(key, "keys of its own")
        guard case .mapping = node else {
            throw problem(key, node, "found \(describe(node)), allowed keys of its own")
        }
        return FileSection(path: fullKey(key), layers: layers(under: key), line: line(of: key))
    }

    /// The mappings in the list under a key, at least one.
    func sections(_ key: String) throws(FileError) -> [FileSection] {
        let node = try required(key, "a list")
        guard case .sequence(let sequence) = node, !sequence.isEmpty else {
            throw problem(key, node, "found \(describe(node)), allowed a list of one or more")
        }
        let file = layer(of: key)?.file ?? file
        var sections: [FileSection] = []
        for (index, item) in sequence.enumerated() {
            let name = "\(key)[\(index + 1)]"
            guard case .mapping(let mapping) = item else {
                throw problem(name, item, "found \(describe(item)), allowed keys of its own")
            }
            sections.append(
                FileSection(
                    path: fullKey(name),
                    layers: [Layer(mapping: mapping, file: file)],
                    line: item.mark?.line
                )
            )
        }
        return sections
    }

    /// The pairs in the list of lists under a key, as `[[0 %, 3.2 V], [100 %, 4.2 V]]`.
    func pairs(
        _ key: String,
        _ first: FileUnit,
        _ second: FileUnit
    ) throws(FileError) -> [(Double, Double)] {
        let node = try required(key, "a list of pairs")
        guard case .sequence(let rows) = node else {
            throw problem(key, node, "found \(describe(node)), allowed a list of pairs")
        }
        var pairs: [(Double, Double)] = []
        for (index, row) in rows.enumerated() {
            let cells = row.sequence.map { $0.compactMap(\.scalar?.string) } ?? []
            guard
                cells.count == 2, let left = first.value(of: cells[0]),
                let right = second.value(of: cells[1])
            else {
                throw problem(
                    "\(key)[\(index + 1)]",
                    row,
                    "found \(describe(row)), allowed a pair of \(first.name) and \(second.name)"
                )
            }
            pairs.append((left, right))
        }
        return pairs
    }

    /// The SI value under a key, inside a range that is given in `unit`.
    func number(
        _ key: String,
        _ unit: FileUnit,
        _ range: ClosedRange<Double>
    ) throws(FileError) -> Double {
        let allowed = unit.describe(range)
        let node = try required(key, allowed)
        // Half a millionth of slack: 100 % and 1 are the same, whatever binary fractions say.
        let slack = 5e-7 * max(abs(range.lowerBound), abs(range.upperBound))
        guard
            case .scalar(let scalar) = node, let value = unit.value(of: scalar.string),
            value / unit.factor >= range.lowerBound - slack,
            value / unit.factor <= range.upperBound + slack
        else { throw problem(key, node, "found \(describe(node)), allowed \(allowed)") }
        return value
    }

    /// The SI value under a key that may be left out; nil without it.
    func optional(
        _ key: String,
        _ unit: FileUnit,
        _ range: ClosedRange<Double>
    ) throws(FileError) -> Double? {
        has(key) ? try number(key, unit, range) : nil
    }

    /// The answer under a key that may be left out.
    func answer(_ key: String, default other: Bool) throws(FileError) -> Bool {
        has(key) ? try choice(key, [("yes", true), ("no", false)]) : other
    }

    /// The text under a key.
    func text(_ key: String) throws(FileError) -> String {
        let node = try required(key, "text")
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            throw problem(key, node, "found \(describe(node)), allowed text")
        }
        return scalar.string
    }

    /// The keys under a key with their texts, as they stand there.
    func texts(_ key: String) throws(FileError) -> [(key: String, text: String)] {
        let node = try required(key, "KEY: VALUE lines")
        guard case .mapping(let mapping) = node else {
            throw problem(key, node, "found \(describe(node)), allowed KEY: VALUE lines")
        }
        var texts: [(key: String, text: String)] = []
        for (name, value) in mapping {
            guard let name = name.scalar?.string, let text = value.scalar?.string, !text.isEmpty
            else { throw problem(key, value, "found \(describe(value)), allowed a value") }
            texts.append((name, text))
        }
        return texts
    }

    /// The choice under a key.
    func choice<Value>(_ key: String, _ choices: [(String, Value)]) throws(FileError) -> Value {
        let allowed = choices.map(\.0).joined(separator: ", ")
        let node = try required(key, allowed)
        let text = node.scalar?.string
        guard let match = choices.first(where: { $0.0 == text }) else {
            throw problem(key, node, "found \(describe(node)), allowed \(allowed)")
        }
        return match.1
    }

    /// Refuses what nobody asked for.
    func finish() throws(FileError) {
        for layer in layers {
            for (node, _) in layer.mapping {
                let key = node.scalar?.string ?? describe(node)
                guard !known.contains(key) else { continue }
                let nearest = known.min { distance($0, key) < distance($1, key) }
                throw problem(
                    key,
                    node,
                    "found a key that is not known"
                        + (nearest.map { ", allowed for example \($0)" } ?? "")
                )
            }
        }
    }

    /// An error about a value that only makes sense with others.
    func error(_ key: String, _ text: String) -> FileError {
        problem(key, layer(of: key)?.mapping[key], text)
    }
}

extension FileSection {
    /// The file of the mapping itself.
    private var file: String {
        (layers.first { $0.file != KeySetting.place } ?? layers.first)?.file ?? ""
    }

    /// The line of the uppermost of the values at a key that stand in a file.
    private func line(of key: String) -> Int? {
        layers.lazy.compactMap { $0.mapping[key]?.mark?.line }.first
    }

    /// The uppermost layer that has a key.
    private func layer(of key: String) -> Layer? { layers.first { $0.mapping[key] != nil } }

    /// The mappings under a key, down to the first layer that has something else there.
    private func layers(under key: String) -> [Layer] {
        var found: [Layer] = []
        for layer in layers {
            guard let node = layer.mapping[key] else { continue }
            guard case .mapping(let mapping) = node else { break }
            found.append(Layer(mapping: mapping, file: layer.file))
        }
        return found
    }

    private func required(_ key: String, _ allowed: String) throws(FileError) -> Node {
        known.append(key)
        guard let node = layer(of: key)?.mapping[key] else {
            throw FileError(
                file: file,
                line: line,
                key: fullKey(key),
                problem: "found nothing, allowed \(allowed)"
            )
        }
        return node
    }

    private func problem(_ key: String, _ node: Node?, _ text: String) -> FileError {
        let file = layer(of: key)?.file ?? file
        return FileError(
            file: file,
            line: file == KeySetting.place ? nil : node?.mark?.line ?? line,
            key: fullKey(key),
            problem: text
        )
    }

    private func fullKey(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private func describe(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : scalar.string
        case .mapping: "keys"
        case .sequence(let sequence):
            "[" + sequence.map { describe($0) }.joined(separator: ", ") + "]"
        case .alias: "an alias"
        }
    }

    private static func line(of error: any Error) -> Int? {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark.line
        default: nil
        }
    }

    private static func reason(of error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
            .composer(_, let problem, _, _):
            "found text that is not YAML (\(problem)), allowed YAML"
        case .duplicatedKeysInMapping(let keys, _):
            "found twice: \(keys.map { "\($0)" }.joined(separator: ", ")), allowed each key once"
        default: "found text that is not YAML (\(error)), allowed YAML"
        }
    }

    /// Edits that turn one word into the other.
    private func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
