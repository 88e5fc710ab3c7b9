import DBC
import Testing

@Suite struct HostileFileTests {
    private static let whole = Array(everyConstruct.utf8)

    /// More diagnostics than one stage of reading gives there never are, with the one that counts the rest.
    private static let mostDiagnostics = 2 * 1_001

    @Test("a file cut anywhere is read without a crash, and written and read again it is equal")
    func cut() {
        for length in 0...Self.whole.count {
            let (database, found) = DBCReader.parse(
                bytes: Array(Self.whole.prefix(length)),
                file: "cut"
            )
            // Where a string is cut, the line in it that looks like a message is one.
            #expect(database.messages.count <= 4)
            #expect(found.count < 100)
            guard length % 16 == 0 else { continue }
            let written = DatabaseWriter.bytes(of: database)
            #expect(DBCReader.parse(bytes: written, file: "again").0 == database, "\(length)")
        }
    }

    @Test(
        "a damaged file is read, compiled and checked without a crash",
        arguments: 0..<200 as Range<UInt64>
    )
    func damaged(seed: UInt64) {
        let loaded = Loaded(bytes: DamagedText.bytes(of: Self.whole, seed: seed))
        #expect(loaded.diagnostics.count <= Self.mostDiagnostics)
        #expect(loaded.database.lint().count < 1_000)
    }

    @Test(
        "a text made to be slow is read at once, and its diagnostics are bounded",
        .timeLimit(.minutes(2)),
        arguments: [
            "\\\"", "\"", "/*", "BO_ 1 M: 8 A\n", " SG_ ", "CM_ \"", "BU_: A\n", "(", "-inf",
            "\\\";\n", "NS_ :\n", "VAL_ 1 A ", "\u{FEFF}", "BA_DEF_ ", "SG_MUL_VAL_ 1 A B 0-",
            "//\n", "/**/", "BU_: //\n", "NEW_ ;\n", "NEW_ ", "x", "\n", "EV_ A: 0 [", "a ", "1 ",
            "BA_DEF_ \"A\" INT 0 1;\n", " SG_ A : 0|8@1+ (1,0) [0|0] \"\" A\n",
            "VAL_ 1 A 0 \"a\" ;\n",
            "CAT_DEF_ 1 A 1;\n", "\\\";          \n",
        ]
    )
    func repeated(piece: String) {
        let text =
            "BO_ 1 M: 8 A\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" A\n"
            + String(repeating: piece, count: 20_000)
        let (_, found) = DBCReader.parse(bytes: Array(text.utf8), file: "slow")
        #expect(found.count <= 1_001)
    }

    @Test("megabytes of random bytes are read, and the diagnostics say how many are left out")
    func garbage() throws {
        var state: UInt64 = 7
        #if DEBUG
        let length = 1 << 20
        #else
        let length = 10 << 20
        #endif
        let bytes = (0..<length).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let (database, found) = DBCReader.parse(bytes: bytes, file: "garbage")
        #expect(database.messages.isEmpty)
        #expect(found.count <= 1_001)
        let lines = "BU_: A\n" + String(repeating: "CM_ x;\n", count: 5_000)
        let last = try #require(DBCReader.parse(bytes: Array(lines.utf8), file: "x").1.last)
        #expect(last.message.hasPrefix("4000 more diagnostics are left out"))
        #expect(last.line == 1_002)
    }

    @Test("an error beyond the diagnostics that are kept makes their last one an error")
    func errorLeftOut() throws {
        let text = String(repeating: "CM_ x;\n", count: 1_500) + "BO_ 1 M 8 A\n"
        let found = DBCReader.parse(bytes: Array(text.utf8), file: "x").1
        #expect(found.count == 1_001)
        #expect(found.dropLast().allSatisfy { $0.severity == .warning })
        #expect(found.last?.severity == .error)
    }

    @Test("multiplexors that select each other a thousand deep are reported, not followed for ever")
    func deepNesting() {
        var lines = ["S0 M : 0|8@1+ (1,0) [0|0] \"\" B"]
        var sections = ""
        for level in 1...1_000 {
            lines.append("S\(level) m0M : 0|8@1+ (1,0) [0|0] \"\" B")
            sections += "SG_MUL_VAL_ 256 S\(level) S\(level - 1) 0-0;\n"
        }
        let text =
            "BO_ 256 M: 8 A\n" + lines.map { " SG_ \($0)\n" }.joined() + sections
            + String(repeating: "(", count: 10_000)
        let loaded = Loaded(text)
        #expect(!loaded.errors.isEmpty)
        #expect(loaded.database.lint(rules: LintRule.all).count > 900)
    }

    @Test("numbers beyond every range are mistakes, not traps")
    func hugeNumbers() {
        let huge = "99999999999999999999999999999999999999999"
        let loaded = Loaded(
            message(
                "A : \(huge)|8@1+ (1,0) [0|0] \"\" B",
                "C : 0|\(huge)@1+ (1,0) [0|0] \"\" B",
                "D : 9223372036854775807|9223372036854775807@1+ (1,0) [0|0] \"\" B",
                "E m\(huge) : 0|8@1+ (1,0) [0|0] \"\" B",
                "F : 0|8@1+ (1e999,-1e999) [0|0] \"\" B",
                sections: """
                    BO_ \(huge) X: 8 A
                    BO_ 4294967295 Y: 8 A
                    VAL_ 256 F \(huge) "x" ;
                    SG_MUL_VAL_ 256 F A 0-\(huge);
                    BA_DEF_ BO_ "GenMsgCycleTime" INT 0 1;
                    BA_ "GenMsgCycleTime" BO_ 256 1e30;
                    """
            )
        )
        #expect(loaded.errors.count >= 5)
        #expect(loaded.compiled.messages.first?.cycleTime == nil)
        #expect(!loaded.database.lint().isEmpty)
    }
}
