/// Numbers as people read them.
public enum NumberText {
    /// What stands where there is no value.
    public static let none = "–"

    /// With `digits` decimals; a dash for nil and for what is not finite.
    public static func fixed(_ number: Double?, _ digits: Int) -> String {
        guard let number, number.isFinite else { return none }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (number.magnitude * scale).rounded()
        guard scaled < 1e15 else { return "\(number)" }
        let whole = Int64(scaled)
        // What rounds to zero has no sign.
        let sign = number < 0 && whole != 0 ? "-" : ""
        let unit = Int64(scale)
        guard digits > 0 else { return sign + "\(whole)" }
        let rest = String(whole % unit)
        let zeros = String(repeating: "0", count: digits - rest.count)
        return sign + "\(whole / unit).\(zeros)\(rest)"
    }

    /// With as many decimals as it takes, at most six.
    public static func short(_ number: Double?) -> String {
        guard let number, number.isFinite else { return none }
        var text = fixed(number, 6)
        guard text.contains("."), !text.contains("e") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// An age: milliseconds below ten seconds, then seconds, minutes, hours.
    public static func age(milliseconds: Double?) -> String {
        guard let milliseconds, milliseconds.isFinite else { return none }
        switch milliseconds {
        case ..<10_000: return fixed(milliseconds, 0) + " ms"
        case ..<120_000: return fixed(milliseconds / 1_000, 0) + " s"
        case ..<7_200_000: return fixed(milliseconds / 60_000, 0) + " min"
        default: return fixed(milliseconds / 3_600_000, 0) + " h"
        }
    }
}

extension String {
    /// Filled with spaces in front up to a width in characters.
    func right(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    /// Filled with spaces behind up to a width in characters.
    func left(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// Cut to a width in characters, with a mark where something is missing.
    func cut(_ width: Int) -> String {
        count <= width ? self : String(prefix(max(0, width - 1))) + "…"
    }
}
