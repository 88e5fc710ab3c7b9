import Yams

/// One mapping of a file, which knows its place and which of its keys were asked for.
///
/// Every question notes its key, and `finish` refuses the keys that nobody asked for: the reader is
/// the list of known keys. A question about what is wrong or missing adds a problem and answers with
/// a value of the right kind, so that the reader can go on and find everything else.
final class Section {
    let file: String
    /// The keys that lead here, as messages say them.
    let path: String
    /// The same with what a person names in capitals, as the documentation says them.
    let pattern: String
    let findings: Findings
    private let place: Place
    private let entries: [String: LayeredEntry]
    /// The keys as they stand in the file.
    let names: [String]
    /// Nothing stands here, which was reported; questions are answered without another report.
    let isAbsent: Bool
    private var known: [String] = []

    /// Takes a mapping; anything else is a problem, and nil is a problem already reported.
    ///
    /// Keys that it has not are looked for in the layers `beneath`, the uppermost first.
    init(
        _ node: Node?,
        file: String,
        path: String = "",
        pattern: String = "",
        place: Place = Place(line: 1, column: 1),
        beneath: [FileLayer] = [],
        _ findings: Findings
    ) {
        self.file = file
        self.path = path
        self.pattern = pattern
        self.place = place
        self.findings = findings
        var entries: [String: LayeredEntry] = [:]
        var names: [String] = []
        var odd: [(Place, String)] = []
        if case .mapping(let mapping)? = node {
            for (key, value) in mapping {
                if case .scalar(let scalar) = key {
                    entries[scalar.string] = LayeredEntry(key: key, value: value, file: file)
                    names.append(scalar.string)
                } else {
                    odd.append((Place(key.mark) ?? place, Self.shown(key)))
                }
            }
            for layer in beneath { layer.fill(&entries, &names) }
            isAbsent = false
        } else {
            if let node { odd.append((Place(node.mark) ?? place, Self.shown(node))) }
            isAbsent = true
        }
        self.entries = entries
        self.names = names.filter { $0.unicodeScalars.first != ConfigurationFile.duplicateMark }
        for (place, found) in odd {
            report(found: found, allowed: isAbsent ? "KEY: VALUE lines" : "a key", at: place)
        }
    }

    /// Whether nothing was found wrong since `count` problems; relations are checked only then.
    func isSound(since count: Int) -> Bool { findings.problems.count == count }

    /// Refuses the keys that nobody asked for, and those that stand more than once.
    func finish() {
        for (name, entry) in entries where !known.contains(name) {
            let place = Place(entry.key.mark) ?? place
            if name.unicodeScalars.first == ConfigurationFile.duplicateMark {
                finishDuplicate(name, at: place)
            } else if name == "<<" {
                report(name, found: "a merge key", allowed: "the keys written out", at: place)
            } else {
                let nearest = Nearest.word(to: name, among: known) ?? "no key"
                let others = known.filter { $0 != nearest }
                let rest = others.isEmpty ? "" : " (the nearest), " + others.joined(separator: ", ")
                report(name, found: "an unknown key", allowed: nearest + rest, at: place)
            }
        }
    }

    private func finishDuplicate(_ name: String, at place: Place) {
        let scalars = name.unicodeScalars.drop { $0 == ConfigurationFile.duplicateMark }
        let name = String(Substring(scalars))
        guard let last = entries[name], let again = Place(last.key.mark) else {
            report(name, found: "the key more than once", allowed: "it once", at: place)
            return
        }
        let found = "the key again (it stands in line \(place.line) too)"
        report(name, found: found, allowed: "it once", at: again)
    }
}

// What a section is asked.
extension Section {
    /// Whether the key is there.
    func has(_ key: String) -> Bool {
        if !known.contains(key) { known.append(key) }
        return entries[key] != nil
    }

    /// The mapping under a key that must be there; `pattern` stands for a key that a person names.
    func section(_ key: String, as pattern: String? = nil) -> Section {
        let allowed = "KEY: VALUE lines under it"
        note(key, as: pattern, allowed: allowed, fallback: nil)
        if !has(key) { reportMissing(key, allowed: allowed) }
        return child(key, as: pattern)
    }

    /// The mapping under a key that may be left out.
    func optionalSection(_ key: String, as pattern: String? = nil) -> Section? {
        note(key, as: pattern, allowed: "KEY: VALUE lines under it", fallback: "none")
        return has(key) ? child(key, as: pattern) : nil
    }

    /// The mapping under a key that may be left out where each of its keys may.
    func impliedSection(_ key: String, as pattern: String? = nil) -> Section {
        note(key, as: pattern, allowed: "KEY: VALUE lines under it", fallback: "its keys' defaults")
        return has(key) ? child(key, as: pattern) : child(key, as: pattern, Node.mapping(.init([])))
    }

    private func child(_ key: String, as pattern: String?, _ implied: Node? = nil) -> Section {
        let entry = entries[key]
        return Section(
            entry?.value ?? implied,
            file: entry?.file ?? file,
            path: Self.join(path, key),
            pattern: Self.join(self.pattern, pattern ?? key),
            place: entry.flatMap { Place($0.key.mark) } ?? place,
            beneath: entry?.beneath ?? [],
            findings
        )
    }

