import StateProtocol
import Testing

@Suite struct JSONTests {
    @Test(
        "a text comes back as it was",
        arguments: [
            #"{"a":[1,-2,0.5,true,false,null],"b":{"c":"d"}}"#, #"[]"#, #"{}"#, #""""#, #"-0.25"#,
            #"9223372036854775807"#, #""ü – 🚗 \"\\ \n\t\u0001""#, #"[1e+300]"#,
        ]
    )
    func roundTrips(text: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)).line == text)
    }

    @Test(
        "escapes mean the characters they stand for",
        arguments: [
            (#""\u00e4\/\b\f\r""#, "ä/\u{8}\u{C}\r"), (#""\ud83d\ude97""#, "🚗"),
        ]
    )
    func unescapes(text: String, meaning: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == .string(meaning))
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "nul", "truex", "01", "1.",
            ".5", "-", "1e", "+1", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"",
            "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "1 2", "1e999", "[1}", "NaN",
        ]
    )
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("bytes that are not UTF-8 are refused")
    func refusesBadUTF8() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test("nesting is taken up to the limit and refused beyond it")
    func limitsNesting() throws {
        let deepest = JSONValue.deepestNesting
        let allowed =
            String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
        #expect(try JSONValue(parsing: Array(allowed.utf8)).line == allowed)
        for opening in ["[", "{\"a\":"] {
            let text = String(repeating: opening, count: 100_000)
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
        }
    }

    @Test("numbers that are not finite become null")
    func nullsNonFinite() {
        #expect(JSONValue.rounded(.nan) == .null)
        #expect(JSONValue.exact(-.infinity) == .null)
        #expect(JSONValue.number(.nan).line == "null")
        #expect(JSONValue.rounded(0.1 + 0.2) == .number(0.3))
    }

    @Test("no bytes make the reader trap", arguments: 0..<200 as Range<UInt64>)
    func survivesAnything(seed: UInt64) {
        var random = SeededGenerator(seed)
        let alphabet = Array("{}[]\",:\\u0123456789eE+-.truefalsn \n\u{7F}".utf8) + [0xC3, 0xFF, 0]
        let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
            alphabet.randomElement(using: &random) ?? 0
        }
        guard let value = try? JSONValue(parsing: bytes) else { return }
        #expect((try? JSONValue(parsing: value.bytes)) == value)
    }
}

/// Random numbers that are the same for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
