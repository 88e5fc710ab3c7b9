public import CANFrames

/// A frame as can-utils write it: `123#DEADBEEF`, `12345678#`, `123#R4`, `123##1DEADBEEF`.
public enum FrameNotation {
    private static let errorBit: UInt32 = 0x2000_0000

    /// Reads a frame from a whole text; upper or lower case, `.` allowed between bytes.
    public static func parse(_ text: String) throws(NotationError) -> Frame {
        let bytes = Array(text.utf8)
        var scanner = TextScanner(bytes.span)
        let frame = try read(&scanner)
        guard scanner.isAtEnd else { throw scanner.error("the end of the frame") }
        return frame
    }

    /// The frame in this notation, upper case.
    public static func format(_ frame: borrowing Frame) -> String {
        var text: [UInt8] = []
        append(frame, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the frame in this notation; no allocation where `text` has room.
    public static func append(_ frame: borrowing Frame, to text: inout [UInt8]) {
        let isError = frame.kind == .error
        let id = frame.id
        let isLong = isError || id.isExtended
        let identifier = id.identifier | (isError ? errorBit : 0)
        for shift in (0..<(isLong ? 8 : 3)).reversed() {
            text.append(digit(UInt8(truncatingIfNeeded: identifier >> UInt32(shift * 4)) & 0xF))
        }
        text.append(UInt8(ascii: "#"))
        if frame.kind == .remote {
            text.append(UInt8(ascii: "R"))
            if frame.length > 0 { text.append(digit(frame.length & 0xF)) }
        } else {
            if frame.flags.contains(.isFD) {
                text.append(UInt8(ascii: "#"))
                text.append(digit(frame.flags.rawValue & 0x03))
            }
            let bytes = frame.payload.span
            for index in 0..<Int(frame.length) {
                text.append(digit(bytes[index] >> 4))
                text.append(digit(bytes[index] & 0xF))
            }
        }
        let isFullClassic = frame.length == 8 ? !frame.flags.contains(.isFD) : false
        if isFullClassic, frame.rawDLC > 8 {
            text.append(UInt8(ascii: "_"))
            text.append(digit(frame.rawDLC & 0xF))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x37 + value
    }

    /// Reads a frame up to the first byte that does not belong to it.
    static func read(_ scanner: inout TextScanner) throws(NotationError) -> Frame {
        let (id, isError) = try readIdentifier(&scanner)
        if scanner.skip(UInt8(ascii: "#")) {
            guard !isError else { throw scanner.error("data bytes: an error frame is not FD") }
            guard let digit = scanner.hexDigit(), digit <= 7 else {
                throw scanner.error("a flags digit from 0 to 7 after ##")
            }
            let flags = FDFlags(rawValue: digit & 0x03).union(.isFD)
            return try readData(&scanner, id, .data, flags)
        }
        if scanner.next == UInt8(ascii: "R") || scanner.next == UInt8(ascii: "r") {
            guard !isError else { throw scanner.error("data bytes: an error frame is not remote") }
            scanner.skip()
            return try readRemote(&scanner, id)
        }
        return try readData(&scanner, id, isError ? .error : .data, [])
    }

    private static func readIdentifier(
        _ scanner: inout TextScanner
    ) throws(NotationError) -> (FrameID, isError: Bool) {
        let start = scanner
        let allowed =
            "an identifier of 3 hexadecimal digits up to 7FF, or of 8 up to 1FFFFFFF, and #"
        var value: UInt32 = 0
        var digits = 0
        while digits < 8, let digit = scanner.hexDigit() {
            value = value << 4 | UInt32(digit)
            digits += 1
        }
        guard digits == 3 || digits == 8, scanner.skip(UInt8(ascii: "#")) else {
            throw start.error(allowed)
        }
        let isError = digits == 8 && value & errorBit != 0
        let id: FrameID?
        if isError {
            let classes = value & ~errorBit
            id = FrameID(standard: classes) ?? FrameID(extended: classes)
        } else {
            id = digits == 3 ? FrameID(standard: value) : FrameID(extended: value)
        }
        guard let id else { throw start.error(allowed) }
        return (id, isError)
    }

    private static func readRemote(
        _ scanner: inout TextScanner,
        _ id: FrameID
    ) throws(NotationError) -> Frame {
        let start = scanner
        let length = scanner.hexDigit() ?? 0
        guard length <= 8 else { throw start.error("a length from 0 to 8 after R") }
        let rawDLC = length == 8 ? try readRawDLC(&scanner) : 0
        guard let frame = Frame(id: id, kind: .remote, length: Int(length), rawDLC: rawDLC) else {
            throw start.error("a length from 0 to 8 after R")
        }
        return frame
    }

    private static func readData(
        _ scanner: inout TextScanner,
        _ id: FrameID,
        _ kind: FrameKind,
        _ flags: FDFlags
    ) throws(NotationError) -> Frame {
        let start = scanner
        let longest = flags.contains(.isFD) ? 64 : 8
        var payload = Payload(repeating: 0)
        var length = 0
        while true {
            let isSeparated = length > 0 && scanner.skip(UInt8(ascii: "."))
            guard let high = scanner.hexDigit() else {
                if isSeparated { throw scanner.error("a data byte of two hexadecimal digits") }
                break
            }
            guard let low = scanner.hexDigit() else {
                throw scanner.error("a data byte of two hexadecimal digits")
            }
            guard length < longest else { throw start.error("at most \(longest) data bytes") }
            payload[length] = high << 4 | low
            length += 1
        }
        let rawDLC = length == 8 && longest == 8 ? try readRawDLC(&scanner) : 0
        guard
            var frame = Frame(id: id, kind: kind, flags: flags, length: length, rawDLC: rawDLC)
        else { throw start.error("0 to 8, 12, 16, 20, 24, 32, 48 or 64 data bytes") }
        frame.payload = payload
        return frame
    }

    private static func readRawDLC(_ scanner: inout TextScanner) throws(NotationError) -> UInt8 {
        guard scanner.skip(UInt8(ascii: "_")) else { return 0 }
        let start = scanner
        guard let code = scanner.hexDigit(), code > 8 else {
            throw start.error("a raw DLC from 9 to F after _")
        }
        return code
    }
}
