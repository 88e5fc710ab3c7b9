import Testing

@testable import Charts

@Suite struct TextTests {
    @Test(
        "what has a meaning in XML is escaped, and what it cannot hold is replaced",
        arguments: [
            ("a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;"),
            ("one\ntwo\tthree", "one two three"),
            ("\u{0}\u{1B}x\u{FFFF}", "\u{FFFD}\u{FFFD}x\u{FFFD}"),
            ("grün → µ 電", "grün → µ 電"), ("]]>", "]]&gt;"),
        ]
    )
    func escaped(text: String, expected: String) {
        #expect(XMLText.escaped(text) == expected)
    }

    @Test("a text is cut only where it is too wide, and then ends with an ellipsis")
    func fitted() {
        let text = "a rather long name of a phase"
        let width = TextWidth.of(text, size: 11)
        #expect(TextWidth.fitted(text, size: 11, in: width) == text)
        for room in stride(from: 10.0, to: width, by: 7) {
            let cut = TextWidth.fitted(text, size: 11, in: room)
            #expect(cut.hasSuffix("…") && !cut.hasSuffix(" …"))
            #expect(cut == "…" || TextWidth.of(cut, size: 11) <= room)
        }
    }

    // Advances of DejaVu Sans, the widest that is common: from its table of metrics, per 2048.
    @Test(
        "no common sans serif is wider than what is reckoned with",
        arguments: [
            ("i", 569), ("l", 569), (" ", 651), ("f", 721), ("t", 803), ("r", 842), ("s", 1067),
            ("a", 1255), ("g", 1300), ("m", 1995), ("w", 1675), ("W", 2025), ("M", 1767),
            ("O", 1612), ("Q", 1612), ("A", 1401), ("0", 1303), ("9", 1303), ("%", 1946),
            ("/", 690),
            ("(", 799), ("-", 739), ("–", 1024), ("·", 651), ("…", 2048), ("+", 1716), ("_", 1024),
            ("ä", 1255), ("ü", 1298), ("°", 1024), ("→", 1716), ("J", 604), ("\"", 942),
        ]
    )
    func width(character: String, advance: Int) {
        #expect(TextWidth.of(character, size: 2048) >= Double(advance))
    }
}

@Suite struct PaletteTests {
    /// As WCAG 2 defines it: from 1 to 21.
    private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
        func luminance(_ colour: UInt32) -> Double {
            func channel(_ shift: UInt32) -> Double {
                let value = Double(colour >> shift & 0xFF) / 255
                return value <= 0.04045
                    ? value / 12.92 : Self.power((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
        }
        let both = [luminance(one), luminance(other)].sorted()
        return (both[1] + 0.05) / (both[0] + 0.05)
    }

    /// By halving the exponent: 2.4 is 2 + 2/5, and a fifth root is found by Newton's way.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        #expect(exponent == 2.4)
        var root = 1.0
        for _ in 0..<60 {
            root -= (root * root * root * root * root - base) / (5 * root * root * root * root)
        }
        return base * base * root * root
    }

    /// What a stripe makes of a colour.
    private func striped(_ area: UInt32, with ink: UInt32) -> UInt32 {
        [0, 8, 16].reduce(0) { colour, shift in
            let under = Double(area >> shift & 0xFF) * (1 - Palette.stripeOpacity)
            let over = Double(ink >> shift & 0xFF) * Palette.stripeOpacity
            return colour | UInt32((under + over).rounded()) << shift
        }
    }

    @Test("the reckoning of contrast is right")
    func reckoning() {
        #expect(abs(contrast(0x000000, 0xFFFFFF) - 21) < 1e-6)
        #expect(abs(contrast(0x767676, 0xFFFFFF) - 4.54) < 0.01)
    }

    @Test("text is legible on every ground, on a light and on a dark page")
    func texts() {
        for palette in [Palette.light, .dark] {
            for text in [palette.ink, palette.quiet] {
                for ground in [palette.page, palette.plot] {
                    #expect(contrast(text, ground) >= 4.5)
                }
            }
            for hue in Hue.allCases {
                let area = palette.area(hue)
                #expect(contrast(palette.ink, area) >= 4.5, "\(hue)")
                #expect(contrast(palette.ink, striped(area, with: palette.ink)) >= 4.5, "\(hue)")
            }
        }
    }

    @Test("lines stand out from every ground, also from the shaded one")
    func lines() {
        for palette in [Palette.light, .dark] {
            for hue in Hue.allCases {
                for ground in [palette.page, palette.plot, palette.forbidden] {
                    #expect(contrast(palette.line(hue), ground) >= 3, "\(hue)")
                }
            }
        }
    }

    @Test("no two colours are the same")
    func distinct() {
        for palette in [Palette.light, .dark] {
            #expect(Set(Hue.allCases.map { palette.line($0) }).count >= Hue.allCases.count - 1)
            #expect(Set(Hue.allCases.map { palette.area($0) }).count == Hue.allCases.count)
        }
        #expect(Palette.text(0x0A) == "#00000A")
    }
}
