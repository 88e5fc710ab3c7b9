import DBC
import FoundationEssentials
import SignalCodec
import Testing

/// For each rule a file that breaks it once, and one that keeps it.
struct LintExample: Sendable, CustomTestStringConvertible {
    var rule: String
    /// The line that the finding must name.
    var line: Int
    var wrong: String
    var right: String

    var testDescription: String { rule }

    init(_ rule: String, line: Int, wrong: String, right: String) {
        self.rule = rule
        self.line = line
        self.wrong = wrong
        self.right = right
    }

    /// An example in signal lines, which stand from line 4 on, and sections behind them.
    init(
        _ rule: String,
        line: Int,
        wrong: [String],
        _ wrongSections: String = "",
        right: [String],
        _ rightSections: String = ""
    ) {
        func text(_ lines: [String], _ sections: String) -> String {
            "VERSION \"\"\nBU_: A B\nBO_ 256 Message: 8 A\n" + lines.map { " SG_ \($0)\n" }.joined()
                + sections + "\n"
        }
        self.init(
            rule,
            line: line,
            wrong: text(wrong, wrongSections),
            right: text(right, rightSections)
        )
    }

    private static let plain = "S : 0|8@1+ (1,0) [0|0] \"\" B"
    private static let sendType =
        "BA_DEF_ BO_ \"GenMsgSendType\" ENUM \"Cyclic\",\"Event\";\n"
        + "BA_DEF_ BO_ \"GenMsgCycleTime\" INT 0 100;\nBA_ \"GenMsgSendType\" BO_ 256 0;\n"
    private static let protection =
        "BA_DEF_ BO_ \"E2EProfile\" ENUM \"None\",\"AxleCRC8\";\n"
        + "BA_DEF_ BO_ \"E2EChecksumSignal\" STRING;\nBA_DEF_ BO_ \"E2ECounterSignal\" STRING;\n"
        + "BA_ \"E2EProfile\" BO_ 256 1;\n"

