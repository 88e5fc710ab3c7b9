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
