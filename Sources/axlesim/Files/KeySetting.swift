import PlantModel
import Yams

/// One `--set KEY=VALUE`: what stands at a key in the place of what the file says.
struct KeySetting: Equatable {
    /// What stands in the place of the file's name in errors.
    static let place = "--set"

    /// The key's path, as `battery.series_resistance`.
    let key: String
    /// What it is set to.
    let value: Value

    /// What a key is set to.
    enum Value: Equatable {
        /// A text as files write it, `50 mohm`.
        case text(String)
        /// Times what the file says, `x1.3`.
        case factor(Double)
    }

    /// Puts the parts together.
    init(key: String, value: Value) {
        self.key = key
        self.value = value
    }

    /// Reads `KEY=VALUE` or `KEY=xFACTOR`.
    init(parsing text: String) throws(FileError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isPath(parts[0]), !parts[1].allSatisfy(\.isWhitespace) else {
            throw FileError(
                file: Self.place,
                line: nil,
                key: "",
                problem: "found \(text), allowed KEY=VALUE or KEY=xFACTOR, as battery.cells=96"
            )
        }
        self.init(key: String(parts[0]), value: Value(parsing: String(parts[1])))
    }

    private static func isPath(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        }
    }
}

extension Scenario {
    /// What the scenario sets in the plant's file.
    var keySettings: [KeySetting] {
        get throws(FileError) {
            var found: [KeySetting] = []
            for setting in settings {
                found.append(try KeySetting(parsing: "\(setting.key)=\(setting.value)"))
            }
            return found
        }
    }
}

extension KeySetting.Value {
    /// Reads `xFACTOR` as a factor, anything else as text.
    init(parsing text: String) {
        let isFactor = text.hasPrefix("x")
        if isFactor, let factor = Double(text.dropFirst()), factor.isFinite {
            self = .factor(factor)
        } else {
            self = .text(text)
        }
    }
}

extension KeySetting {
    /// The keys that are set, as a file would say them, above these mappings; the last one of a key
    /// counts.
    static func mapping(
        _ settings: [KeySetting],
        over mappings: [Node.Mapping]
    ) throws(FileError) -> Node.Mapping {
        var top = Node.Mapping([])
        for setting in settings {
            let path = setting.key.split(separator: ".").map(String.init)
            guard path != ["based_on"] else {
                throw setting.problem("found a file, allowed a value of the plant")
            }
            insert(try setting.node(under: path, in: mappings), at: path[...], into: &top)
        }
        return top
    }

    private static func insert(
        _ node: Node,
        at path: ArraySlice<String>,
        into mapping: inout Node.Mapping
    ) {
        guard let key = path.first else { return }
        guard path.count > 1 else {
            mapping[key] = node
            return
        }
        var inner = mapping[key]?.mapping ?? Node.Mapping([])
        insert(node, at: path.dropFirst(), into: &inner)
        mapping[key] = .mapping(inner)
    }

    private func node(under path: [String], in mappings: [Node.Mapping]) throws(FileError) -> Node {
        switch value {
        case .text(let text):
            let composed: Node?
            do { composed = try Yams.compose(yaml: text) } catch {
                throw problem("found \(text), allowed a value as files write it")
            }
            guard let composed else { throw problem("found nothing, allowed a value") }
            return Self.withoutPlace(composed)
        case .factor(let factor):
            let found = mappings.lazy.compactMap { Self.node(at: path[...], in: $0) }.first
            guard let text = found?.scalar?.string, let (number, unit) = FileUnit.parts(of: text)
            else {
                let text = found.map { $0.scalar?.string ?? "no single value" } ?? "nothing"
                throw problem("found \(text) in the file, allowed a number to multiply")
            }
            return Node("\(number * factor) \(unit)")
        }
    }

    private static func node(at path: ArraySlice<String>, in mapping: Node.Mapping) -> Node? {
        guard let key = path.first, let node = mapping[key] else { return nil }
        guard path.count > 1 else { return node }
        return node.mapping.flatMap { self.node(at: path.dropFirst(), in: $0) }
    }

    /// The same without lines, which would be taken for the file's.
    private static func withoutPlace(_ node: Node) -> Node {
        switch node {
        case .scalar(let scalar): Node(scalar.string)
        case .sequence(let items): Node(items.map(withoutPlace))
        case .mapping(let mapping):
            Node(mapping.map { (withoutPlace($0.key), withoutPlace($0.value)) })
        case .alias: node
        }
    }

    private func problem(_ text: String) -> FileError {
        FileError(file: Self.place, line: nil, key: key, problem: text)
    }
}
