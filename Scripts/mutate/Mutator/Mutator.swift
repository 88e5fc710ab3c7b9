import Foundation

/// Writes sources anew with all their mutants in them.
///
///     mutator ROOT OUTPUT DROPPED FILE...
///
/// Reads ROOT/FILE, writes OUTPUT/FILE for each, and OUTPUT/mutants.json. The file DROPPED names, a
/// line each, the mutants that are left out because they do not compile.
@main
enum Mutator {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count >= 4 else {
            FileHandle.standardError.write(
                Data("usage: mutator ROOT OUTPUT DROPPED FILE...\n".utf8)
            )
            exit(2)
        }
        let root = URL(filePath: arguments[1])
        let output = URL(filePath: arguments[2])
        let list = try String(contentsOf: URL(filePath: arguments[3]), encoding: .utf8)
        let dropped = Set(list.split(separator: "\n").map(String.init))
        var mutants: [Mutant] = []
        var found = 0
        for file in arguments.dropFirst(3) {
            let source = try String(contentsOf: root.appending(path: file), encoding: .utf8)
            var rewriter = Rewriter(file: file, source: source)
            let text = rewriter.rewrite(from: mutants.count, dropped: dropped)
            let target = output.appending(path: file)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            // What is equal keeps its time, and is not compiled again.
            if (try? String(contentsOf: target, encoding: .utf8)) != text {
                try text.write(to: target, atomically: true, encoding: .utf8)
            }
            mutants += rewriter.mutants
            found += rewriter.found
        }
        let encoder = JSONEncoder()
        try encoder.encode(mutants).write(to: output.appending(path: "mutants.json"))
        print("\(found) generated, \(mutants.count) written")
    }
}
