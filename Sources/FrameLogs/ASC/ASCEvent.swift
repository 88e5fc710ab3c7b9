import CANFrames

/// What an ASC log's line has behind its time, where that is a frame:
/// `1  1DBx  Rx  d 8 00 …`, `1  ErrorFrame`, `CANFD 1 Rx 1DB 1 0 9 12 00 …`.
struct ASCEvent {
    /// The channel, as a rule from 1.
    var channel: Int
    /// Which way the frame went; nil where the log does not say, as of error frames.
    var direction: FrameDirection?
    /// The frame; nil is an error frame of which no more is known.
    var frame: Frame?

    /// Stands for an error frame of which no more is known, as in can-utils: a bus error.
    static let unknownError: Frame? = FrameID(standard: ErrorFrame.busError.rawValue)
        .flatMap { Frame(id: $0, kind: .error, length: 8) }

    /// Reads what stands behind the time; nil for an event that is no frame, or none on the bus yet.
    static func read(
        _ scanner: inout TextScanner,
        isDecimal: Bool
    ) throws(NotationError) -> ASCEvent? {
        guard scanner.skipBlanks() else { return nil }
        if scanner.skip(ignoringCase: "CANFD ") { return try ASCLongEvent.read(&scanner) }
        let (channel, digits) = scanner.decimal(atMost: 3)
        guard digits > 0, scanner.skipBlanks() else { return nil }
        if scanner.skip(ignoringCase: "ErrorFrame") {
            return ASCEvent(channel: Int(channel), direction: nil, frame: nil)
        }
        // Whatever else a channel tells, such as statistics, has no direction in this place.
        var identifier = scanner
        guard scanner.skipWord(), scanner.skipBlanks(), let way = direction(&scanner),
            scanner.skipBlanks()
        else { return nil }
        let isRemote = scanner.next == UInt8(ascii: "r")
        guard isRemote || scanner.next == UInt8(ascii: "d") else { return nil }
        scanner.skip()
        let id = try readIdentifier(&identifier, isDecimal: isDecimal)
        let frame =
            isRemote
            ? try readRemote(&scanner, id) : try readData(&scanner, id, isDecimal: isDecimal)
        return ASCEvent(channel: Int(channel), direction: way, frame: frame)
    }

    /// Reads `Rx` or `Tx`; nil for anything else, as `TxRq`, which only asks for a transmission.
    static func direction(_ scanner: inout TextScanner) -> FrameDirection? {
        let start = scanner.position
        guard scanner.skipWord() else { return nil }
        if scanner.matches("Rx", from: start) { return .received }
        return scanner.matches("Tx", from: start) ? .sent : nil
    }

    /// Reads an identifier, which is extended where an `x` stands behind it.
    static func readIdentifier(
        _ scanner: inout TextScanner,
        isDecimal: Bool
    ) throws(NotationError) -> FrameID {
        let start = scanner
        var value: UInt32 = 0
        var digits = 0
        if isDecimal {
            let (number, count) = scanner.decimal(atMost: 9)
            (value, digits) = (UInt32(number), count)
        } else {
            _ = scanner.skip(ignoringCase: "0x")
            while digits < 8, let digit = scanner.hexDigit() {
                value = value << 4 | UInt32(digit)
                digits += 1
            }
        }
        let isExtended = scanner.skip(ignoringCase: "x")
        let id = isExtended ? FrameID(extended: value) : FrameID(standard: value)
        let isWhole = scanner.isAtEnd || scanner.next == UInt8(ascii: " ") || scanner.next == 0x09
        guard digits > 0, isWhole, let id else {
            let most = isDecimal ? "2047, or up to 536870911" : "7FF, or up to 1FFFFFFF"
            throw start.error("an identifier up to \(most) with x behind it")
        }
        return id
    }

    private static func readRemote(
        _ scanner: inout TextScanner,
        _ id: FrameID
    ) throws(NotationError) -> Frame {
        let start = scanner
        // Before CANalyzer 8.5 there was no length; other words may stand behind it.
        let code = scanner.skipBlanks() ? lengthCode(&scanner) ?? 0 : 0
        let frame = Frame(
            id: id,
            kind: .remote,
            length: Int(min(code, 8)),
            rawDLC: code > 8 ? code : 0
        )
        guard let frame else { throw start.error("a length from 0 to F") }
        return frame
    }

    private static func readData(
        _ scanner: inout TextScanner,
        _ id: FrameID,
        isDecimal: Bool
    ) throws(NotationError) -> Frame {
        let start = scanner
        guard scanner.skipBlanks(), let code = lengthCode(&scanner),
            var frame = Frame(id: id, length: Int(min(code, 8)), rawDLC: code > 8 ? code : 0)
        else { throw start.error("a length from 0 to F") }
        for index in 0..<Int(frame.length) {
            frame[index] = try readByte(&scanner, isDecimal: isDecimal)
        }
        return frame
    }

    /// Reads one hexadecimal digit that stands alone; nil, and nothing read, for anything else.
    static func lengthCode(_ scanner: inout TextScanner) -> UInt8? {
        let start = scanner
        let digit = scanner.hexDigit()
        let isAlone = scanner.isAtEnd || scanner.next == UInt8(ascii: " ") || scanner.next == 0x09
        guard let digit, isAlone else {
            scanner = start
            return nil
        }
        return digit
    }

    /// Reads blanks and a byte.
    static func readByte(
        _ scanner: inout TextScanner,
        isDecimal: Bool
    ) throws(NotationError) -> UInt8 {
        let hasBlank = scanner.skipBlanks()
        let start = scanner
        var value: Int64 = 0
        var digits = 0
        if isDecimal {
            (value, digits) = scanner.decimal(atMost: 3)
        } else {
            while digits < 2, let digit = scanner.hexDigit() {
                value = value << 4 | Int64(digit)
                digits += 1
            }
        }
        let isWhole = scanner.isAtEnd || scanner.next == UInt8(ascii: " ") || scanner.next == 0x09
        guard hasBlank, digits > 0, isWhole, let byte = UInt8(exactly: value) else {
            throw start.error(isDecimal ? "a byte from 0 to 255" : "a byte from 00 to FF")
        }
        return byte
    }
}
