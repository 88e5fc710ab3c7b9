import CANFrames

/// Reads an ASC log's lines in their order: what one means depends on those before it.
struct ASCDecoder {
    /// What the header has said so far.
    private(set) var header = ASCHeader()
    /// Events that are no frames.
    private(set) var otherEvents = 0

    /// Nanoseconds from the beginning to the event read last.
    private var elapsed: Int64 = 0
    private var channels = ASCChannels()
    /// The error frame that a comment of ours has spelled out for the next `ErrorFrame`.
    private var announced: Frame?

    /// Reads a line; nil where it is no frame, mark or note of a loss.
    mutating func read(_ line: Span<UInt8>) throws(NotationError) -> LogItem? {
        var scanner = TextScanner(line)
        _ = scanner.skipBlanks()
        switch scanner.next {
        case 0x30...0x39:
            return try readEvent(&scanner).map { .frame($0) }
        case UInt8(ascii: "/"):
            return readComment(&scanner)
        default:
            if try header.read(&scanner) { elapsed = 0 }
            return nil
        }
    }

    private mutating func readEvent(
        _ scanner: inout TextScanner
    ) throws(NotationError) -> LogEntry? {
        let start = scanner
        guard let time = Self.time(&scanner) else { throw start.error("a time such as 12.345678") }
        elapsed = header.isRelative ? elapsed &+ time : time
        let (stamp, isBeyond) = (header.start?.nanoseconds ?? 0).addingReportingOverflow(elapsed)
        guard !isBeyond, elapsed >= 0 else { throw start.error("a time before the year 2262") }
        defer { announced = nil }
        guard let event = try ASCEvent.read(&scanner, isDecimal: header.isDecimal),
            let frame = event.frame ?? announced ?? ASCEvent.unknownError
        else {
            otherEvents += 1
            return nil
        }
        return LogEntry(
            stamp: Timestamp(nanoseconds: stamp),
            interface: channels.name(of: event.channel),
            frame: frame,
            direction: event.direction
        )
    }

    /// Reads `12.345678` as nanoseconds; nil where it is none.
    private static func time(_ scanner: inout TextScanner) -> Int64? {
        let (seconds, digits) = scanner.decimal(atMost: 18)
        // The largest whole second whose nanoseconds fit in 64 bits is 9,223,372,036.
        guard digits > 0, seconds < 9_223_372_036, scanner.skip(UInt8(ascii: ".")) else {
            return nil
        }
        var (fraction, decimals) = scanner.decimal(atMost: 9)
        guard decimals > 0 else { return nil }
        while decimals < 9 {
            fraction *= 10
            decimals += 1
        }
        return seconds * 1_000_000_000 + fraction
    }

    private mutating func readComment(_ scanner: inout TextScanner) -> LogItem? {
        guard scanner.skip(ignoringCase: "//") else { return nil }
        let start = scanner
        if let remark = LogRemark.parse(&scanner) { return remark }
        scanner = start
        if channels.read(&scanner) { return nil }
        scanner = start
        announced = ASCErrorComment.parse(&scanner)
        return nil
    }
}

/// The comment before an `ErrorFrame` that says which error it was: `// SocketCAN 20000004#0004…`.
enum ASCErrorComment {
    private static let beginning = "SocketCAN "

    /// Reads a comment behind `//`; nil for another one.
    static func parse(_ scanner: inout TextScanner) -> Frame? {
        _ = scanner.skipBlanks()
        guard scanner.skip(ignoringCase: beginning),
            let frame = try? FrameNotation.read(&scanner), frame.kind == .error, scanner.isAtEnd
        else { return nil }
        return frame
    }

    /// Appends the comment's line.
    static func append(_ frame: borrowing Frame, to text: inout [UInt8]) {
        text += Array("// \(beginning)".utf8)
        FrameNotation.append(frame, to: &text)
        text.append(UInt8(ascii: "\n"))
    }
}
