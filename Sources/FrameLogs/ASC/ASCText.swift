import CANFrames

/// The columns of an ASC log's lines.
enum ASCText {
    /// Appends `%4d.%06d ` of a time.
    static func append(microseconds: Int64, to text: inout [UInt8]) {
        appendRight(microseconds / 1_000_000, width: 4, to: &text)
        text.append(UInt8(ascii: "."))
        var divisor: Int64 = 100_000
        while divisor > 0 {
            text.append(0x30 + UInt8(microseconds / divisor % 10))
            divisor /= 10
        }
        text.append(UInt8(ascii: " "))
    }

    /// Appends `%-2d ` of the channel, then identifier, direction, length and bytes, and a line end.
    static func append(
        classic frame: borrowing Frame,
        _ channel: Int,
        _ direction: FrameDirection?,
        to text: inout [UInt8]
    ) {
        append(channel, width: 2, to: &text)
        text.append(UInt8(ascii: " "))
        let start = text.count
        append(identifier: frame.id, to: &text)
        pad(to: 15, from: start, &text)
        text.append(UInt8(ascii: " "))
        append(direction, to: &text)
        text.append(frame.kind == .remote ? UInt8(ascii: "r") : UInt8(ascii: "d"))
        text.append(UInt8(ascii: " "))
        append(hexadecimal: UInt32(frame.rawDLC > 8 ? frame.rawDLC : frame.length), to: &text)
        if frame.kind == .data { append(bytesOf: frame, to: &text) }
        text.append(UInt8(ascii: "\n"))
    }

    /// Appends a `CANFD` line behind its time, with a line end.
    static func append(
        long frame: borrowing Frame,
        _ channel: Int,
        _ direction: FrameDirection?,
        to text: inout [UInt8]
    ) {
        text += Array("CANFD ".utf8)
        appendRight(Int64(channel), width: 3, to: &text)
        text.append(UInt8(ascii: " "))
        append(direction, to: &text)
        var identifier: [UInt8] = []
        append(identifier: frame.id, to: &identifier)
        if !frame.id.isExtended { identifier.append(UInt8(ascii: " ")) }
        text += Array(repeating: UInt8(ascii: " "), count: max(0, 9 - identifier.count))
        text += identifier
        // The symbolic name, of which there is none.
        text += Array(repeating: UInt8(ascii: " "), count: 34)
        let code = ASCLongEvent.code(ofLength: Int(frame.length))
        let isSwitched = frame.flags.contains(.bitRateSwitch)
        let isPassive = frame.flags.contains(.errorStateIndicator)
        text += Array("\(isSwitched ? 1 : 0) \(isPassive ? 1 : 0) ".utf8)
        text += Array((String(code, radix: 16) + " ").utf8)
        appendRight(Int64(frame.length), width: 2, to: &text)
        append(bytesOf: frame, to: &text)
        // Duration and count of bits are not known; these are what log2asc writes in their place.
        text += Array("   130000  130 ".utf8)
        let flags = String(ASCLongEvent.flags(of: frame), radix: 16, uppercase: true)
        text += Array(repeating: UInt8(ascii: " "), count: 8 - flags.utf8.count)
        text += Array("\(flags) 0 0 0 0 0\n".utf8)
    }

    /// Appends a number and blanks up to `width`.
    static func append(_ number: Int, width: Int, to text: inout [UInt8]) {
        let start = text.count
        appendRight(Int64(number), width: 1, to: &text)
        pad(to: width, from: start, &text)
    }

    /// `Rx` where the log does not say: it was received by who wrote it.
    private static func append(_ direction: FrameDirection?, to text: inout [UInt8]) {
        text += Array((direction == .sent ? "Tx   " : "Rx   ").utf8)
    }

    private static func append(identifier id: FrameID, to text: inout [UInt8]) {
        append(hexadecimal: id.identifier, to: &text)
        if id.isExtended { text.append(UInt8(ascii: "x")) }
    }

    private static func append(bytesOf frame: borrowing Frame, to text: inout [UInt8]) {
        let bytes = frame.payload.span
        for index in 0..<Int(frame.length) {
            text.append(UInt8(ascii: " "))
            text.append(digit(bytes[index] >> 4))
            text.append(digit(bytes[index] & 0xF))
        }
    }

    /// Appends upper-case digits without zeros before them.
    private static func append(hexadecimal value: UInt32, to text: inout [UInt8]) {
        var shift: UInt32 = 28
        while shift > 0, value >> shift == 0 { shift -= 4 }
        while true {
            text.append(digit(UInt8(truncatingIfNeeded: value >> shift) & 0xF))
            guard shift > 0 else { return }
            shift -= 4
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x37 + value
    }

    private static func appendRight(_ value: Int64, width: Int, to text: inout [UInt8]) {
        let digits = Array(String(value).utf8)
        for _ in 0..<max(0, width - digits.count) { text.append(UInt8(ascii: " ")) }
        text += digits
    }

    private static func pad(to width: Int, from start: Int, _ text: inout [UInt8]) {
        while text.count - start < width { text.append(UInt8(ascii: " ")) }
    }
}
