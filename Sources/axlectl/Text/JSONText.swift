/// JSON built byte by byte: a full bus has thousands of frames a second.
struct JSONText {
    private(set) var bytes: [UInt8] = []

    /// Number of bytes so far.
    var count: Int { bytes.count }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends text that is JSON already.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { buffer in
            for index in buffer.indices { unsafe bytes.append(buffer[index]) }
        }
    }

    /// Lets `body` append bytes that are JSON already.
    mutating func edit(_ body: (inout [UInt8]) -> Void) { body(&bytes) }

    mutating func append(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    /// Appends a string with its quotes.
    mutating func append(quoted text: String) { bytes.append(contentsOf: Self.quoted(text)) }

    /// Appends a number; null where it is not finite, as JSON has no word for it.
    mutating func append(_ value: Double) {
        guard value.isFinite else { return append("null") }
        guard value.magnitude < 1e15, value == value.rounded() else {
            bytes.append(contentsOf: "\(value)".utf8)
            return
        }
        append(Int64(value))
    }

    mutating func append(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Appends seconds with six decimals, or nine where the stamp has them.
    mutating func append(seconds nanoseconds: Int64) {
        let billion: Int64 = 1_000_000_000
        let isFine = nanoseconds % 1_000 != 0
        append(nanoseconds / billion)
        bytes.append(UInt8(ascii: "."))
        var divisor = billion / 10
        let last: Int64 = isFine ? 1 : 1_000
        let fraction = nanoseconds % billion
        while divisor >= last {
            bytes.append(UInt8(ascii: "0") + UInt8(fraction / divisor % 10))
            divisor /= 10
        }
    }

    /// A string as JSON, with its quotes.
    static func quoted(_ text: String) -> [UInt8] {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                result += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                result += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            default:
                result.append(byte)
            }
        }
        return result + [UInt8(ascii: "\"")]
    }
}
