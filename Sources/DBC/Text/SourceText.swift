/// The bytes of a database file and how they spell characters.
struct SourceText {
    let bytes: [UInt8]
    /// Where the text begins: after a byte order mark.
    let start: Int
    private let isUTF8: Bool

    /// Tells UTF-8 from cp1252: what is not valid UTF-8 is cp1252, in which every byte is valid.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    }

    func string(_ range: Range<Int>) -> String { string(bytes[range]) }

    func string(_ slice: some Collection<UInt8>) -> String {
        if isUTF8 { return String(decoding: slice, as: UTF8.self) }
        var scalars = String.UnicodeScalarView()
        for byte in slice {
            let scalar =
                (0x80..<0xA0).contains(byte)
                ? Self.cp1252[Int(byte) - 0x80] : Unicode.Scalar(byte)
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// What cp1252 has at 0x80 to 0x9F; five places are free and keep their control characters.
    private static let cp1252: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}",
        "\u{2021}", "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}",
        "\u{8F}", "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}",
        "\u{2014}", "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}",
        "\u{178}",
    ]
}
