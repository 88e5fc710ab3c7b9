import Foundation
import Testing

@testable import DaemonConfiguration

@Suite("Damaged files")
struct FuzzTests {
    private static let words = [
        "&a", "*a", "*em57", "<<: *em57", "!!binary", "!!map", "? ", "- ", "[", "]", "{", "}", ":",
        "\"", "'", "|", ">", "#", "%", "@", "\t", "\r", "\u{0}", "\u{FEFF}", "\u{E000}", "~",
        "---\n",
        "...\n", "nan", "inf", "-1", "1e999", "0x", "9999999999999999999999", "\n  ", "\n", "é",
        "\u{85}",
        "yes", "none", "10 ms", "160 hp", "mass", "signals:", "rear:",
    ]

    @Test("no damage crashes the reader, and every refusal says where", arguments: 0..<300)
    func survives(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let files = try EditedFiles()
        let file: EditedFiles.File = Bool.random(using: &random) ? .daemon : .vehicle
        var bytes = Array(try files.text(file).utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) { damage(&bytes, &random) }
        try files.write(file, Data(bytes))
        do {
            _ = try DaemonConfiguration.read(path: files.path)
        } catch {
            #expect(!error.problems.isEmpty)
            for problem in error.problems {
                #expect(!problem.found.isEmpty && !problem.allowed.isEmpty)
                #expect(!problem.description.contains("\n"))
                #expect(problem.line >= 0 && problem.column >= 0)
            }
        }
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2:
            let word = Self.words.randomElement(using: &random) ?? ""
            bytes.insert(contentsOf: Array(word.utf8), at: place)
        case 3:
            let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
            bytes.removeSubrange(place..<end)
        case 4:
            let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        default:
            var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
            lines.swapAt(
                Int.random(in: 0..<lines.count, using: &random),
                Int.random(in: 0..<lines.count, using: &random)
            )
            bytes = Array(lines.joined(separator: [10]))
        }
    }

    private static let hostile: [(name: String, text: String)] = [
        ("nested flow lists", String(repeating: "[", count: 100_000)),
        ("nested flow mappings", "mode: " + String(repeating: "{a: ", count: 60_000)),
        ("nested block lists", String(repeating: "- ", count: 100_000) + "x"),
        ("nested complex keys", String(repeating: "? ", count: 100_000) + "x"),
        ("unclosed nesting", String(repeating: "[{", count: 400)),
        ("closed nesting", String(repeating: "[", count: 900) + String(repeating: "]", count: 900)),
        (
            "nested mapping keys",
            String(repeating: "{", count: 900) + String(repeating: "}", count: 900)
        ),
        ("an alias of itself", "mode: &a [*a]"),
        ("an alias of nothing", "mode: *nothing"),
        ("many aliases", "a: &a x\n" + (0..<9).map { "b\($0): *a\n" }.joined()),
        ("two documents", "mode: observe\n---\nmode: control\n"),
        ("no document", "# nothing\n"),
        ("nothing", ""),
        ("a scalar", "observe"),
        ("a list", "- mode: observe"),
        ("a merge key", "<<: {mode: observe}"),
        ("a list as key", "[a, b]: observe"),
        ("an alias as key", "mode: &a observe\n*a : x"),
        ("a directive", "%YAML 9.9\n---\nmode: observe"),
        ("a zero byte", "mode: obs\u{0}erve"),
        ("a surrogate", "mode: \"\\uD800\""),
        ("control characters", "mode: \"\\0\\a\\e\\N\\L\""),
        ("a tag", "mode: !!binary aGVsbG8="),
        ("a custom tag", "!<tag:x> mode: observe"),
        ("repeated keys", String(repeating: "mode: observe\n", count: 300)),
        ("repeated keys in flow", "{" + String(repeating: "a: 1, ", count: 300) + "}"),
        ("repeated complex keys", String(repeating: "? {a: b}\n: c\n", count: 3)),
    ]

    @Test("what is meant to hurt is refused", arguments: hostile.indices)
    func refuses(index: Int) throws {
        let hostile = Self.hostile[index]
        let files = try EditedFiles()
        for file in [EditedFiles.File.vehicle, .daemon] {
            try files.write(file, hostile.text)
            let problems = files.problems()
            #expect(!problems.isEmpty, "\(hostile.name)")
            #expect(problems.allSatisfy { $0.count < 2000 }, "\(hostile.name)")
        }
    }

    @Test("aliases that would grow without end are refused before they do")
    func refusesGrowingAliases() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let again = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "? &a\(level) [\(again)]\n: x\n"
        }
        let files = try EditedFiles()
        try files.write(.daemon, text)
        let expected = "axled.yaml: found 81 aliases (a * before a letter), allowed at most 8"
        #expect(files.problems() == [expected])
    }

    @Test("bytes that are not text, and files that are none, are one sentence")
    func refusesWhatIsNoText() throws {
        let files = try EditedFiles()
        let allowed = ", allowed a YAML file of at most 256 KiB"
        try files.write(.daemon, Data([0x6D, 0xFF, 0xFE]))
        #expect(files.problems() == ["axled.yaml: found not UTF-8 text" + allowed])
        try files.write(.daemon, Data(repeating: 0x20, count: 256 * 1024 + 1))
        #expect(files.problems() == ["axled.yaml: found larger than 256 KiB" + allowed])
        try FileManager.default.removeItem(atPath: files.path)
        #expect(files.problems() == ["axled.yaml: found no such file" + allowed])
        try FileManager.default.createDirectory(
            atPath: files.path,
            withIntermediateDirectories: false
        )
        #expect(files.problems() == ["axled.yaml: found not a regular file" + allowed])
    }
}