    static let all: [LintExample] = [
        LintExample(
            "overlapping-signals",
            line: 6,
            wrong: [
                "M M : 0|8@1+ (1,0) [0|0] \"\" B", "A m1 : 8|8@1+ (1,0) [0|0] \"\" B",
                "C : 15|2@0+ (1,0) [0|0] \"\" B", "D m2 : 16|8@1+ (1,0) [0|0] \"\" B",
            ],
            right: [
                "M M : 0|8@1+ (1,0) [0|0] \"\" B", "A m1 : 8|8@1+ (1,0) [0|0] \"\" B",
                "C m2 : 15|2@0+ (1,0) [0|0] \"\" B", "D : 23|8@0+ (1,0) [0|0] \"\" B",
            ]
        ),
        LintExample(
            "signal-past-frame",
            line: 4,
            wrong: ["S : 57|8@1+ (1,0) [0|0] \"\" B"],
            right: ["S : 63|8@0+ (1,0) [0|0] \"\" B"]
        ),
        LintExample(
            "signal-length",
            line: 2,
            wrong: "BO_ 1 M: 8 A\n SG_ S : 0|65@1+ (1,0) [0|0] \"\" A\n",
            right: "BO_ 1 M: 64 A\n SG_ S : 0|65@1+ (1,0) [0|0] \"\" A\n"
        ),
        LintExample(
            "float-length",
            line: 4,
            wrong: ["S : 0|32@1- (1,0) [0|0] \"\" B"],
            "SIG_VALTYPE_ 256 S : 2;",
            right: ["S : 0|32@1- (1,0) [0|0] \"\" B"],
            "SIG_VALTYPE_ 256 S : 1;"
        ),
        LintExample(
            "duplicate-message-name",
            line: 2,
            wrong: "BO_ 1 M: 0 A\nBO_ 2 M: 0 A\n",
            right: "BO_ 1 M: 0 A\nBO_ 2 N: 0 A\n"
        ),
        LintExample(
            "duplicate-message-identifier",
            line: 2,
            wrong: "BO_ 4096 M: 0 A\nBO_ 2147487744 N: 0 A\n",
            right: "BO_ 256 M: 0 A\nBO_ 2147483904 N: 0 A\n"
        ),
        LintExample(
            "duplicate-signal-name",
            line: 5,
            wrong: [plain, "S : 8|8@1+ (1,0) [0|0] \"\" B"],
            right: [plain, "T : 8|8@1+ (1,0) [0|0] \"\" B"]
        ),
        LintExample(
            "duplicate-value-table",
            line: 2,
            wrong: "VAL_TABLE_ T 0 \"a\" ;\nVAL_TABLE_ T 1 \"b\" ;\n",
            right: "VAL_TABLE_ T 0 \"a\" ;\nVAL_TABLE_ U 1 \"b\" ;\n"
        ),
        LintExample(
            "confusable-names",
            line: 5,
            wrong: [plain, "s : 8|8@1+ (1,0) [0|0] \"\" B"],
            right: [plain, "S : 8|8@1+ (1,0) [0|0] \"\" B"]
        ),
        LintExample(
            "zero-factor",
            line: 4,
            wrong: ["S : 0|8@1+ (0,1) [0|0] \"\" B"],
            right: ["S : 0|8@1+ (1e-9,0) [0|0] \"\" B"]
        ),
        LintExample(
            "not-a-number",
            line: 4,
            wrong: ["S : 0|8@1+ (1,inf) [0|0] \"\" B"],
            right: ["S : 0|8@1+ (1,1e300) [0|0] \"\" B"]
        ),
        LintExample(
            "reversed-limits",
            line: 4,
            wrong: ["S : 0|8@1+ (1,0) [2|1] \"\" B"],
            right: ["S : 0|8@1+ (1,0) [1|1] \"\" B"]
        ),
        LintExample(
            "unreachable-limits",
            line: 4,
            wrong: ["S : 0|8@1- (0.5,10) [-54|74] \"\" B"],
            right: ["S : 0|8@1- (0.5,10) [-54|73.5] \"\" B"]
        ),
        LintExample(
            "unknown-sender",
            line: 2,
            wrong: "BU_: A\nBO_ 1 M: 0 Ghost\n",
            right: "BU_: A\nBO_ 1 M: 0 A\nBO_ 2 N: 0 Vector__XXX\n"
        ),
        LintExample(
            "unknown-receiver",
            line: 4,
            wrong: ["S : 0|8@1+ (1,0) [0|0] \"\" B,Ghost"],
            right: ["S : 0|8@1+ (1,0) [0|0] \"\" Vector__XXX"]
        ),
        LintExample(
            "sender-receives-itself",
            line: 4,
            wrong: ["S : 0|8@1+ (1,0) [0|0] \"\" A,B"],
            right: ["S : 0|8@1+ (1,0) [0|0] \"\" A,B"],
            "BO_TX_BU_ 256 : A,B;"
        ),
        LintExample(
            "unknown-variable-node",
            line: 2,
            wrong: "BU_: A\nEV_ V: 0 [0|1] \"\" 0 1 DUMMY_NODE_VECTOR0 Ghost;\n",
            right: "BU_: A\nEV_ V: 0 [0|1] \"\" 0 1 DUMMY_NODE_VECTOR0 A;\n"
        ),
        LintExample(
            "unused-node",
            line: 1,
            wrong: "BU_: A B\nBO_ 1 M: 0 A\n",
            right: "BU_: A B\nBO_ 1 M: 0 A\nCM_ BU_ B \"listens to all\";\n"
        ),
        LintExample(
            "missing-cycle-time",
            line: 3,
            wrong: [plain],
            sendType,
            right: [plain],
            sendType + "BA_ \"GenMsgCycleTime\" BO_ 256 10;"
        ),
        LintExample(
            "unknown-unit",
            line: 4,
            wrong: ["S : 0|8@1+ (1,0) [0|0] \"fortnights\" B"],
            right: [
                "S : 0|8@1+ (1,0) [0|0] \"m/s^2\" B", "T : 8|8@1+ (1,0) [0|0] \"kWh/100km\" B",
                "U : 16|8@1+ (1,0) [0|0] \"°C\" B", "V : 24|8@1+ (1,0) [0|0] \"mOhm\" B",
                "W : 32|8@1+ (1,0) [0|0] \"1/min\" B", "X : 40|8@1+ (1,0) [0|0] \"µg\" B",
            ]
        ),
        LintExample(
            "incomplete-protection",
            line: 3,
            wrong: [plain, "T : 8|4@1+ (1,0) [0|0] \"\" B"],
            protection + "BA_ \"E2EChecksumSignal\" BO_ 256 \"S\";",
            right: [plain, "T : 8|4@1+ (1,0) [0|0] \"\" B"],
            protection
                + "BA_ \"E2EChecksumSignal\" BO_ 256 \"S\";\nBA_ \"E2ECounterSignal\" BO_ 256 \"T\";"
        ),
        LintExample(
            "attribute-outside-definition",
            line: 2,
            wrong: "BA_DEF_ \"X\" INT 0 5;\nBA_ \"X\" 6;\n",
            right: "BA_DEF_ \"X\" INT 0 5;\nBA_ \"X\" 5;\n"
        ),
        LintExample(
            "undefined-attribute",
            line: 2,
            wrong: "BA_DEF_ BO_ \"X\" INT 0 5;\nBA_ \"X\" 5;\n",
            right: "BA_DEF_ \"X\" INT 0 5;\nBA_ \"X\" 5;\n"
        ),
        LintExample(
            "missing-default",
            line: 1,
            wrong: "BA_DEF_ \"X\" INT 0 5;\n",
            right: "BA_DEF_ \"X\" INT 0 5;\nBA_DEF_DEF_ \"X\" 0;\n"
        ),
        LintExample(
            "value-key-outside-range",
            line: 4,
            wrong: ["S : 0|2@1- (1,0) [0|0] \"\" B"],
            "VAL_ 256 S 4 \"a\" ;",
            right: ["S : 0|2@1- (1,0) [0|0] \"\" B", "T : 8|8@1+ (1,0) [0|0] \"\" B"],
            "VAL_ 256 S -2 \"a\" 3 \"b\" ;\nVAL_ 256 T -128 \"a\" 255 \"b\" ;"
        ),
        LintExample(
            "duplicate-label",
            line: 4,
            wrong: [plain],
            "VAL_ 256 S 1 \"a\" 2 \"a\" ;",
            right: [plain],
            "VAL_ 256 S 1 \"a\" 2 \"b\" ;"
        ),
        LintExample(
            "duplicate-value-key",
            line: 4,
            wrong: [plain],
            "VAL_ 256 S 1 \"a\" 1 \"b\" ;",
            right: [plain],
            "VAL_ 256 S 1 \"a\" 2 \"b\" ;"
        ),
        LintExample(
            "unused-value-table",
            line: 5,
            wrong: [plain],
            "VAL_TABLE_ T 0 \"a\" ;",
            right: [plain],
            "VAL_TABLE_ T 0 \"a\" ;\nVAL_ 256 S T ;"
        ),
        LintExample(
            "unknown-signal-type",
            line: 4,
            wrong: [plain],
            "SIG_TYPE_REF_ 256 S : T;",
            right: [plain],
            "SIG_TYPE_REF_ 256 S : T;\nSGTYPE_ T : 8@1+ (1,0) [0|0] \"\" 0,;"
        ),
        LintExample(
            "unknown-value-table",
            line: 1,
            wrong: "SGTYPE_ T : 8@1+ (1,0) [0|0] \"\" 0, Ghost;\n",
            right: "SGTYPE_ T : 8@1+ (1,0) [0|0] \"\" 0, Here;\nVAL_TABLE_ Here 0 \"a\" ;\n"
        ),
        LintExample(
            "signal-type-mismatch",
            line: 4,
            wrong: [plain],
            "SIG_TYPE_REF_ 256 S : T;\nSGTYPE_ T : 9@1+ (1,0) [0|0] \"\" 0,;",
            right: [plain],
            "SIG_TYPE_REF_ 256 S : T;\nSGTYPE_ T : 8@1+ (1,0) [0|0] \"\" 0,;"
        ),
        LintExample(
            "multiplexor-without-signals",
            line: 4,
            wrong: ["S M : 0|8@1+ (1,0) [0|0] \"\" B"],
            right: ["S M : 0|8@1+ (1,0) [0|0] \"\" B", "T m1 : 8|8@1+ (1,0) [0|0] \"\" B"]
        ),
        LintExample(
            "multiplexed-without-multiplexor",
            line: 4,
            wrong: ["T m1 : 8|8@1+ (1,0) [0|0] \"\" B"],
            right: ["T m1 : 8|8@1+ (1,0) [0|0] \"\" B", "S M : 0|8@1+ (1,0) [0|0] \"\" B"]
        ),
        LintExample(
            "several-multiplexors",
            line: 6,
            wrong: [
                "S M : 0|8@1+ (1,0) [0|0] \"\" B", "T M : 8|8@1+ (1,0) [0|0] \"\" B",
                "U m1 : 16|8@1+ (1,0) [0|0] \"\" B",
            ],
            right: [
                "S M : 0|8@1+ (1,0) [0|0] \"\" B", "T M : 8|8@1+ (1,0) [0|0] \"\" B",
                "U m1 : 16|8@1+ (1,0) [0|0] \"\" B",
            ],
            "SG_MUL_VAL_ 256 U T 1-1;"
        ),
        LintExample(
            "multiplexor-loop",
            line: 4,
            wrong: ["S m0M : 0|8@1+ (1,0) [0|0] \"\" B"],
            "SG_MUL_VAL_ 256 S S 0-0;",
            right: ["S m0M : 0|8@1+ (1,0) [0|0] \"\" B", "T M : 8|8@1+ (1,0) [0|0] \"\" B"],
            "SG_MUL_VAL_ 256 S T 0-0;"
        ),
        LintExample(
            "multiplexor-not-marked",
            line: 5,
            wrong: ["S m0 : 0|8@1+ (1,0) [0|0] \"\" B", "T : 8|8@1+ (1,0) [0|0] \"\" B"],
            "SG_MUL_VAL_ 256 S T 0-0;",
            right: ["S m0 : 0|8@1+ (1,0) [0|0] \"\" B", "T M : 8|8@1+ (1,0) [0|0] \"\" B"],
            "SG_MUL_VAL_ 256 S T 0-0;"
        ),
        LintExample(
            "unreachable-multiplex-value",
            line: 5,
            wrong: ["S M : 0|2@1+ (1,0) [0|0] \"\" B", "T m4 : 8|8@1+ (1,0) [0|0] \"\" B"],
            right: ["S M : 0|2@1+ (1,0) [0|0] \"\" B", "T m3 : 8|8@1+ (1,0) [0|0] \"\" B"]
        ),
        LintExample(
            "contradicting-multiplex-value",
            line: 5,
            wrong: ["S M : 0|8@1+ (1,0) [0|0] \"\" B", "T m4 : 8|8@1+ (1,0) [0|0] \"\" B"],
            "SG_MUL_VAL_ 256 T S 0-3;",
            right: ["S M : 0|8@1+ (1,0) [0|0] \"\" B", "T m3 : 8|8@1+ (1,0) [0|0] \"\" B"],
            "SG_MUL_VAL_ 256 T S 0-3;"
        ),
        LintExample(
            "empty-message",
            line: 1,
            wrong: "BO_ 1 M: 8 A\n",
            right: "BO_ 1 M: 8 A\nCM_ BO_ 1 \"content not known\";\nBO_ 2 N: 0 A\n"
        ),
        LintExample(
            "invalid-identifier",
            line: 1,
            wrong: "BO_ 1610612736 M: 0 A\n",
            right: "BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 A\n"
        ),
        LintExample(
            "missing-extended-bit",
            line: 1,
            wrong: "BO_ 2048 M: 0 A\n",
            right: "BO_ 2047 M: 0 A\nBO_ 2147485696 N: 0 A\n"
        ),
        LintExample(
            "mixed-byte-order",
            line: 5,
            wrong: ["S : 7|16@0+ (1,0) [0|0] \"\" B", "T : 16|16@1+ (1,0) [0|0] \"\" B"],
            right: ["S : 7|16@0+ (1,0) [0|0] \"\" B", "T : 16|8@1+ (1,0) [0|0] \"\" B"]
        ),
        LintExample(
            "invalid-length",
            line: 1,
            wrong: "BO_ 1 M: 9 A\n",
            right: "BO_ 1 M: 64 A\nBO_ 2 N: 1785 A\nBA_DEF_ \"ProtocolType\" STRING;\n"
                + "BA_ \"ProtocolType\" \"J1939\";\n"
        ),
        LintExample(
            "frame-format-mismatch",
            line: 1,
            wrong:
                "BO_ 1 M: 0 A\nBA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"ExtendedCAN\";\n"
                + "BA_ \"VFrameFormat\" BO_ 1 1;\n",
            right:
                "BO_ 1 M: 0 A\nBA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"ExtendedCAN\";\n"
                + "BA_ \"VFrameFormat\" BO_ 1 0;\n"
        ),
        LintExample(
            "overlong-name",
            line: 1,
            wrong: "BO_ 1 \(String(repeating: "n", count: 33)): 0 A\n",
            right: "BO_ 1 M: 0 A\nBA_DEF_ BO_ \"SystemMessageLongSymbol\" STRING;\n"
                + "BA_ \"SystemMessageLongSymbol\" BO_ 1 \"\(String(repeating: "n", count: 33))\";\n"
        ),
        LintExample(
            "invalid-name",
            line: 1,
            wrong: "BO_ 1 2017_5: 0 A\n",
            right: "BO_ 1 M2017_5: 0 A\n"
        ),
        LintExample(
            "start-value-outside-range",
            line: 4,
            wrong: [plain],
            "BA_DEF_ SG_ \"GenSigStartValue\" INT 0 0;\nBA_ \"GenSigStartValue\" SG_ 256 S 256;",
            right: [plain],
            "BA_DEF_ SG_ \"GenSigStartValue\" INT 0 0;\nBA_ \"GenSigStartValue\" SG_ 256 S 255;"
        ),
        LintExample(
            "unknown-group-signal",
            line: 3,
            wrong: [plain],
            "SIG_GROUP_ 256 G 1 : S Ghost;",
            right: [plain],
            "SIG_GROUP_ 256 G 1 : S;"
        ),
        LintExample(
            "unknown-relation",
            line: 3,
            wrong: "BO_ 1 M: 0 A\nBA_DEF_REL_ BU_BO_REL_ \"R\" INT 0 5;\n"
                + "BA_REL_ \"R\" BU_BO_REL_ Ghost 1 2;\n",
            right: "BO_ 1 M: 0 A\nBU_: A\nBA_DEF_REL_ BU_BO_REL_ \"R\" INT 0 5;\n"
                + "BA_REL_ \"R\" BU_BO_REL_ A 1 2;\n"
        ),
        LintExample(
            "signed-bit",
            line: 4,
            wrong: ["S : 0|1@1- (1,0) [0|0] \"\" B"],
            right: ["S : 0|1@1+ (1,0) [0|0] \"\" B"]
        ),
    ]
}

