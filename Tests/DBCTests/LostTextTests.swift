import DBC
import Testing

/// What the reader says of text that it cannot keep, and where it goes on.
@Suite struct LostTextTests {
    @Test(
        "what is left out of the database says that its text would be lost",
        arguments: [
            "CM_ BO_ 999 \"a\";", "CM_ SG_ 256 Ghost \"a\";", "CM_ BU_ Ghost \"a\";", "CM_ x;",
            "BA_DEF_DEF_ \"Ghost\" 1;", "BA_ \"Y\" BO_ 999 1;", "VAL_ 256 S Ghost ;",
            "BA_DEF_ \"X\" INT 0 1;", "CAT_ BO_ 256 7;", "BO_TX_BU_ 999 : A;",
            "SIG_GROUP_ 999 G 1 : S;", "ENVVAR_DATA_ Ghost: 5;", "SGG_ x;", "stray",
        ]
    )
    func lost(section: String) throws {
        let found = try Loaded(text(section)).onlyDiagnostic()
        #expect(found.losesText, "\(found)")
    }

    @Test(
        "what is doubtful but kept does not",
        arguments: [
            "NEW_SECTION_ 1;", "BU_: A", "CM_ \"a\"\nBU_: C", "BA_ \"Ghost\" BO_ 256 1;",
            "BA_ \"X\" \"text\";",
            "SIG_TYPE_REF_ 256 S : Ghost;", "BO_ 256 Again: 8 A", "VAL_ 256 S 1 \"a\" 2 \"a\" ;",
        ]
    )
    func kept(section: String) throws {
        let found = try Loaded(text(section)).onlyDiagnostic()
        #expect(found.severity == .warning)
        #expect(!found.losesText, "\(found)")
    }

    @Test(
        "what is said twice of one object is reported, and the last holds",
        arguments: [
            "CM_ BO_ 256 \"a\";\nCM_ BO_ 256 \"b\";", "CM_ SG_ 256 S \"a\";\nCM_ SG_ 256 S \"b\";",
            "CM_ BU_ A \"a\";\nCM_ BU_ A \"b\";", "BA_ \"X\" 1;\nBA_ \"X\" 2;",
            "BA_ \"Y\" BO_ 256 1;\nBA_ \"Y\" BO_ 256 2;",
            "BA_DEF_DEF_ \"X\" 1;\nBA_DEF_DEF_ \"X\" 2;",
            "BO_TX_BU_ 256 : A;\nBO_TX_BU_ 256 : B;", "VERSION \"1\"\nVERSION \"2\"",
            "BA_ \"SystemSignalLongSymbol\" SG_ 256 S \"T\";\n"
                + "BA_ \"SystemSignalLongSymbol\" SG_ 256 S \"U\";",
        ]
    )
    func repeated(statements: String) throws {
        let found = try Loaded(text(statements)).onlyDiagnostic()
        #expect(found.line == 9)
        #expect(found.severity == .warning)
        #expect(found.losesText)
        #expect(found.message.contains("the last, is used"))
        let lines = statements.split(separator: "\n")
        #expect(Loaded(text(statements)).database == Loaded(text("\n" + lines[1])).database)
    }

    @Test("what is said twice in the same words is reported, but nothing is lost")
    func repeatedAlike() throws {
        let found = try Loaded(text("CM_ BO_ 256 \"a\";\nCM_ BO_ 256 \"a\";")).onlyDiagnostic()
        #expect(!found.losesText)
        #expect(Loaded(text("CM_ \"a\";\nCM_ \"b\";")).diagnostics.isEmpty)
    }

    @Test("the diagnostic of those left out says whether text is lost in them")
    func leftOut() {
        let warnings = String(repeating: "NEW_ 1;\n", count: 1_001)
        #expect(Loaded("BU_: A\n" + warnings).diagnostics.last?.losesText == false)
        #expect(Loaded("BU_: A\n" + warnings + "CM_ x;\n").diagnostics.last?.losesText == true)
    }

    @Test(
        "a keyword with a slip of the pen is an error, and the section behind it is read",
        arguments: [
            "BO 1 M: 8 A", "BOO_ 1 M: 8 A", "bo_ 1 M: 8 A", "OB_ 1 M: 8 A", "VAL 256 S 1 \"a\" ;",
            "SGG_ x;", "CMM_ \"a\";", "BA_DEF_DEFF_ \"X\" 1;", "CAT_DE_ 1;", "Nonsense",
        ]
    )
    func slips(line: String) throws {
        let loaded = Loaded(text(line + "\nCM_ BO_ 256 \"read\";"))
        let found = try loaded.onlyDiagnostic()
        #expect(found.severity == .error)
        #expect(found.line == 8)
        #expect(loaded.database.keptSections.isEmpty)
        #expect(loaded.database.messages[0].comment == "read")
    }

    @Test("a word that NS_ lists is a section, however like a keyword")
    func listed() throws {
        let loaded = Loaded("NS_ :\n CMM_\nBU_: A\nCMM_ 1;\n")
        #expect(try loaded.onlyDiagnostic().severity == .warning)
        #expect(loaded.database.keptSections.map(\.keyword) == ["CMM_"])
    }

