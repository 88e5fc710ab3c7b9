import CANFrames
import DBC
import SignalCodec
import Testing

@Suite struct ParserTests {
    @Test("every construct of an ordinary file arrives in the database")
    func ordinaryFile() throws {
        let text = """
            VERSION "1.2"
            NS_ :
            \tNS_DESC_
            \tCM_
            \tBA_DEF_
            BS_: 500000 : 0,0
            BU_: A B
            VAL_TABLE_ OnOff 0 "off" 1 "on" ;
            BO_ 256 Engine: 8 A
             SG_ Speed : 7|16@0+ (0.25,-10) [-10|1000] "rpm" B,A
             SG_ State : 16|2@1+ (1,0) [0|3] "" B
            BO_TX_BU_ 256 : A,B;
            CM_ "the network";
            CM_ BU_ A "a node";
            CM_ BO_ 256 "a message";
            CM_ SG_ 256 Speed "a signal";
            BA_DEF_ "Baud" INT 0 1000000;
            BA_DEF_ BO_ "GenMsgCycleTime" INT 0 65535;
            BA_DEF_ SG_ "GenSigStartValue" FLOAT 0 100000;
            BA_DEF_ BO_ "Send" ENUM "Cyclic","Event";
            BA_DEF_ BU_ "Text" STRING ;
            BA_DEF_DEF_ "Baud" 0;
            BA_DEF_DEF_ "GenMsgCycleTime" 0;
            BA_DEF_DEF_ "Send" "Event";
            BA_ "Baud" 500000;
            BA_ "GenMsgCycleTime" BO_ 256 20;
            BA_ "GenSigStartValue" SG_ 256 Speed 40;
            BA_ "Text" BU_ A "hello";
            VAL_ 256 State OnOff ;
            SIG_GROUP_ 256 Group 1 : Speed State;
            """
        let loaded = Loaded(text)
        #expect(loaded.diagnostics.isEmpty)
        let database = loaded.database
        #expect(database.version == "1.2")
        #expect(database.baudRate == 500_000)
        #expect(database.comment == "the network")
        #expect(database.nodes.map(\.name) == ["A", "B"])
        #expect(database.nodes[0].comment == "a node")
        #expect(database.nodes[0].attributes["Text"] == .text("hello"))
        #expect(database.attributes["Baud"] == .integer(500_000))
        let message = try #require(database.messages.first)
        #expect(message.transmitters == ["A", "B"])
        #expect(message.comment == "a message")
        #expect(message.signalGroups.first?.signals == ["Speed", "State"])
        #expect(database.attribute("Send", of: message) == .choice(index: 1, name: "Event"))
        let speed = try loaded.signal("Engine.Speed")
        #expect(speed.unit == "rpm")
        #expect(speed.comment == "a signal")
        #expect(speed.startBits == 40)
        #expect(message.signals[0].receivers == ["B", "A"])
        #expect(try loaded.signal("Engine.State").label(of: 1) == "on")
        #expect(loaded.compiled.message(named: "Engine")?.cycleTime == 20)
        #expect(loaded.compiled.message(named: "Engine")?.sender == "A")
    }

    @Test(
        "numbers come in every form",
        arguments: [
            ("(.25,1.)", "[-5|1E+2]", 0.25, 1.0, -5.0, 100.0),
            ("(+5,-1e-3)", "[0|0]", 5.0, -0.001, 0.0, 0.0),
            ("(1,0)", "[-inf|nan]", 1.0, 0.0, -Double.infinity, Double.nan),
            ("(1,0)", "[-1|+inf]", 1.0, 0.0, -1.0, Double.infinity),
        ]
    )
    func numbers(
        scale: String,
        limits: String,
        factor: Double,
        offset: Double,
        minimum: Double,
        maximum: Double
    ) throws {
        let loaded = Loaded(message("S : 0|8@1+ \(scale) \(limits) \"\" B"))
        #expect(loaded.diagnostics.isEmpty)
        let signal = try #require(loaded.database.messages.first?.signals.first)
        #expect(signal.factor == factor)
        #expect(signal.offset == offset)
        #expect(signal.minimum == minimum)
        #expect(signal.maximum == maximum || (maximum.isNaN && signal.maximum.isNaN))
    }

