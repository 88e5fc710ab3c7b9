public import CANFrames

/// A line of a candump log: `(1700000000.123456) can0 123#DEADBEEF`, with ` R` or ` T` at the end
/// where it says which way the frame went.
public enum CandumpLine {
    /// Reads a line without its line end; nil for a comment, which is any line not begun by `(`.
    /// - Parameters:
    ///   - text: The line.
    ///   - file: The file's name for the error.
    ///   - number: The line's number from 1 for the error.
    /// - Returns: The entry, or nil.
    /// - Throws: `LogError.malformed`.
    public static func parse(
        _ text: String,
        file: String = "log",
        number: Int = 1
    ) throws(LogError) -> LogEntry? {
        let bytes = Array(text.utf8)
        var scanner = TextScanner(bytes.span)
        guard scanner.skip(UInt8(ascii: "(")) else { return nil }
        do throws(NotationError) {
            return try read(&scanner, "")
        } catch {
            throw .malformed(
                file: file,
                line: number,
                column: error.column,
                found: error.found,
                allowed: error.allowed
            )
        }
    }

    /// Appends an entry and a line end; no allocation where `text` has room.
    /// - Parameters:
    ///   - stamp: Written with six decimals, cut, not rounded; before 1970 as 0.
    ///   - interface: The name, at most 15 bytes without blanks.
    ///   - frame: The frame.
    ///   - direction: Written as ` R` or ` T`; nil writes nothing.
    ///   - width: The name is right-aligned to this many bytes.
    ///   - text: Where to append.
    public static func append(
        stamp: Timestamp,
        interface: String,
        frame: borrowing Frame,
        direction: FrameDirection? = nil,
        width: Int = 0,
        to text: inout [UInt8]
    ) {
        append(stamp: stamp, to: &text)
        let padding = max(0, width - interface.utf8.count)
        for _ in 0...padding { text.append(UInt8(ascii: " ")) }
        for byte in interface.utf8 { text.append(byte) }
        text.append(UInt8(ascii: " "))
        FrameNotation.append(frame, to: &text)
        switch direction {
        case .received:
            text.append(UInt8(ascii: " "))
            text.append(UInt8(ascii: "R"))
        case .sent:
            text.append(UInt8(ascii: " "))
            text.append(UInt8(ascii: "T"))
        case nil: break
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// An entry as a line, without a line end.
    public static func format(_ entry: LogEntry, width: Int = 0) -> String {
        var text: [UInt8] = []
        append(
            stamp: entry.stamp,
            interface: entry.interface,
            frame: entry.frame,
            direction: entry.direction,
            width: width,
            to: &text
        )
        return String(decoding: text.dropLast(), as: UTF8.self)
    }

    /// Appends a stamp in its brackets.
    static func append(stamp: Timestamp, to text: inout [UInt8]) {
        let microseconds = max(0, stamp.nanoseconds) / 1000
        text.append(UInt8(ascii: "("))
        append(microseconds / 1_000_000, digits: 10, to: &text)
        text.append(UInt8(ascii: "."))
        append(microseconds % 1_000_000, digits: 6, to: &text)
        text.append(UInt8(ascii: ")"))
    }

    private static func append(_ value: Int64, digits: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(0x30 + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    /// Whether a text can be an interface's name in a log: 1 to 15 bytes without blanks.
    static func isName(_ text: String) -> Bool {
        (1...15).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    /// Reads a line; nil for a comment that says nothing of the log.
    ///
    /// `previous` is taken for the name where it is equal, which saves making it.
    static func readItem(
        _ line: Span<UInt8>,
        reusing previous: String
    ) throws(NotationError) -> LogItem? {
        var scanner = TextScanner(line)
        if scanner.skip(UInt8(ascii: "(")) { return .frame(try read(&scanner, previous)) }
        return scanner.skip(UInt8(ascii: "#")) ? LogRemark.parse(&scanner) : nil
    }

    private static func read(
        _ scanner: inout TextScanner,
        _ previous: String
    ) throws(NotationError) -> LogEntry {
        let stamp = try readStamp(&scanner)
        guard scanner.skipBlanks() else { throw scanner.error("a blank after the time stamp") }
        let interface = try readName(&scanner, previous)
        guard scanner.skipBlanks() else { throw scanner.error("a blank after the interface") }
        let frame = try FrameNotation.read(&scanner)
        let direction = try readDirection(&scanner)
        return LogEntry(stamp: stamp, interface: interface, frame: frame, direction: direction)
    }

    /// Reads a stamp behind its opening bracket.
    static func readStamp(_ scanner: inout TextScanner) throws(NotationError) -> Timestamp {
        let allowed = "a time stamp (SECONDS.FRACTION) with 6 or 9 decimals"
        let (seconds, digits) = scanner.decimal(atMost: 18)
        // The largest whole second whose nanoseconds fit in 64 bits is 9,223,372,036.
        guard digits > 0, seconds < 9_223_372_036, scanner.skip(UInt8(ascii: ".")) else {
            throw scanner.error(allowed)
        }
        let (fraction, decimals) = scanner.decimal(atMost: 9)
        guard decimals == 6 || decimals == 9, scanner.skip(UInt8(ascii: ")")) else {
            throw scanner.error(allowed)
        }
        let nanoseconds = decimals == 9 ? fraction : fraction * 1000
        return Timestamp(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
    }

    private static func readName(
        _ scanner: inout TextScanner,
        _ previous: String
    ) throws(NotationError) -> String {
        let start = scanner.position
        while scanner.next > 0x20, scanner.position - start <= 15 { scanner.skip() }
        let length = scanner.position - start
        guard (1...15).contains(length) else {
            throw scanner.error("an interface name of 1 to 15 bytes")
        }
        return scanner.matches(previous, from: start) ? previous : scanner.string(from: start)
    }

    private static func readDirection(
        _ scanner: inout TextScanner
    ) throws(NotationError) -> FrameDirection? {
        let allowed = "the end of the line, or R or T"
        let hasBlank = scanner.skipBlanks()
        if scanner.isAtEnd { return nil }
        guard hasBlank else { throw scanner.error("data bytes, or a blank") }
        let direction: FrameDirection
        switch scanner.next {
        case UInt8(ascii: "R"): direction = .received
        case UInt8(ascii: "T"): direction = .sent
        default: throw scanner.error(allowed)
        }
        scanner.skip()
        _ = scanner.skipBlanks()
        guard scanner.isAtEnd else { throw scanner.error(allowed) }
        return direction
    }
}
