import DBC
import FoundationEssentials
import SignalCodec
import Testing

@Suite struct WriterTests {
    private func read(_ bytes: [UInt8]) -> Database { DBCReader.parse(bytes: bytes, file: "w").0 }

    private func read(_ text: String) -> Database { read(Array(text.utf8)) }

    @Test("what is written of every construct reads back as an equal database")
    func everyConstructRoundTrips() {
        let database = read(everyConstruct)
        let text = DatabaseWriter.text(of: database)
        let (again, diagnostics) = DBCReader.parse(bytes: Array(text.utf8), file: "again")
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        #expect(again == database)
        #expect(DatabaseWriter.text(of: again) == text)
    }

    @Test("positions, file and encoding do not count where databases are compared; all else does")
    func equality() {
        let database = read(everyConstruct)
        #expect(read("\n\n" + everyConstruct) == database)
        for (old, new) in [
            ("(0.25,-10)", "(0.5,-10)"), ("a signal", "b signal"), ("5-10;", "5-11;"),
            ("CAT_ BO_ 256 4;", ""), ("// Above a signal.", ""),
            ("ENVVAR_DATA_ Text: 12", "ENVVAR_DATA_ Text: 13"),
            ("BA_ \"Baud\" 500000", "BA_ \"Baud\" 500001"),
            ("SG_ Long_short 1;", "SG_ Long_short 0;"),
        ] where everyConstruct.contains(old) {
            let changed = everyConstruct.replacing(old, with: new)
            #expect(read(changed) != database, "\(old)")
        }
    }

    @Test("comments behind two statements of the same words do not run into each other")
    func commentsOfTwins() {
        let text = """
            VERSION ""
            BU_: A
            VAL_TABLE_ T 1 "x" ; // first
            // between
            VAL_TABLE_ T 1 "y" ; // second

            """
        let database = read(text)
        #expect(
            database.textComments["VAL_TABLE_ T"] == [
                TextComment(text: "// between", place: .above),
                TextComment(text: "// second", place: .above),
                TextComment(text: "// first", place: .behind),
            ]
        )
        #expect(read(DatabaseWriter.text(of: database)).textComments == database.textComments)
    }

    @Test("a formatted file is tidy", .timeLimit(.minutes(1)))
    func tidy() {
        let text = """
            BO_   256   Engine :8   A
              SG_ Speed:7|16@0+(0.250,-1e1)[-10.0|1000]"rpm"  B , A
            BU_:A    B
            CM_ BO_ 256
               "text";
            BA_DEF_ BO_  "Cycle"  INT  0  10 ;
            BA_ "Cycle"   BO_ 256 5 ;
            VAL_ 256 Speed 1 "one"   0 "zero";
            """
        let expected = """
            VERSION ""

            NS_ :

            BS_:

            BU_: A B

            BO_ 256 Engine: 8 A
             SG_ Speed : 7|16@0+ (0.25,-10) [-10|1000] "rpm" B,A

            CM_ BO_ 256 "text";

            BA_DEF_ BO_ "Cycle" INT 0 10;

            BA_ "Cycle" BO_ 256 5;

            VAL_ 256 Speed 1 "one" 0 "zero" ;

            """
        #expect(DatabaseWriter.text(of: read(text)) == expected)
    }

    @Test("the shipped databases are written as they stand", arguments: ShippedDatabaseTests.names)
    func shippedFiles(name: String) throws {
        let path = packageRoot.path + "/DBC/\(name).dbc"
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(DatabaseWriter.bytes(of: read(bytes)) == bytes)
    }

    @Test("a cp1252 file stays one, unless it gets a character that the code page lacks")
    func encodings() {
        let bytes = Array("BU_: A\nCM_ \"".utf8) + [0xB0, 0x80] + Array("\";\n".utf8)
        var database = read(bytes)
        #expect(database.encoding == .cp1252)
        #expect(database.comment == "°€")
        #expect(DatabaseWriter.bytes(of: database).contains(0x80))
        #expect(read(DatabaseWriter.bytes(of: database)) == database)
        database.comment = "Ω"
        #expect(read(DatabaseWriter.bytes(of: database)) == database)
        // In cp1252 these would be the bytes of another text in UTF-8.
        database.comment = "Ã©"
        #expect(read(DatabaseWriter.bytes(of: database)) == database)
    }

    @Test(
        "a text that ends in a backslash is written so that it is read back",
        arguments: [
            "VERSION \"C:\\\";\n", "CM_ \"C:\\\";\n", "VAL_TABLE_ T 0 \"a\\\" ;\n",
            "BA_DEF_ BO_ \"E\" ENUM \"a\",\"b\\\";\n",
        ]
    )
    func backslash(section: String) {
        for following in ["", "BU_: A\n", "// comment\nCM_ \"x\";\n", "NEW_ 1;\n"] {
            let database = read(section + following)
            #expect(DatabaseWriter.text(of: database).contains("\\\""))
            #expect(read(DatabaseWriter.text(of: database)) == database, "\(following)")
        }
    }

    @Test("a text comment of a statement that is lost goes to the end of the file")
    func orphans() {
        let database = read("BU_: A\n// kept\nCM_ BO_ 999 \"lost\";\nBO_ 1 M: 8 A\n")
        #expect(database.textComments == ["": [TextComment(text: "// kept", place: .above)]])
        let text = DatabaseWriter.text(of: database)
        #expect(text.hasSuffix("\n\n// kept\n"))
        #expect(read(text) == database)
    }

    @Test(
        "a kept section is closed once, whatever string it ends in",
        arguments: [
            "NEW_ 4 Things \";\nBU_: A\n", "NEW_ \\\"x : 1;\n", "FILTER 1 \"a;\n",
            "NEW_ \"C:\\\";\nBU_: A\n",
        ]
    )
    func unclosedKeptSection(text: String) {
        let database = read(text)
        #expect(database.keptSections.count + database.filters.count == 1)
        #expect(read(DatabaseWriter.text(of: database)) == database)
    }

    @Test("a long name without a definition of its attribute gets one")
    func longNameDefinition() throws {
        var database = Database()
        var message = Message(rawID: 1, name: "Long", length: 8)
        message.shortName = "Short"
        database.messages = [message]
        let again = read(DatabaseWriter.text(of: database))
        #expect(again.messages == database.messages)
        #expect(again.definition(of: "SystemMessageLongSymbol", for: .message)?.type == .string)
    }

    @Test("generated databases are read back equal", arguments: 0..<60 as Range<UInt64>)
    func generated(seed: UInt64) {
        var generator = DatabaseGenerator(seed: seed)
        let database = generator.database()
        let text = DatabaseWriter.text(of: database)
        let again = read(text)
        #expect(again == database)
        #expect(DatabaseWriter.text(of: again) == text)
    }

    @Test(
        "a damaged file, once read, is written and read back equal",
        arguments: 0..<120 as Range<UInt64>
    )
    func damaged(seed: UInt64) {
        let once = read(DamagedText.bytes(of: Array(everyConstruct.utf8), seed: seed))
        let again = read(DatabaseWriter.bytes(of: once))
        #expect(again == once)
    }
}
