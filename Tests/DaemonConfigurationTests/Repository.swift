import Foundation

/// The files that the tests read.
enum Repository {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The absolute path of a file of the repository.
    static func path(_ relative: String) -> String { root + "/" + relative }

    /// The text of a file of the repository.
    static func text(_ relative: String) throws -> String {
        try String(contentsOfFile: path(relative), encoding: .utf8)
    }
}
