import Foundation
import Glibc

/// How far a long run has come, on standard error where that is a terminal.
struct ProgressBar {
    private let count: Int
    private let isShown = isatty(STDERR_FILENO) == 1
    private static let width = 24

    /// A bar of so many steps.
    init(_ count: Int) { self.count = count }

    /// Shows that `done` steps are done, and what the next one is.
    func show(_ done: Int, _ next: String) {
        guard isShown, count > 0 else { return }
        let full = done * Self.width / count
        let bar =
            String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
        write("\r\u{1B}[K[\(bar)] \(done)/\(count) \(next)")
    }

    /// Wipes the bar out.
    func finish() {
        if isShown { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
