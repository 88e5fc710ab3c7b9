import CANFrames
import DBC
import SignalCodec
import Testing

/// Corner cases of names, numbers, sections and text.
extension CornerCaseTests {
    @Test("corner case 25: VAL_ for an unknown signal and CM_ without its name are reported")
    func unknownSignals() throws {
        for section in ["VAL_ 256 Ghost 0 \"a\" ;", "CM_ SG_ 256 \"text\";"] {
            let loaded = Loaded(message(plain, sections: section + "\nCM_ SG_ 256 S \"rest\";"))
            let found = try loaded.onlyDiagnostic()
            #expect(found.severity == .warning)
            #expect(found.line == 6)
            #expect(loaded.database.messages.first?.signals.first?.comment == "rest")
        }
    }

    @Test(
        "corner case 26: standard 100 and extended 100 are two messages, each with its own details"
    )
    func extendedFlag() {
        let loaded = Loaded(
            "BO_ 100 S: 8 A\nBO_ 2147483748 E: 8 A\nCM_ BO_ 2147483748 \"e\";\nCM_ BO_ 100 \"s\";\n"
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages.map(\.comment) == ["s", "e"])
        #expect(
            loaded.database.messages.map(\.id)
                == [FrameID(standard: 100), FrameID(extended: 100)]
        )
    }

    @Test("corner case 27: a number above 0x7FF without bit 31 is extended, with a warning")
    func missingBit() throws {
        let loaded = Loaded("BO_ 2048 M: 8 A\n")
        #expect(try loaded.onlyDiagnostic().severity == .warning)
        #expect(loaded.database.messages.first?.id == FrameID(extended: 2_048))
    }

    @Test(
        "corner case 28: the signals of VECTOR__INDEPENDENT_SIG_MSG stay reachable, and are no message",
        arguments: [
            ("3221225472", "VECTOR__INDEPENDENT_SIG_MSG"), ("3221225472", "Other"),
            ("1073741824", "VECTOR__INDEPENDENT_SIG_MSG"), ("0", "VECTOR__INDEPENDENT_SIG_MSG"),
        ]
    )
    func independentSignals(number: String, name: String) {
        let loaded = Loaded("BO_ \(number) \(name): 0 Vector__XXX\n SG_ \(plain)\n")
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.compiled.messages.isEmpty)
        #expect(loaded.compiled.independentSignals.map(\.name) == ["S"])
        #expect(loaded.database.messages.first?.keepsIndependentSignals == true)
    }

    @Test(
        "corner case 29: lengths of 0, of FD, and of J1939's transport load",
        arguments: [0, 8, 12, 16, 20, 24, 32, 48, 64, 1785]
    )
    func lengths(length: Int) {
        let loaded = Loaded("BO_ 256 M: \(length) A\n")
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages.first?.length == length)
    }

    @Test(
        "corner case 30: a number and a signal's name that are there twice are reported; both are listed"
    )
    func duplicates() throws {
        let messages = Loaded("BO_ 256 M: 8 A\nBO_ 256 N: 8 A\nCM_ BO_ 256 \"first\";\n")
        #expect(try messages.onlyDiagnostic().line == 2)
        #expect(messages.database.messages.map(\.name) == ["M", "N"])
        #expect(messages.database.messages.map(\.comment) == ["first", ""])
        let signals = Loaded(message(plain, "S : 8|8@1+ (1,0) [0|0] \"\" B"))
        #expect(try signals.onlyDiagnostic().line == 5)
        #expect(signals.database.messages.first?.signals.count == 2)
        let many = (0..<70).map { "S\($0 % 69) : 0|0@1+ (1,0) [0|0] \"\" B" }
        let text = "BO_ 1 M: 8 A\n" + many.map { " SG_ \($0)\n" }.joined()
        let found = DBCReader.parse(bytes: Array(text.utf8), file: "x").1
        #expect(found.map(\.line) == [71])
    }

    @Test(
        "corner case 31: numbers come as .25, 1., 1E+2, +5, inf and nan",
        arguments: [
            (".25", 0.25), ("1.", 1), ("1E+2", 100), ("+5", 5), ("-.5", -0.5), ("1e-3", 0.001),
            ("-inf", -Double.infinity), ("inf", Double.infinity), ("0.1", 0.1),
            ("123456789012345", 123_456_789_012_345), ("1234567890123456", 1_234_567_890_123_456),
            ("0.30000000000000004", 0.30000000000000004),
            ("9007199254740993", 9_007_199_254_740_992),
            ("-0.555555555555556", -0.555555555555556), ("1e+09", 1e9), ("00.10", 0.1),
        ] as [(String, Double)]
    )
    func numbers(text: String, value: Double) {
        let loaded = Loaded(message("S : 0|8@1+ (1,\(text)) [0|nan] \"\" B"))
        #expect(loaded.errors.isEmpty)
        #expect(loaded.database.messages.first?.signals.first?.offset == value)
        #expect(loaded.database.messages.first?.signals.first?.maximum.isNaN == true)
    }

    @Test("corner case 31: the limits of an attribute may have exponents")
    func attributeLimits() {
        let loaded = Loaded("BA_DEF_ \"X\" INT 0 1e+09;\n")
        #expect(loaded.diagnostics.isEmpty)
        #expect(
            loaded.database.attributeDefinitions.first?.type
                == .integer(minimum: 0, maximum: 1e9, isHexadecimal: false)
        )
    }

    @Test("corner case 32: names may begin with a digit, everywhere")
    func digits() {
        let loaded = Loaded(
            """
            BU_: 2017_5 1E5
            BO_ 256 3M: 8 2017_5
             SG_ 4S : 0|8@1+ (1,0) [0|0] "" 1E5,2017_5
            CM_ SG_ 256 4S "text";
            VAL_TABLE_ 5T 0 "a" ;
            VAL_ 256 4S 5T ;
            CM_ BU_ 1E5 "node";
            """
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.nodes.map(\.comment) == ["", "node"])
        #expect(loaded.database.messages.first?.sender == "2017_5")
        #expect(loaded.database.messages.first?.signals.first?.comment == "text")
        #expect(loaded.database.messages.first?.signals.first?.valueTable == "5T")
        #expect(loaded.database.messages.first?.signals.first?.receivers == ["1E5", "2017_5"])
    }

    @Test("corner case 33: cp1252 and UTF-8 are told apart, and a byte order mark is skipped")
    func encodings() {
        let utf8 = Array(message("S : 0|8@1+ (1,0) [0|0] \"°C\" B").utf8)
        let cp1252 = utf8.filter { $0 != 0xC2 }
        for (bytes, encoding) in [
            (utf8, TextEncoding.utf8), ([0xEF, 0xBB, 0xBF] + utf8, .utf8), (cp1252, .cp1252),
        ] {
            let loaded = Loaded(bytes: bytes)
            #expect(loaded.diagnostics.isEmpty)
            #expect(loaded.database.encoding == encoding)
            #expect(loaded.database.messages.first?.signals.first?.unit == "°C")
        }
    }

    @Test("corner case 34: CR LF, CR alone, and comments of both kinds, at the end of the file too")
    func lineEnds() throws {
        for end in ["\n", "\r\n", "\r"] {
            let lines = [
                "// first", "BU_: A", "BO_ 256 M: 8 A /* in", "two lines */",
                " SG_ S : 0|8@1+ (1,0) [0|0] \"\" A // behind", "WRONG 1;", "CM_ \"x\"; // end",
            ]
            let loaded = Loaded(lines.joined(separator: end))
            #expect(try loaded.onlyDiagnostic().line == 6)
            #expect(loaded.database.messages.first?.signals.first?.receivers == ["A"])
            #expect(loaded.database.comment == "x")
            #expect(loaded.database.textComments["CM_"]?.map(\.text) == ["// end"])
        }
    }

    @Test("corner case 35: a comment has quotes, lines that look like BO_, and ends in a backslash")
    func comments() {
        let loaded = Loaded(
            message(
                plain,
                sections: "CM_ SG_ 256 S \"a \\\"b\\\" c\nBO_ 5 Not: 8 A\n\";\n"
                    + "CM_ BO_ 256 \"C:\\\";\nCM_ BU_ A \"D:\\\" ; \n\n// x\nCM_ BU_ B \"next\";"
            )
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages.count == 1)
        #expect(
            loaded.database.messages[0].signals[0].comment == "a \"b\" c\nBO_ 5 Not: 8 A\n"
        )
        #expect(loaded.database.messages[0].comment == "C:\\")
        #expect(loaded.database.nodes.map(\.comment) == ["D:\\", "next"])
    }

    @Test(
        "corner case 35: what follows a text of several lines is on its last line, not a line's first"
    )
    func severalLines() {
        let loaded = Loaded("BU_: A\nFILTER \"two\nlines\" CM_ 4;\n")
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.filters == ["\"two\nlines\" CM_ 4"])
    }

    @Test("corner case 36: sections are missing, in any order, empty; BS_ has a bit rate")
    func sections() {
        let loaded = Loaded(
            """
            CM_ SG_ 256 S "early";
            BS_: 500000 : 0,0
            BA_ "X" BO_ 256 3;
            BU_:
            BO_ 256 M: 8 Vector__XXX
             SG_ S : 0|8@1+ (1,0) [0|0] "" Vector__XXX
            BA_DEF_DEF_ "X" 1;
            BA_DEF_ BO_ "X" INT 0 10;
            """
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.baudRate == 500_000)
        #expect(loaded.database.timingRegisters == TimingRegisters(first: 0, second: 0))
        #expect(loaded.database.nodes.isEmpty)
        #expect(loaded.database.messages[0].attributes["X"] == .integer(3))
        #expect(loaded.database.messages[0].signals[0].comment == "early")
        #expect(loaded.database.attributeDefinitions[0].defaultValue == .integer(1))
    }

    @Test(
        "corner case 37: a file cut anywhere inside a signal or its message is an error at the cut"
    )
    func truncated() {
        let head = "BU_: A\nBO_ 256 Message: 8 A\n"
        let line = " SG_ Signal m1M : 7|16@0- (-0.5,1e3) [-10|255] \"V\" A,B,C"
        for length in 4...line.count {
            let cut = String(line.prefix(length))
            let loaded = Loaded(head + cut)
            // A name of a receiver may end anywhere.
            let isWhole = cut.hasSuffix("A") || cut.hasSuffix("B") || cut.hasSuffix("C")
            let found = loaded.errors.filter { !$0.message.contains("marked M") }
            #expect(found.isEmpty == isWhole, "\(cut)")
            #expect(isWhole || found.allSatisfy { $0.line == 3 })
        }
        for length in 4..<"BO_ 256 Message: 8 ".count {
            #expect(!Loaded("BU_: A\n" + "BO_ 256 Message: 8 ".prefix(length)).errors.isEmpty)
        }
        for section in [
            "CM_ BO_ 256 \"te", "VAL_ 256 S 0 \"a\"", "BA_ \"X\" 5", "SIG_GROUP_ 256 G 1 : S",
        ] {
            #expect(!Loaded(message(plain) + section).errors.isEmpty, "\(section)")
        }
    }

    @Test(
        "corner case 38: a value that its enumeration lacks, or without definition, is kept and reported",
        arguments: [
            ("\"c\"", AttributeValue.text("c")), ("7", .integer(7)), ("-1", .integer(-1)),
            ("1.5", .number(1.5)),
        ]
    )
    func enumerations(text: String, value: AttributeValue) throws {
        let loaded = Loaded(
            message(
                plain,
                sections: "BA_DEF_ BO_ \"K\" ENUM \"a\",\"b\";\nBA_ \"K\" BO_ 256 \(text);"
            )
        )
        #expect(try loaded.onlyDiagnostic().severity == .warning)
        #expect(loaded.database.messages[0].attributes["K"] == value)
        let undefined = Loaded(message(plain, sections: "BA_ \"K\" BO_ 256 \(text);"))
        #expect(try undefined.onlyDiagnostic().message.contains("is not defined"))
        #expect(undefined.database.messages[0].attributes["K"] == value)
        let named = Loaded(
            message(
                plain,
                sections: "BA_DEF_ BO_ \"K\" ENUM \"a\",\"b\";\nBA_ \"K\" BO_ 256 \"b\";"
            )
        )
        #expect(named.diagnostics.isEmpty)
        #expect(named.database.messages[0].attributes["K"] == .choice(index: 1, name: "b"))
    }

    @Test(
        "corner case 39: no receivers, an unknown sender, names of 200 letters, units with escapes"
    )
    func leniency() {
        let long = String(repeating: "n", count: 200)
        let loaded = Loaded(
            "BU_: A\nBO_ 256 \(long): 8 Ghost\n SG_ \(long) : 0|8@1+ (1,0) [0|0] \"\\\"\\n\"\n"
                + "BO_ 257 N: 8\n"
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages[0].name == long)
        #expect(loaded.database.messages[0].sender == "Ghost")
        #expect(loaded.database.messages[0].signals[0].name == long)
        #expect(loaded.database.messages[0].signals[0].unit == "\"\\n")
        #expect(loaded.database.messages[0].signals[0].receivers.isEmpty)
        #expect(loaded.database.messages[1].sender == Node.nobody)
    }

    @Test(
        "a value list without its ';' is kept, with a warning, where the next section begins its line"
    )
    func missingSemicolon() throws {
        let loaded = Loaded(
            message(plain, sections: "VAL_ 256 S 0 \"a\" 1 \"b\"\nCM_ BO_ 256 \"next\";")
        )
        let found = try loaded.onlyDiagnostic()
        #expect(found.severity == .warning)
        #expect(found.line == 7)
        #expect(try loaded.signal("Message.S").labels.count == 2)
        #expect(loaded.database.messages[0].comment == "next")
    }
}
