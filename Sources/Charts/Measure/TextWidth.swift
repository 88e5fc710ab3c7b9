/// How wide a text is, without asking a font: never less than a common sans serif makes it.
///
/// The numbers are those of DejaVu Sans and Verdana, the widest that are likely; Arial, Helvetica and
/// the systems' own are narrower.
enum TextWidth {
    /// The width at a size, pixels.
    static func of(_ text: String, size: Double, isBold: Bool = false) -> Double {
        let width = text.unicodeScalars.reduce(0.0) { $0 + advance($1) }
        return width * size * (isBold ? 1.12 : 1)
    }

    /// The text, cut where it is wider than its room.
    static func fitted(
        _ text: String,
        size: Double,
        isBold: Bool = false,
        in room: Double
    ) -> String {
        guard of(text, size: size, isBold: isBold) > room else { return text }
        var cut = text
        while !cut.isEmpty, of(cut + "…", size: size, isBold: isBold) > room { cut.removeLast() }
        while cut.hasSuffix(" ") { cut.removeLast() }
        return cut + "…"
    }

    /// Part of the size that a character takes.
    private static func advance(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", "J", "|", "'": 0.34
        case " ", ".", ",", ":", ";", "/", "\\", "·": 0.37
        case "f", "t", "r", "(", ")", "[", "]", "-", "!", "°", "\"", "*": 0.5
        case "a"..."z" where scalar != "m" && scalar != "w": 0.64
        case "0"..."9", "_", "²", "³", "?", "$": 0.64
        case "m", "w", "M", "W", "%", "@", "…", "—": 1.0
        case "A"..."Z": 0.79
        case "\u{300}"..."\u{36F}": 0
        case "\u{A0}"..."\u{10FF}": 0.84
        case "\u{2000}"..."\u{2BFF}", "!"..."~": 0.84
        default: 1.1
        }
    }
}
