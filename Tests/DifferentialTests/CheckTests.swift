import Foundation
import Testing

/// `axlectl dbc check` on the databases of others.
@Suite(
    .enabled(if: Peer.folder != nil, Comment(rawValue: Peer.absence))
)
struct CheckTests {
    /// Files whose text ends in the middle of a statement, by design of their authors.
    private static let truncated: Set<String> = []

    private enum Outcome: Hashable {
        case clean, warnings, errors, refused
        case crashed
    }

    @Test("every database of others is read: none crashes the reader, none is refused as a whole")
    func checks() throws {
        let paths = try Peer.files(in: "databases", named: ".dbc")
        try #require(paths.count >= 180)
        var outcomes: [Outcome: [String]] = [:]
        for path in paths {
            let name = path.split(separator: "/").suffix(2).joined(separator: "/")
            outcomes[try outcome(of: path), default: []].append(name)
        }
        func names(_ outcome: Outcome) -> [String] { outcomes[outcome] ?? [] }
        print(
            "check: \(paths.count) databases: \(names(.clean).count) clean, "
                + "\(names(.warnings).count) with warnings, \(names(.errors).count) with errors, "
                + "\(names(.refused).count) refused, \(names(.crashed).count) crashed"
        )
        for name in names(.errors) { print("check: with errors: \(name)") }
        #expect(names(.crashed) == [])
        #expect(Set(names(.refused)) == Self.truncated)
    }

    /// Runs the tool; its exit status and its last line say what happened.
    private func outcome(of path: String) throws -> Outcome {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appendingPathComponent("axlectl")
        process.arguments = ["dbc", "check", path]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        guard process.terminationReason == .exit else { return .crashed }
        switch process.terminationStatus {
        case 0:
            return text.hasSuffix(", 0 errors, 0 warnings, 0 remarks\n") ? .clean : .warnings
        case 1:
            return .errors
        case 2:
            return .refused
        default:
            return .crashed
        }
    }
}
