/// Reads one line of bytes from left to right.
struct TextScanner: ~Escapable {
    private let text: Span<UInt8>
    /// The next byte to read, from 0.
    private(set) var position = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) { self.text = text }

    var isAtEnd: Bool { position >= text.count }

    /// The next byte; 0, which no log holds, at the end.
    var next: UInt8 { isAtEnd ? 0 : text[position] }

    @_lifetime(self: copy self)
    mutating func skip(_ count: Int = 1) { position += count }

    @_lifetime(self: copy self)
    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte, !isAtEnd else { return false }
        position += 1
        return true
    }

    /// Skips blanks; false where there is none.
    @_lifetime(self: copy self)
    mutating func skipBlanks() -> Bool {
        let start = position
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { position += 1 }
        return position > start
    }

    /// Skips up to the next blank; false where there is one already.
    @_lifetime(self: copy self)
    mutating func skipWord() -> Bool {
        let start = position
        while !isAtEnd, next != UInt8(ascii: " "), next != UInt8(ascii: "\t") { position += 1 }
        return position > start
    }

    /// Skips this ASCII text, whose letters may be of either case; false, and nothing skipped, where
    /// something else stands there.
    @_lifetime(self: copy self)
    mutating func skip(ignoringCase expected: String) -> Bool {
        var index = position
        for byte in expected.utf8 {
            guard index < text.count, Self.lowered(text[index]) == Self.lowered(byte) else {
                return false
            }
            index += 1
        }
        position = index
        return true
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// The value of the next byte as a hexadecimal digit; nil, and nothing read, where it is none.
    @_lifetime(self: copy self)
    mutating func hexDigit() -> UInt8? {
        let byte = next
        let value: UInt8
        switch byte {
        case 0x30...0x39: value = byte - 0x30
        case 0x41...0x46: value = byte - 0x37
        case 0x61...0x66: value = byte - 0x57
        default: return nil
        }
        position += 1
        return value
    }

    /// Reads decimal digits, at most `limit`.
    @_lifetime(self: copy self)
    mutating func decimal(atMost limit: Int) -> (value: Int64, digits: Int) {
        var value: Int64 = 0
        var digits = 0
        while digits < limit, (0x30...0x39).contains(next) {
            value = value * 10 + Int64(next - 0x30)
            digits += 1
            position += 1
        }
        return (value, digits)
    }

    /// Whether the bytes from `start` up to the position are those of `other`.
    func matches(_ other: String, from start: Int) -> Bool {
        guard other.utf8.count == position - start else { return false }
        var index = start
        for byte in other.utf8 {
            if text[index] != byte { return false }
            index += 1
        }
        return true
    }

    /// The bytes from `start` up to the position, as text.
    func string(from start: Int) -> String {
        String(decoding: (start..<position).map { text[$0] }, as: UTF8.self)
    }

    /// What is left of the line, as text.
    func rest() -> String {
        String(decoding: (position..<max(position, text.count)).map { text[$0] }, as: UTF8.self)
    }

    /// What stands at the position, for an error message: at most 20 characters up to a blank.
    func found() -> String {
        guard !isAtEnd else { return "the end of the line" }
        var end = position
        while end < text.count, end < position + 20, text[end] > 0x20 { end += 1 }
        end = max(end, position + 1)
        let bytes = (position..<end).map { (0x20..<0x7F).contains(text[$0]) ? text[$0] : 0x3F }
        return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
    }

    func error(_ allowed: String) -> NotationError {
        NotationError(column: position + 1, found: found(), allowed: allowed)
    }
}