@Suite struct LintTests {
    private func findings(_ text: String, _ rule: LintRule) -> [Finding] {
        DBCReader.parse(bytes: Array(text.utf8), file: "lint.dbc").0.lint(rules: [rule])
    }

    @Test(
        "a rule finds what breaks it, where it stands, and nothing else",
        arguments: LintExample.all
    )
    func example(example: LintExample) throws {
        let rule = try #require(LintRule.named(example.rule))
        let found = findings(example.wrong, rule)
        #expect(found.map(\.position.line) == [example.line], "\(found)")
        let finding = try #require(found.first)
        #expect(finding.rule == rule.name)
        #expect(finding.severity == rule.severity)
        #expect(finding.description.hasPrefix("lint.dbc:\(example.line):"))
        #expect(finding.description.hasSuffix("[\(rule.name)]"))
        #expect(findings(example.right, rule).isEmpty, "\(findings(example.right, rule))")
    }

    @Test("every rule has an example, a name of its own in kebab-case, and one sentence")
    func rules() {
        // A node cannot be listed twice in what was read; its rule has a test of its own.
        let names = Set(LintExample.all.map(\.rule)).union(["duplicate-node"])
        #expect(Set(LintRule.all.map(\.name)) == names)
        #expect(names.count == LintRule.all.count)
        for rule in LintRule.all {
            #expect(rule.name.allSatisfy { $0.isLowercase || $0 == "-" }, "\(rule.name)")
            #expect(rule.summary.hasSuffix(".") && !rule.summary.dropLast().contains(". "))
        }
        #expect(LintRule.all.map(\.name) == LintRule.all.map(\.name).sorted())
        #expect(LintRule.named("no-such-rule") == nil)
    }

