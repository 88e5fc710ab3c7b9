/// Reads numbers out of a file's bytes without making strings of the usual ones.
enum NumberText {
    /// The number at a place, `.25`, `1.`, `1E+2`, `+5` and `-inf` among them; nil where none is.
    static func number(_ source: borrowing SourceText, _ range: Range<Int>) -> Double? {
        short(source, range) ?? Double(source.string(range))
    }

    /// The whole number at a place; `1.0` is one too.
    static func integer<Integer: FixedWidthInteger>(
        _ source: borrowing SourceText,
        _ range: Range<Int>
    ) -> Integer? {
        if let digits = digits(source, range) { return Integer(exactly: digits) }
        let text = source.string(range)
        return Integer(text) ?? Double(text).flatMap { Integer(exactly: $0) }
    }

    /// Up to 18 digits and nothing else.
    private static func digits(_ source: borrowing SourceText, _ range: Range<Int>) -> UInt64? {
        guard (1...18).contains(range.count) else { return nil }
        let bytes = source.bytes.span
        var value: UInt64 = 0
        for index in range {
            guard bytes[index].isDigit else { return nil }
            value = value &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
        }
        return value
    }

    /// A sign, digits and a point, where the digits are few enough to be exact in one division.
    private static func short(_ source: borrowing SourceText, _ range: Range<Int>) -> Double? {
        guard range.count <= 17 else { return nil }
        let bytes = source.bytes.span
        var index = range.lowerBound
        var isNegative = false
        if index < range.upperBound, bytes[index] == UInt8(ascii: "-") {
            isNegative = true
            index += 1
        } else if index < range.upperBound, bytes[index] == UInt8(ascii: "+") {
            index += 1
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var places = 0
        var hasPoint = false
        while index < range.upperBound {
            let byte = bytes[index]
            if byte.isDigit {
                mantissa = mantissa &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
                digits += 1
                if hasPoint { places += 1 }
            } else if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                return nil
            }
            index += 1
        }
        guard (1...15).contains(digits) else { return nil }
        let magnitude =
            places == 0 ? Double(mantissa) : Double(mantissa) / powerOfTen(places)
        return isNegative ? -magnitude : magnitude
    }

    /// 10 to the power of up to 22: exact.
    private static func powerOfTen(_ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