    @Test("an attribute's limits may be written with an exponent")
    func exponentInLimits() {
        let loaded = Loaded("BA_DEF_ BO_ \"A\" INT 0 1e+09;\nBA_DEF_DEF_ \"A\" 5;\n")
        #expect(loaded.diagnostics.isEmpty)
        #expect(
            loaded.database.attributeDefinitions.first?.type
                == .integer(minimum: 0, maximum: 1e9, isHexadecimal: false)
        )
    }

    @Test("a name may begin with a digit, read like a number, or have 200 characters")
    func strangeNames() {
        let long = String(repeating: "n", count: 200)
        for name in ["2017_5", "1E5", "3phase", long] {
            let loaded = Loaded(message("\(name) : 0|8@1+ (1,0) [0|0] \"\" B"))
            #expect(loaded.diagnostics.isEmpty)
            #expect(loaded.compiled.signal(named: "Message.\(name)") != nil)
        }
    }

    @Test("cp1252 and UTF-8 are told apart, and a byte order mark is skipped")
    func encodings() throws {
        let text = message("T : 0|8@1+ (1,0) [0|0] \"°C\" B")
        #expect(try Loaded(text).signal("Message.T").unit == "°C")
        #expect(
            try Loaded(bytes: [0xEF, 0xBB, 0xBF] + Array(text.utf8)).signal("Message.T").unit
                == "°C"
        )
        let cp1252 = text.unicodeScalars.map { UInt8($0.value) }
        #expect(try Loaded(bytes: cp1252).signal("Message.T").unit == "°C")
        let euro = Array(message("T : 0|8@1+ (1,0) [0|0] \"?\" B").utf8).map {
            $0 == UInt8(ascii: "?") ? 0x80 : $0
        }
        #expect(try Loaded(bytes: euro).signal("Message.T").unit == "€")
    }

    @Test("lines end with LF, CR LF or CR, and diagnostics count them alike")
    func lineEnds() throws {
        for end in ["\n", "\r\n", "\r"] {
            let text = [
                "BU_: A", "BO_ 256 M: 8 A", " SG_ S : 0|8@1+ (1,0) [0|0] \"\" A",
                " SG_ T : 8|8@1+ (1,0) [0|0] \"\" ;", "",
            ].joined(separator: end)
            let found = try Loaded(text).onlyDiagnostic()
            #expect(found.line == 4)
            #expect(found.column == 32)
        }
    }

    @Test("comments of both kinds are skipped, also at the end of the file")
    func comments() {
        let text = "// first\n" + message("S : 0|8@1+ (1,0) [0|0] \"\" B") + "/* BO_ \" */ // end"
        let loaded = Loaded(text)
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.compiled.messages.count == 1)
    }

    @Test("a comment may span lines, hold quotes, and look like a message")
    func multiLineComments() {
        let text = message(
            "S : 0|8@1+ (1,0) [0|0] \"\" B",
            sections: "CM_ SG_ 256 S \"says \\\"hi\\\"\nBO_ 5 Not: 8 A\n end\";\nCM_ BO_ 256 \"x\";"
        )
        let loaded = Loaded(text)
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages.count == 1)
        #expect(
            loaded.compiled.signal(named: "Message.S")?.comment
                == "says \"hi\"\nBO_ 5 Not: 8 A\n end"
        )
        #expect(loaded.compiled.message(named: "Message")?.comment == "x")
    }

    @Test("a text may end in a backslash")
    func backslash() {
        let text = message(
            "S : 0|8@1+ (1,0) [0|0] \"\" B",
            sections: "CM_ BO_ 256 \"C:\\\";\nCM_ SG_ 256 S \"next\";\nCM_ BU_ A \"D:\\\";"
        )
        let loaded = Loaded(text)
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.compiled.message(named: "Message")?.comment == "C:\\")
        #expect(loaded.compiled.signal(named: "Message.S")?.comment == "next")
        #expect(loaded.database.nodes[0].comment == "D:\\")
    }

    @Test(
        "a unit may end in a backslash, as it is the only string of its line",
        arguments: [("\"\\\" B", "\\"), ("\"a\\\"b\\\" B", "a\"b\\"), ("\"a\\\"\" B", "a\"")]
    )
    func unitWithBackslash(rest: String, unit: String) {
        let text = message(
            "S : 0|8@1+ (1,0) [0|0] \(rest)\n SG_ T : 8|8@1+ (1,0) [0|0] \"V\" B"
        )
        let loaded = Loaded(text)
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages[0].signals.map(\.unit) == [unit, "V"])
        let written = DatabaseWriter.text(of: loaded.database)
        #expect(Loaded(written).database == loaded.database)
    }

    @Test("sections may be missing, empty, and in any order")
    func anyOrder() {
        let text = """
            BA_ "GenMsgCycleTime" BO_ 256 30;
            VAL_ 256 S 1 "one" ;
            CM_ SG_ 256 S "early";
            BU_:
            BO_ 256 M: 8 Vector__XXX
             SG_ S : 0|8@1+ (1,0) [0|0] ""
            BA_DEF_ BO_ "GenMsgCycleTime" INT 0 1000;
            """
        let loaded = Loaded(text)
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.compiled.messages.first?.cycleTime == 30)
        #expect(loaded.compiled.signal(named: "M.S")?.label(of: 1) == "one")
        #expect(loaded.compiled.signal(named: "M.S")?.comment == "early")
    }

    @Test("a signal without receivers and a sender that no list names are taken")
    func noReceivers() throws {
        let loaded = Loaded("BU_: A\nBO_ 1 M: 8 Ghost\n SG_ S : 0|8@1+ (1,0) [0|0] \"m\\\"s\"\n")
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.compiled.messages.first?.sender == "Ghost")
        #expect(try loaded.signal("M.S").unit == "m\"s")
    }

    @Test("a float's type is read with and without a colon")
    func valueTypes() throws {
        for colon in ["", ":"] {
            let loaded = Loaded(
                message(
                    "F : 0|32@1- (1,0) [0|0] \"\" B",
                    "G : 39|32@0- (1,0) [0|0] \"\" B",
                    sections: "SIG_VALTYPE_ 256 F \(colon) 1;\nSIG_VALTYPE_ 256 G \(colon)1;"
                )
            )
            #expect(loaded.diagnostics.isEmpty)
            #expect(try loaded.signal("Message.F").layout.kind == .float32)
            #expect(try loaded.values("100#0000C03F3FC00000") == ["F": 1.5, "G": 1.5])
        }
    }
}