    @Test("a node that a program lists twice is found")
    func duplicateNode() throws {
        var database = Database()
        database.nodes = [Node(name: "A"), Node(name: "B"), Node(name: "A")]
        let rule = try #require(LintRule.named("duplicate-node"))
        #expect(database.lint(rules: [rule]).map(\.message) == ["the node A is listed twice"])
        database.nodes.removeLast()
        #expect(database.lint(rules: [rule]).isEmpty)
    }

    @Test(
        "protection whose signals are missing, signed or multiplexed is found",
        arguments: [
            ("\"Ghost\"", "is none of its signals"), ("\"Signed\"", "unsigned and in every frame"),
            ("\"Some\"", "unsigned and in every frame"), ("\"\"", "but no E2ECounterSignal"),
        ]
    )
    func protection(counter: String, message: String) throws {
        let text = """
            BO_ 256 Message: 8 A
             SG_ CRC : 0|8@1+ (1,0) [0|0] "" B
             SG_ Signed : 8|4@1- (1,0) [0|0] "" B
             SG_ M M : 16|4@1+ (1,0) [0|0] "" B
             SG_ Some m1 : 24|4@1+ (1,0) [0|0] "" B
            BA_DEF_ BO_ "E2EProfile" ENUM "None","AxleCRC8";
            BA_DEF_ BO_ "E2EChecksumSignal" STRING;
            BA_DEF_ BO_ "E2ECounterSignal" STRING;
            BA_ "E2EProfile" BO_ 256 1;
            BA_ "E2EChecksumSignal" BO_ 256 "CRC";
            BA_ "E2ECounterSignal" BO_ 256 \(counter);
            """
        let rule = try #require(LintRule.named("incomplete-protection"))
        let found = findings(text, rule)
        #expect(found.count == 1)
        #expect(found.first?.message.contains(message) == true, "\(found)")
    }

