import DBC
import FoundationEssentials
import SignalCodec
import Testing

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