    /// The list under a key as texts; nil where the key is not there, empty where it is no such list.
    func list(
        _ key: String,
        _ count: ClosedRange<Int>,
        allowed: String,
        fallback: String?
    ) -> [String]? {
        guard let items = items(key, count, allowed: allowed, fallback: fallback) else {
            return nil
        }
        var texts: [String] = []
        for item in items {
            guard case .scalar(let scalar) = item, !scalar.string.isEmpty else {
                report(key, found: Self.shown(item), allowed: allowed, at: Place(item.mark))
                return []
            }
            texts.append(scalar.string)
        }
        return texts
    }

    /// The items of a list under a key; nil where the key is not there, empty where it is no list of
    /// so many.
    func items(
        _ key: String,
        as pattern: String? = nil,
        _ count: ClosedRange<Int>,
        allowed: String,
        fallback: String?
    ) -> [Node]? {
        note(key, as: pattern, allowed: allowed, fallback: fallback)
        guard has(key), let node = entries[key]?.value else { return nil }
        guard case .sequence(let sequence) = node, count.contains(sequence.count) else {
            report(key, found: Self.shown(node), allowed: allowed)
            return []
        }
        return Array(sequence)
    }

    /// A text that `parse` understands; where it is left out, `fallback` is parsed instead.
    func value<Value>(
        _ key: String,
        as pattern: String? = nil,
        allowed: String,
        fallback: String? = nil,
        instead: Value,
        parse: (String) -> Value?
    ) -> Value {
        note(key, as: pattern, allowed: allowed, fallback: fallback)
        let isPresent = has(key)
        guard !isAbsent else { return instead }
        guard isPresent, let node = entries[key]?.value else {
            if let fallback, let value = parse(fallback) { return value }
            report(key, found: "nothing", allowed: allowed)
            return instead
        }
        if case .scalar(let scalar) = node, !scalar.string.isEmpty,
            let value = parse(scalar.string)
        {
            return value
        }
        report(key, found: Self.shown(node), allowed: allowed)
        return instead
    }

    private func note(
        _ key: String,
        as pattern: String? = nil,
        allowed: String,
        fallback: String?
    ) {
        let full = Self.join(self.pattern, pattern ?? key)
        findings.note(KnownKey(pattern: full, allowed: allowed, fallback: fallback))
    }
}

// What a section reports.
extension Section {
    /// Adds a problem with the key's value.
    func report(_ key: String, found: String, allowed: String, at place: Place? = nil) {
        report(
            found: found,
            allowed: allowed,
            at: place ?? self.place(of: key),
            path: Self.join(path, Self.shown(key)),
            file: file(of: key)
        )
    }

    /// Adds a problem with the section as a whole.
    func reportWhole(found: String, allowed: String) {
        report(found: found, allowed: allowed, at: place)
    }

    /// Adds that the key is not there, unless the whole section is missing.
    func reportMissing(_ key: String, allowed: String) {
        if !isAbsent { report(key, found: "nothing", allowed: allowed) }
    }

    /// Adds a warning about the key's value.
    func warn(_ key: String, _ message: String) {
        let place = place(of: key)
        findings.add(
            ConfigurationWarning(
                file: file(of: key),
                line: place.line,
                column: place.column,
                key: Self.join(path, key),
                message: message
            )
        )
    }

    private func report(
        found: String,
        allowed: String,
        at place: Place,
        path: String? = nil,
        file: String? = nil
    ) {
        findings.add(
            ConfigurationProblem(
                file: file ?? self.file,
                line: place.line,
                column: place.column,
                key: path ?? self.path,
                found: found,
                allowed: allowed
            )
        )
    }

    /// The file in which a key stands.
    func file(of key: String) -> String { entries[key]?.file ?? file }

    private func place(of key: String) -> Place {
        guard let entry = entries[key] else { return place }
        return Place(entry.value.mark) ?? Place(entry.key.mark) ?? place
    }

    static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : path + "." + key
    }

    static func shown(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "`\(shown(scalar.string))`"
        case .mapping: "KEY: VALUE lines"
        case .sequence(let sequence): "a list of \(sequence.count)"
        case .alias: "an alias"
        }
    }

    /// A person's text in one line that is not too long.
    static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(60) {
            let isPlain = scalar.properties.generalCategory != .control
            shown.unicodeScalars.append(isPlain ? scalar : "\u{FFFD}")
        }
        return text.unicodeScalars.count > 60 ? shown + "…" : shown
    }
}

/// A key with its value, and the file in which they stand.
struct LayeredEntry {
    let key: Node
    let value: Node
    let file: String
    /// What lies beneath, where the value is a mapping; the uppermost first.
    var beneath: [FileLayer] = []
}

/// A mapping of a file that another one is based on.
struct FileLayer {
    let node: Node
    let file: String

    /// Adds the keys that are not there; a mapping goes beneath a mapping, anything else is hidden.
    func fill(_ entries: inout [String: LayeredEntry], _ names: inout [String]) {
        guard case .mapping(let mapping) = node else { return }
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else { continue }
            let name = scalar.string
            guard let above = entries[name] else {
                entries[name] = LayeredEntry(key: key, value: value, file: file)
                names.append(name)
                continue
            }
            if case .mapping = above.value, case .mapping = value {
                entries[name]?.beneath.append(FileLayer(node: value, file: file))
            }
        }
    }
}

extension Place {
    /// Takes Yams' mark, if there is one.
    init?(_ mark: Mark?) {
        guard let mark else { return nil }
        self.init(line: mark.line, column: mark.column)
    }
}