    @Test(
        "an attribute's value is held against its definition, whatever its type",
        arguments: [
            ("FLOAT -1 1", "1.5", false), ("FLOAT 0 0", "1e9", true), ("INT 0 0", "-7", true),
            ("INT 0 9", "1.5", false), ("INT 0 9", "\"x\"", false), ("STRING", "5", false),
            ("ENUM \"a\",\"b\"", "2", false), ("ENUM \"a\",\"b\"", "\"c\"", false),
            ("ENUM \"a\",\"b\"", "\"b\"", true), ("HEX 0 255", "255", true),
            ("STRING", "\"\"", true),
        ] as [(String, String, Bool)]
    )
    func attributes(type: String, value: String, isRight: Bool) throws {
        let rule = try #require(LintRule.named("attribute-outside-definition"))
        let set = findings("BA_DEF_ \"X\" \(type);\nBA_ \"X\" \(value);\n", rule)
        #expect(set.isEmpty == isRight, "\(set)")
        let standard = findings("BA_DEF_ \"X\" \(type);\nBA_DEF_DEF_ \"X\" \(value);\n", rule)
        #expect(standard.isEmpty == isRight, "\(standard)")
    }

    @Test("overlaps respect nested multiplexing and both byte orders")
    func overlaps() throws {
        let rule = try #require(LintRule.named("overlapping-signals"))
        let nested = """
            BO_ 1 M: 8 A
             SG_ Outer M : 0|8@1+ (1,0) [0|0] "" A
             SG_ Inner m1M : 8|8@1+ (1,0) [0|0] "" A
             SG_ Deep m1 : 16|8@1+ (1,0) [0|0] "" A
             SG_ Other m2 : 8|16@1+ (1,0) [0|0] "" A
             SG_ Beside m3 : 23|8@0+ (1,0) [0|0] "" A
             SG_ Same m4 : 23|8@0+ (1,0) [0|0] "" A
            SG_MUL_VAL_ 1 Inner Outer 1-1;
            SG_MUL_VAL_ 1 Deep Inner 0-5;
            SG_MUL_VAL_ 1 Other Outer 2-9;
            SG_MUL_VAL_ 1 Beside Inner 6-7;
            SG_MUL_VAL_ 1 Same Inner 5-6;
            """
        // Same shares Inner = 5 with Deep; Other meets none of Outer = 1.
        #expect(findings(nested, rule).map(\.position.line) == [7])
    }

