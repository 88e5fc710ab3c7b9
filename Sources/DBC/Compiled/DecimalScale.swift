public import SignalCodec

/// A signal's scaling in whole numbers: (count × factor + offset) / 10^digits.
///
/// Most databases scale by decimal fractions such as 0.1, which binary arithmetic only approaches:
/// 1023 × 0.1 - 10 comes out as 92.30000000000001. This gives 92.3, exactly, and its digits without
/// any conversion of floating-point numbers.
public struct DecimalScale: Hashable, Sendable {
    /// Value of one count in units of the last digit.
    public let factor: Int64
    /// Value of count 0 in units of the last digit.
    public let offset: Int64
    /// Digits after the decimal point, 0 to 9.
    public let digits: Int

    /// Nil where the scaling is no short decimal fraction, or the count too wide to stay in 64 bits.
    public init?(_ layout: SignalLayout) {
        guard layout.kind == .unsigned || layout.kind == .signed, layout.length <= 32 else {
            return nil
        }
        for digits in 0...9 {
            guard let factor = Self.whole(layout.factor, digits, below: 0x1p30),
                let offset = Self.whole(layout.offset, digits, below: 0x1p60)
            else { continue }
            self.factor = factor
            self.offset = offset
            self.digits = digits
            return
        }
        return nil
    }

    /// The value in units of the last digit.
    public func scaled(_ count: Int64) -> Int64 { count * factor + offset }

    /// The value, as near as `Double` comes to it.
    public func physical(_ count: Int64) -> Double { Double(scaled(count)) / Self.powers[digits] }

    /// Appends the value in decimal digits without trailing zeros.
    public func append(_ count: Int64, to text: inout [UInt8]) {
        var value = scaled(count)
        var digits = digits
        while digits > 0, value % 10 == 0 {
            value /= 10
            digits -= 1
        }
        if value < 0 { text.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = text.count
        var written = 0
        repeat {
            if written == digits, digits > 0 { text.append(UInt8(ascii: ".")) }
            text.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            written += 1
        } while rest > 0 || written <= digits
        text[start...].reverse()
    }

    private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

    private static func whole(_ value: Double, _ digits: Int, below limit: Double) -> Int64? {
        let scaled = (value * powers[digits]).rounded()
        // Beyond 2^53 the product is rounded, and its last digits are not the value's.
        let limit = digits == 0 ? limit : min(limit, 0x1p53)
        guard scaled.magnitude < limit, scaled / powers[digits] == value else { return nil }
        return Int64(scaled)
    }
}
