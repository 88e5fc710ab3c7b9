/// The forms of a log.
public enum LogFormat: String, CaseIterable, Sendable {
    /// What candump -l and -L write.
    case candump
    /// Vector's ASCII form.
    case asc

    /// The form that a file's name tells: `.log` or `.asc`, in any case; nil for another.
    public init?(path: String) {
        let name = path.lowercased()
        if name.hasSuffix(".log") {
            self = .candump
        } else if name.hasSuffix(".asc") {
            self = .asc
        } else {
            return nil
        }
    }
}

extension LogFormat {
    /// The form that a line tells; nil where it tells none, as a comment.
    static func recognise(_ line: Span<UInt8>) -> LogFormat? {
        var scanner = TextScanner(line)
        if scanner.next == UInt8(ascii: "(") { return .candump }
        _ = scanner.skipBlanks()
        if (0x30...0x39).contains(scanner.next) { return isEvent(&scanner) ? .asc : nil }
        for beginning in headers where scanner.skip(ignoringCase: beginning) { return .asc }
        return nil
    }

    /// How the lines of an ASC log's header begin.
    private static let headers: [String] = [
        "date ", "base hex", "base dec", "base dez", "internal events logged",
        "no internal events logged", "begin triggerblock", "// version ",
    ]

    /// Whether a line has an ASC log's time and a channel or CANFD behind it: a piece of a log.
    private static func isEvent(_ scanner: inout TextScanner) -> Bool {
        guard scanner.decimal(atMost: 10).digits > 0, scanner.skip(UInt8(ascii: ".")),
            scanner.decimal(atMost: 9).digits > 3, scanner.skipBlanks()
        else { return false }
        if scanner.skip(ignoringCase: "CANFD ") { return true }
        return scanner.decimal(atMost: 3).digits > 0 && scanner.skipBlanks()
    }
}