@Suite struct SyntaxErrorTests {
    @Test(
        "a mistake is reported with its place, what was found and what is expected",
        arguments: [
            ("S 0|8@1+ (1,0) [0|0] \"\" B", 4, 8, "found '0', expected ':', M, or m"),
            ("S : x|8@1+ (1,0) [0|0] \"\" B", 4, 10, "found 'x', expected the start bit"),
            ("S : 0|8@2+ (1,0) [0|0] \"\" B", 4, 14, "found '2', expected 0 (Motorola) or 1"),
            ("S : 0|8@1 (1,0) [0|0] \"\" B", 4, 16, "found '(', expected + (unsigned)"),
            ("S : 0|8@1+ (1,0 [0|0] \"\" B", 4, 22, "found '[', expected ')'"),
            ("S : 0|8@1+ (1,0) [0|0] B", 4, 29, "found 'B', expected the unit in quotes"),
            ("S q3 : 0|8@1+ (1,0) [0|0] \"\" B", 4, 8, "found 'q3', expected ':', M, or m"),
            ("S : 0|8@1+ (1,0) [0|0] \"V B", 4, 29, "found a unit that is not closed on its line"),
            ("S : 0|8@1+ (1,0) [0|0] \"\" B;", 4, 33, "found ';', expected a new line"),
        ] as [(String, Int, Int, String)]
    )
    func signalMistakes(line: String, row: Int, column: Int, text: String) throws {
        let loaded = Loaded(message(line, "T : 8|8@1+ (1,0) [0|0] \"\" B"))
        let found = try loaded.onlyDiagnostic()
        #expect(found.severity == .error)
        #expect(found.line == row)
        #expect(found.column == column)
        #expect(found.description.hasPrefix("test.dbc:\(row):\(column): error: \(text)"))
        #expect(loaded.compiled.signal(named: "Message.T") != nil)
    }

