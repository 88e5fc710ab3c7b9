/// Why a text is not JSON that is taken here.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The byte at which it went wrong, from 1.
    public let byte: Int
    /// What is expected there, or what is not allowed.
    public let reason: String

    /// One sentence.
    public var description: String { "byte \(byte): \(reason)" }
}

extension JSONValue {
    /// How deep arrays and objects may be nested; deeper text is refused before it costs anything.
    public static let deepestNesting = 32

    /// Reads one JSON text (RFC 8259) and nothing else; never traps, whatever the bytes.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes)
        self = try reader.readText()
    }
}

/// A recursive-descent reader whose depth is bounded.
private struct JSONReader {
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func readText() throws(JSONError) -> JSONValue {
        skipSpace()
        let value = try readValue()
        skipSpace()
        guard index == bytes.count else { throw error("nothing is allowed after the value") }
        return value
    }

    private func error(_ reason: String) -> JSONError { JSONError(byte: index + 1, reason: reason) }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            index += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func readValue() throws(JSONError) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return try nested(Self.readObject)
        case UInt8(ascii: "["): return try nested(Self.readArray)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            return try readNumber()
        case .some, nil: throw error("a value is expected")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < JSONValue.deepestNesting else {
            throw error("nested deeper than \(JSONValue.deepestNesting) levels")
        }
        depth += 1
        index += 1
        skipSpace()
        let value = try read(&self)
        depth -= 1
        return value
    }

    private static func readArray(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        guard !reader.take(UInt8(ascii: "]")) else { return .array(elements) }
        while true {
            reader.skipSpace()
            elements.append(try reader.readValue())
            reader.skipSpace()
            if reader.take(UInt8(ascii: "]")) { return .array(elements) }
            guard reader.take(UInt8(ascii: ",")) else { throw reader.error("expected , or ]") }
        }
    }

    private static func readObject(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
        var members: [JSONMember] = []
        guard !reader.take(UInt8(ascii: "}")) else { return .object(members) }
        while true {
            reader.skipSpace()
            guard reader.next == UInt8(ascii: "\"") else {
                throw reader.error("a name in quotation marks is expected")
            }
            let name = try reader.readString()
            reader.skipSpace()
            guard reader.take(UInt8(ascii: ":")) else { throw reader.error("expected :") }
            reader.skipSpace()
            members.append(JSONMember(name, try reader.readValue()))
            reader.skipSpace()
            if reader.take(UInt8(ascii: "}")) { return .object(members) }
            guard reader.take(UInt8(ascii: ",")) else { throw reader.error("expected , or }") }
        }
    }

    private mutating func readWord(
        _ word: String,
        _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        for byte in word.utf8 {
            guard take(byte) else { throw error("expected \(word)") }
        }
        return value
    }

    // MARK: - Numbers

    private mutating func readNumber() throws(JSONError) -> JSONValue {
        let start = index
        var isWhole = true
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try readDigits() }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try readDigits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try readDigits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            throw error("the number does not fit in 64 bits")
        }
        return .number(number)
    }

    private mutating func readDigits() throws(JSONError) {
        let start = index
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        guard index > start else { throw error("a digit is expected") }
    }

    // MARK: - Strings

    private mutating func readString() throws(JSONError) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error("the string is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"):
                try readEscape(into: &text)
            case 0..<0x20:
                throw error("control characters in strings are written as \\u00XX")
            default:
                text.append(byte)
            }
        }
        throw error("the string does not end")
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw error("the string does not end") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Character(try readScalar()).utf8)
        default: throw error("\\ is followed by one of \" \\ / b f n r t u")
        }
    }

    private mutating func readScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try readUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw error("half of a surrogate pair")
        }
        let second = try readUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("half of a surrogate pair") }
        return scalar
    }

    private mutating func readUnit() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw error("four hexadecimal digits are expected") }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                throw error("four hexadecimal digits are expected")
            }
            unit = unit << 4 | UInt32(digit)
            index += 1
        }
        return unit
    }
}
