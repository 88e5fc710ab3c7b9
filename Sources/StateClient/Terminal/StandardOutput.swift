import Glibc

/// Writes to standard output and error at once, so that a pipe sees each line when it is due.
public enum StandardOutput {
    /// Writes text as it is; false where the reader is gone.
    @discardableResult
    public static func write(_ text: String) -> Bool { write(text, to: STDOUT_FILENO) }

    /// Writes a line; false where the reader is gone.
    @discardableResult
    public static func writeLine(_ text: String) -> Bool { write(text + "\n", to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    public static func writeError(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Whether standard error is a terminal.
    public static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Shows a text on the terminal at standard error in the place of the one before; empty for none.
    public static func showProgress(_ text: String) {
        write("\r\u{1B}[K" + text, to: STDERR_FILENO)
    }

    /// Whether standard output leads nowhere any more: its reader closed the pipe.
    public static var isReaderGone: Bool {
        readiness(of: STDOUT_FILENO, for: 0, milliseconds: 0) & (POLLERR | POLLHUP) != 0
    }

    /// What a pipe takes at once where it takes anything, bytes.
    private static let portion = 4096
    /// How often a full pipe is looked at again, ms.
    private static let patience: Int32 = 200

    /// Waits for a reader that stands still, but not once a signal asked for the end.
    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let ready = readiness(of: descriptor, for: POLLOUT, milliseconds: patience)
            if ready & POLLOUT == 0 {
                guard ready == 0, Interruption.signal == nil else { return false }
                continue
            }
            let count = bytes.withUnsafeBytes {
                Glibc.write(
                    descriptor,
                    $0.baseAddress.map { $0 + written },
                    min($0.count - written, portion)
                )
            }
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    private static func readiness(
        of descriptor: Int32,
        for events: Int32,
        milliseconds: Int32
    ) -> Int32 {
        var watched = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&watched, 1, milliseconds) > 0 ? Int32(watched.revents) : 0
    }
}