    @Test("a mistyped SG_ costs its own signal, a mistyped BO_ its message with all signals")
    func mistypedInMessage() {
        let signal = ": 0|8@1+ (1,0) [0|0] \"\" A\n"
        let loaded = Loaded(
            "BO_ 1 M: 8 A\n SG_ A \(signal) SGG_ B \(signal) SG_ C \(signal) SG D \(signal)"
                + " SG_ E \(signal)BOO_ 2 N: 8 A\n SG_ F \(signal)SO_ 3 O: 8 A\n SG_ G \(signal)"
        )
        #expect(loaded.errors.map(\.line) == [3, 5, 7, 9])
        #expect(loaded.database.messages.map(\.name) == ["M"])
        #expect(loaded.database.messages[0].signals.map(\.name) == ["A", "C", "E"])
    }

    @Test("a unit that is never closed ends with its line, and the signals below it are read")
    func unclosedUnit() throws {
        let loaded = Loaded(
            message(
                "A : 0|8@1+ (1,0) [0|0] \"rpm B",
                "C : 8|8@1+ (1,0) [0|0] \"V\" B",
                "D : 16|8@1+ (1,0) [0|0] \"V B",
                "E : 24|8@1+ (1,0) [0|0] \"V\" B",
                sections: "CM_ SG_ 256 E \"two\nlines\";"
            )
        )
        #expect(loaded.errors.map(\.line) == [4, 6])
        #expect(loaded.diagnostics.count == 2)
        #expect(loaded.compiled.messages.first?.signals.map(\.name) == ["C", "E"])
        #expect(try loaded.signal("Message.E").comment == "two\nlines")
    }

    @Test("a unit with a line's end in it is written on one line")
    func unitWithLineEnd() {
        var database = Loaded(text("")).database
        database.messages[0].signals[0].unit = "a\r\nb"
        let again = Loaded(DatabaseWriter.text(of: database))
        #expect(again.diagnostics.isEmpty)
        #expect(again.database.messages[0].signals[0].unit == "a b")
    }

    @Test("behind a broken line the next section is read, and one that is not known is kept")
    func recovery() {
        let loaded = Loaded(
            text(
                """
                BO_ 1 One 8 A
                 SG_ S : 0|8@1+ (1,0) [0|0] "" A
                NEW_SECTION_ 1 "a";
                VAL_ 256 S 1 "one" two
                BO 2 Two: 8 A
                CM_ BO_ 256 no quotes
                OTHER_SECTION_ 2;
                CM_ SG_ 256 S "read";
                """
            )
        )
        #expect(loaded.database.keptSections.map(\.keyword) == ["NEW_SECTION_", "OTHER_SECTION_"])
        #expect(loaded.diagnostics.map(\.line) == [8, 10, 11, 12, 13, 14])
        #expect(loaded.errors.map(\.line) == [8, 11, 12])
        #expect(loaded.database.messages[0].signals[0].comment == "read")
    }

    @Test(
        "a file without a statement is an error",
        arguments: ["", "\n\n", "// nothing\n", "Dear reader,\nthis is a letter.\n", "NEW_ 1;\n"]
    )
    func noStatement(text: String) {
        let loaded = Loaded(text)
        #expect(loaded.errors.last?.message.hasPrefix("this is no database") == true)
        #expect(Loaded(text + "\nBU_: A\n").errors.count < loaded.errors.count)
    }

    @Test("a multiplexor's mark without a number is a warning, and the signal is always there")
    func bareMark() throws {
        let loaded = Loaded(
            message("A m : 0|8@1+ (1,0) [0|0] \"\" B", "C : 8|8@1+ (1,0) [0|0] \"\" B")
        )
        let found = try loaded.onlyDiagnostic()
        #expect(found.severity == .warning)
        #expect(found.losesText)
        #expect(found.column == 8)
        #expect(try loaded.values("100#0102000000000000") == ["A": 1, "C": 2])
        let ranges = Loaded(
            message(
                "A m : 0|8@1+ (1,0) [0|0] \"\" B",
                "C m3 : 8|8@1+ (1,0) [0|0] \"\" B",
                sections: "SG_MUL_VAL_ 256 C A 3-3;"
            )
        )
        #expect(try ranges.onlyDiagnostic().severity == .warning)
        #expect(try ranges.values("100#0102000000000000") == ["A": 1])
        #expect(try ranges.values("100#0302000000000000") == ["A": 3, "C": 2])
    }

    @Test("a diagnostic and a finding are one line each, whatever they quote")
    func oneLine() {
        let loaded = Loaded(
            bytes: Array(
                text("CM_ BO_ 256 x;\nBA_ \"a\nb\u{1B}\" 5;\nVAL_ 256 S \"a\nb\u{85}\" ;").utf8
            )
        )
        #expect(loaded.diagnostics.count == 3)
        let lines =
            loaded.diagnostics.map(\.description) + loaded.database.lint().map(\.description)
        #expect(lines.contains { $0.contains(#""a\nb\u{1B}""#) }, "\(lines)")
        for line in lines {
            #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
        let named = DBCReader.parse(bytes: [], file: "a\nb.dbc").1
        #expect(named.first?.description.hasPrefix(#"a\nb.dbc:1:1: error: "#) == true)
    }

    /// A whole file with these sections from line 8 on.
    private func text(_ sections: String) -> String {
        """
        BU_: A B
        BO_ 256 Message: 8 A
         SG_ S : 0|8@1+ (1,0) [0|0] "" B
        BA_DEF_ "X" INT 0 9;
        BA_DEF_ BO_ "Y" INT 0 9;
        BA_DEF_ SG_ "SystemSignalLongSymbol" STRING;


        """ + sections + "\n"
    }
}
