import Foundation
import Testing

/// `axlectl dbc check` on the databases of others.
@Suite(
    .enabled(if: Peer.folder != nil, Comment(rawValue: Peer.absence))
)
struct CheckTests {
    /// Files of which a part is not read, and why.
    private static let notWholly = [
        "cantools/incorrect-sig_valtype.dbc": "it names a message that is not there",
        "opendbc/gm_global_a_powertrain_generated.dbc": "it ends in the middle of VAL_",
        "opendbc/mazda_2017.dbc": "it ends in the middle of VAL_",
    ]

    private enum Outcome: Hashable {
        /// All of the text is understood; the rules may object to what it says.
        case clean, warnings, errors
        /// A part of the text is not understood.
        case notWholly
        /// The file is not read at all.
        case refused
        case crashed
    }

    @Test("every database of others is read, but for the parts that are known to be broken")
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
                + "\(names(.notWholly).count) not wholly read, \(names(.refused).count) refused, "
                + "\(names(.crashed).count) crashed"
        )
        for name in names(.notWholly) {
            print("check: not wholly read: \(name): \(Self.notWholly[name] ?? "unknown")")
        }
        #expect(names(.crashed) == [])
        #expect(names(.refused) == [])
        #expect(names(.notWholly) == Self.notWholly.keys.sorted())
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
            return text.contains(#/: error: .* \[syntax\]\n/#) ? .notWholly : .errors
        case 2:
            return .refused
        default:
            return .crashed
        }
    }
}
