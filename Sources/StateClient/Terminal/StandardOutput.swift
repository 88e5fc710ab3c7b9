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

    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}