    @Test("every mistake of a file is reported, not only the first")
    func allMistakes() {
        let text = """
            BU_: A
            BO_ 1 One 8 A
             SG_ S : 0|8@1+ (1,0) [0|0] "" A
            BO_ 2 Two: 8 A
             SG_ S : 0|8@1+ (1,0) [0|0 "" A
             SG_ T : 8|8@1+ (1,0) [0|0] "" A
            BA_DEF_ BO_ "X" NUMBER 0 1;
            WHAT_ is this;
            CM_ BO_ 2 no quotes;
            VAL_ 2 T 1 "one" two;
            BO_ 3 Three: 8 A
             SG_ S : 0|8@1+ (1,0) [0|0] "" A
            """
        let loaded = Loaded(text + "\n")
        #expect(loaded.diagnostics.map(\.line) == [2, 5, 7, 8, 9, 10])
        #expect(loaded.compiled.messages.map(\.name) == ["Two", "Three"])
        #expect(loaded.compiled.signal(named: "Two.T") != nil)
    }

    @Test("a file that ends inside a signal is an error at every place it can end")
    func endsInsideSignal() {
        let head = "BU_: A\nBO_ 256 Message: 8 A\n"
        let line = " SG_ Signal : 0|8@1+ (1,0) [0|255] \"V\" "
        for length in 4..<line.count {
            let loaded = Loaded(head + line.prefix(length))
            #expect(!loaded.errors.isEmpty, "cut after \(length)")
        }
        #expect(Loaded(head + line + "A").diagnostics.isEmpty)
        #expect(Loaded(head + line + "\n").diagnostics.isEmpty)
    }

    @Test("a string or a comment that is never closed is an error where it begins")
    func unclosed() throws {
        let strings = Loaded("BU_: A\nCM_ \"never\nBO_ 1 M: 8 A\n SG_ S : 0|8@1+ (1,0) [0|0] B\n")
        #expect(strings.errors.first?.line == 2)
        #expect(strings.errors.first?.column == 5)
        #expect(strings.compiled.messages.count == 1)
        let comment = Loaded("BU_: A\n/* never\nBO_ 1 M: 8 A\n")
        #expect(comment.errors.map(\.line) == [2])
    }

    @Test(
        "what names something that is not there is reported and the rest loads",
        arguments: [
            "VAL_ 256 Ghost 0 \"a\" ;", "VAL_ 999 S 0 \"a\" ;", "CM_ SG_ 256 \"no name\";",
            "CM_ SG_ 256 Ghost \"text\";", "CM_ BO_ 999 \"text\";", "CM_ BU_ Ghost \"text\";",
            "BO_TX_BU_ 999 : A;", "SIG_GROUP_ 999 G 1 : S;", "VAL_ 256 S Ghost ;",
            "BA_ \"Undefined\" BO_ 256 1;", "BA_ \"Kind\" BO_ 256 7;",
            "BA_ \"Kind\" BO_ 256 \"c\";",
            "BA_ \"Kind\" BO_ 999 1;", "BA_DEF_DEF_ \"Undefined\" 1;",
        ]
    )
    func unknownNames(section: String) throws {
        let text = message(
            "S : 0|8@1+ (1,0) [0|0] \"\" B",
            sections: "BA_DEF_ BO_ \"Kind\" ENUM \"a\",\"b\";\n" + section
                + "\nVAL_ 256 S 1 \"one\" ;"
        )
        let loaded = Loaded(text)
        let found = try loaded.onlyDiagnostic()
        #expect(found.severity == .warning)
        #expect(found.line == 7)
        #expect(try loaded.signal("Message.S").label(of: 1) == "one")
    }

    @Test("an enumeration's value is taken by name and by index")
    func enumerations() {
        for value in ["1", "\"b\""] {
            let loaded = Loaded(
                message(
                    "S : 0|8@1+ (1,0) [0|0] \"\" B",
                    sections:
                        "BA_DEF_ BO_ \"Kind\" ENUM \"a\",\"b\";\nBA_ \"Kind\" BO_ 256 \(value);"
                )
            )
            #expect(loaded.diagnostics.isEmpty)
            #expect(
                loaded.database.messages[0].attributes["Kind"] == .choice(index: 1, name: "b")
            )
        }
    }

    @Test("a missing file and a folder are one sentence with the path")
    func unreadable() {
        #expect(throws: DBCError.notAFile(path: "/")) { try DBCReader.read(path: "/") }
        do throws(DBCError) {
            _ = try DBCReader.read(path: "/nowhere/x.dbc")
            Issue.record("a missing file was read")
        } catch {
            #expect(error.description == "/nowhere/x.dbc: cannot be read: no such file")
        }
    }
}
