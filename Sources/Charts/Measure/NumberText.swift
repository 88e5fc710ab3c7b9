/// Numbers as text, the same on every machine.
enum NumberText {
    private static let minus = "\u{2212}"

    /// `count` times ten to the `exponent`, with a power of ten where it would be long.
    static func decimal(_ count: Int, exponent: Int) -> String {
        guard count != 0 else { return "0" }
        let sign = count < 0 ? minus : ""
        var digits = String(count.magnitude)
        var exponent = exponent
        while digits.hasSuffix("0"), exponent < 0 {
            digits.removeLast()
            exponent += 1
        }
        let place = digits.count + exponent
        if exponent >= 0, place <= 6 {
            return sign + digits + String(repeating: "0", count: exponent)
        }
        if exponent < 0, exponent >= -5, place <= 6 { return sign + fraction(digits, -exponent) }
        while digits.hasSuffix("0") { digits.removeLast() }
        let first = digits.removeFirst()
        let power = place - 1
        let tail = digits.isEmpty ? "" : "." + digits
        return sign + String(first) + tail + "e" + (power < 0 ? minus : "") + "\(power.magnitude)"
    }

    private static func fraction(_ digits: String, _ places: Int) -> String {
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// A coordinate in pixels, to a tenth.
    static func coordinate(_ value: Double) -> String {
        let bounded = value.isNaN ? 0 : min(max(value, -1e6), 1e6)
        let tenths = Int((bounded * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let whole = tenths.magnitude / 10
        let part = tenths.magnitude % 10
        return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
    }
}
