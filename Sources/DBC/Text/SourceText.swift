/// The bytes of a database file and how they spell characters.
struct SourceText {
    let bytes: [UInt8]
    /// Where the text begins: after a byte order mark.
    let start: Int
    /// What is not valid UTF-8 is cp1252, in which every byte is valid.
    let encoding: TextEncoding

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        encoding = Self.isUTF8(bytes) ? .utf8 : .cp1252
    }

    /// A part of another text, in its encoding.
    init(_ range: Range<Int>, of whole: SourceText) {
        bytes = Array(whole.bytes[range])
        start = 0
        encoding = whole.encoding
    }

    func string(_ range: Range<Int>) -> String { string(bytes[range]) }

    func string(_ slice: some Collection<UInt8>) -> String {
        switch encoding {
        case .utf8: return String(decoding: slice, as: UTF8.self)
        case .cp1252:
            var scalars = String.UnicodeScalarView()
            for byte in slice { scalars.append(CodePage1252.scalar(byte)) }
            return String(scalars)
        }
    }

    /// The text at a place inside quotes: `\"` stands for a quote, any other backslash for itself.
    func unescaped(_ range: Range<Int>) -> String {
        let slice = bytes[range]
        guard slice.contains(UInt8(ascii: "\\")) else { return string(slice) }
        var result: [UInt8] = []
        result.reserveCapacity(slice.count)
        for index in slice.indices {
            let isEscape =
                slice[index] == UInt8(ascii: "\\") && index + 1 < slice.endIndex
                && slice[index + 1] == UInt8(ascii: "\"")
            if !isEscape { result.append(slice[index]) }
        }
        return string(result)
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }
}

extension UInt8 {
    /// Whether names can have it: letters, digits and underscores.
    @inline(__always)
    var isWordByte: Bool {
        (self | 0x20) &- UInt8(ascii: "a") < 26 || isDigit || self == UInt8(ascii: "_")
    }

    @inline(__always)
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    @inline(__always)
    var isLineEnd: Bool { self == 0x0A || self == 0x0D }
}