    @Test("-1 and 255 are one value of 8 bits, and two of 16, whatever the sign")
    func duplicateKeys() throws {
        let rule = try #require(LintRule.named("duplicate-value-key"))
        func text(_ form: String, _ values: String) -> String {
            "VAL_TABLE_ T -1 \"a\" 255 \"b\" ;\nBO_ 1 M: 8 A\n SG_ S : 0|\(form) (1,0) [0|0] \"\" A\n"
                + "VAL_ 1 S \(values) ;\n"
        }
        for values in ["-1 \"a\" 255 \"b\"", "255 \"a\" -1 \"b\"", "T"] {
            for form in ["8@1+", "8@1-"] {
                let found = findings(text(form, values), rule)
                #expect(found.map(\.position.line) == [3])
                #expect(found.first?.message.contains("one value of its 8 bits") == true)
            }
            #expect(findings(text("16@1+", values), rule).isEmpty)
        }
    }

    @Test("the documentation has a row for each rule, with its severity and its sentence")
    func documentation() throws {
        let path = packageRoot.path + "/docs/databases.md"
        let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter {
            $0.hasPrefix("| `")
        }
        let rules = rows.filter { !$0.hasPrefix("| `axlectl") }.map(String.init)
        #expect(
            rules
                == LintRule.all.map { "| `\($0.name)` | \($0.severity.rawValue) | \($0.summary) |" }
        )
    }

    @Test("findings come in the order of the file, and are counted where there are too many")
    func order() {
        var database = Database()
        for number in (0..<1_500).reversed() {
            database.messages.append(
                Message(
                    rawID: UInt32(number),
                    name: "M\(number)",
                    length: 9,
                    position: SourcePosition(line: number + 1, column: 1)
                )
            )
        }
        let found = database.lint(rules: LintRule.all.filter { $0.name == "invalid-length" })
        #expect(found.count == 1_001)
        #expect(found.map(\.position.line) == found.map(\.position.line).sorted())
        #expect(found.contains { $0.message == "500 more of this rule are left out" })
    }

    @Test("nothing is wrong with the shipped databases", arguments: ShippedDatabaseTests.names)
    func shippedDatabases(name: String) throws {
        let (database, diagnostics) = try DBCReader.read(
            path: packageRoot.path + "/DBC/\(name).dbc"
        )
        #expect(diagnostics.isEmpty)
        #expect(database.lint().isEmpty, "\(database.lint())")
    }
}
