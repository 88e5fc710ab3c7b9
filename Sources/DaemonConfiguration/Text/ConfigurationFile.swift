import Foundation
import Yams

/// One file's text as a tree, or the reason why there is none.
enum ConfigurationFile {
    /// The largest file that is read, bytes.
    static let greatestSize = 256 * 1024
    /// The most aliases in one file.
    ///
    /// Each can repeat everything before it, so their number bounds what a file can grow to.
    static let greatestAliasCount = 8
    /// The most duplicated keys that are told apart.
    private static let greatestDuplicateCount = 100
    /// Stands before a key that stands again further down; refused in a file.
    static let duplicateMark: Unicode.Scalar = "\u{E000}"

    /// Whether there is a regular file at `path`, or a link to one.
    static func isFile(_ path: String) -> Bool {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    /// Reads the text of the file at `path`; throws why it cannot be read, as part of a sentence.
    static func text(path: String) throws(Unreadable) -> String {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard FileManager.default.fileExists(atPath: target) else {
            throw Unreadable(reason: "no such file")
        }
        guard isFile(target) else { throw Unreadable(reason: "not a regular file") }
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: target))
            bytes = try handle.read(upToCount: greatestSize + 1) ?? Data()
        } catch {
            throw Unreadable(reason: "the system refuses to read it")
        }
        guard bytes.count <= greatestSize else {
            throw Unreadable(reason: "larger than \(greatestSize / 1024) KiB")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw Unreadable(reason: "not UTF-8 text")
        }
        return text
    }

    /// Composes a text; what is wrong with it is added to `findings`.
    ///
    /// Keys that stand more than once are told apart by `duplicateMark`, so that everything else in
    /// the file is still looked at.
    static func compose(_ text: String, file: String, _ findings: Findings) -> Node? {
        guard isHarmless(text, file: file, findings) else { return nil }
        var text = text
        var duplicates: [ConfigurationProblem] = []
        while true {
            do {
                if let root = try Yams.compose(yaml: text) { return root }
                findings.add(problem(file, nil, found: "no keys", allowed: "KEY: VALUE lines"))
                return nil
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                duplicates.append(
                    ConfigurationProblem(
                        file: file,
                        line: context.mark.line,
                        column: context.mark.column,
                        key: Section.shown(keys.first ?? ""),
                        found: "the key more than once",
                        allowed: "each key once"
                    )
                )
                if duplicates.count < greatestDuplicateCount,
                    let marked = mark(text, at: context.mark)
                {
                    text = marked
                    continue
                }
            } catch {
                // The second composition failed where the first did not: the mark is to blame.
                if duplicates.isEmpty { findings.add(describe(error, file: file)) }
            }
            for duplicate in duplicates { findings.add(duplicate) }
            return nil
        }
    }

    private static func isHarmless(_ text: String, file: String, _ findings: Findings) -> Bool {
        if text.unicodeScalars.contains(duplicateMark) {
            findings.add(
                problem(file, nil, found: "the character U+E000", allowed: "other characters")
            )
            return false
        }
        var aliases = 0
        var isAfterStar = false
        for byte in text.utf8 {
            let isName = byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\n")
            if isAfterStar && isName { aliases += 1 }
            isAfterStar = byte == UInt8(ascii: "*")
        }
        guard aliases <= greatestAliasCount else {
            findings.add(
                problem(
                    file,
                    nil,
                    found: "\(aliases) aliases (a * before a letter)",
                    allowed: "at most \(greatestAliasCount)"
                )
            )
            return false
        }
        return true
    }

    /// The text with `duplicateMark` before what stands at `mark`; nil where nothing stands there.
    private static func mark(_ text: String, at mark: Mark) -> String? {
        var line = 1
        var column = 1
        var previous: Unicode.Scalar?
        let scalars = text.unicodeScalars
        for index in scalars.indices {
            if line == mark.line && column == mark.column {
                var marked = scalars
                marked.insert(duplicateMark, at: index)
                return String(marked)
            }
            let scalar = scalars[index]
            let isSecondOfBreak = previous == "\r" && scalar == "\n"
            if ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) {
                if !isSecondOfBreak { line += 1 }
                column = 1
            } else {
                column += 1
            }
            previous = scalar
        }
        return nil
    }

    private static func describe(_ error: any Error, file: String) -> ConfigurationProblem {
        let allowed = "YAML"
        return switch error {
        case YamlError.scanner(_, let reason, let mark, _),
            YamlError.parser(_, let reason, let mark, _),
            YamlError.composer(_, let reason, let mark, _):
            problem(file, mark, found: "text that is not YAML (\(reason))", allowed: allowed)
        case YamlError.reader(let reason, _, _, _):
            problem(file, nil, found: "text that is not YAML (\(reason))", allowed: allowed)
        default: problem(file, nil, found: "text that cannot be read as YAML", allowed: allowed)
        }
    }

    private static func problem(
        _ file: String,
        _ mark: Mark?,
        found: String,
        allowed: String
    ) -> ConfigurationProblem {
        ConfigurationProblem(
            file: file,
            line: mark?.line ?? 0,
            column: mark?.column ?? 0,
            key: "",
            found: found,
            allowed: allowed
        )
    }
}

/// Why a file cannot be read.
struct Unreadable: Error {
    /// Part of a sentence: `no such file`.
    let reason: String
}
