import Foundation
import Testing

extension RunningPrograms {
    /// `axlectl dbc check`, `show` and `list`.
    @Suite struct DatabaseCommandTests {
        private let folder: TestFolder
        private let database: String

        init() throws {
            folder = try TestFolder()
            database = try SmallDatabase.write(in: folder)
        }

        // MARK: - check

        @Test("the shipped databases have nothing to complain of")
        func shipped() async throws {
            let names = ["leaf-ev", "leaf-car", "axle-bench"]
            let checked = try await ToolOutcome.of(
                ["dbc", "check", "--strict"] + names.map { "DBC/\($0).dbc" }
            )
            #expect(checked.status == 0)
            #expect(checked.lines.count == names.count, "\(checked.output)")
            #expect(checked.lines.allSatisfy { $0.hasSuffix(", 0 errors, 0 warnings, 0 remarks") })
            #expect(checked.errors.isEmpty)
        }

        @Test("an error has its place in the file and the exit status 1")
        func errors() async throws {
            let broken = SmallDatabase.text.replacing("6 ECU", with: "six ECU")
            let path = try folder.write(broken, to: "broken.dbc")
            let checked = try await ToolOutcome.of(["dbc", "check", path])
            #expect(checked.status == 1)
            #expect(checked.output.contains("\(path):4:16: error: "), "\(checked.output)")
        }

        @Test("a warning counts as an error only with --strict")
        func warnings() async throws {
            let doubtful = SmallDatabase.text + "BA_ \"Undefined\" BO_ 256 1;\n"
            let path = try folder.write(doubtful, to: "doubtful.dbc")
            let checked = try await ToolOutcome.of(["dbc", "check", path])
            #expect(checked.status == 0)
            #expect(checked.output.contains(": warning: "), "\(checked.output)")
            #expect(try await ToolOutcome.of(["dbc", "check", "--strict", path]).status == 1)
        }

        @Test("of several files each is checked, and the worst decides")
        func several() async throws {
            let none = folder.file("none.dbc")
            let checked = try await ToolOutcome.of(["dbc", "check", none, database, folder.path])
            #expect(checked.status == 2)
            #expect(checked.errors.contains(none))
            #expect(checked.errors.contains("is not a regular file"))
            #expect(checked.lines.last?.hasPrefix("\(database): 2 messages, 7 signals, ") == true)
        }

        @Test("JSON has one object for each diagnostic and one for the file")
        func checkJSON() async throws {
            let doubtful = SmallDatabase.text + "BA_ \"Undefined\" BO_ 256 1;\n"
            let path = try folder.write(doubtful, to: "doubtful.dbc")
            let checked = try await ToolOutcome.of(["dbc", "check", "--json", path])
            let objects = try checked.lines.map { try Answer($0) }
            let total = try #require(objects.last)
            #expect(total["file"] == path)
            #expect(total["messages"] == 2)
            #expect(total["signals"] == 7)
            #expect(total["errors"] == 0)
            #expect(total["warnings"] == objects.count { $0["severity"] == "warning" })
            let first = try #require(objects.first { $0["rule"] == "undefined-attribute" })
            #expect(first["severity"] == "warning")
            #expect(first["line"] == 19)
            #expect(first["column"] == 5)
        }

        @Test("JSON has an object also for a file that cannot be read")
        func checkJSONUnreadable() async throws {
            let none = folder.file("none.dbc")
            let checked = try await ToolOutcome.of(["dbc", "check", "--json", none, database])
            #expect(checked.status == 2)
            let objects = try checked.lines.map { try Answer($0) }
            #expect(objects.first?["file"] == none)
            #expect(objects.first?["error"] == "\(none): cannot be read: no such file")
            #expect(objects.last?["messages"] == 2)
            #expect(checked.errors.contains("\(none): cannot be read"))
        }

        @Test(
            "what the reader and a rule both object to is said and counted once, by the rule",
            arguments: [
                ("undefined-attribute", "BA_ \"Undefined\" BO_ 256 1;"),
                ("duplicate-message-identifier", "BO_ 256 Again: 6 ECU"),
                ("duplicate-label", "VAL_ 256 Page 1 \"a\" 2 \"a\" ;"),
                ("unknown-signal-type", "SIG_TYPE_REF_ 256 Page : Ghost;"),
                ("attribute-outside-definition", "BA_ \"GenMsgCycleTime\" BO_ 2566848512 \"x\";"),
                (
                    "attribute-outside-definition",
                    "BA_DEF_ BO_ \"D\" INT 0 1;\nBA_DEF_DEF_ \"D\" \"x\";"
                ),
                ("float-length", "SIG_VALTYPE_ 256 State : 1;"),
                ("duplicate-value-table", "VAL_TABLE_ T 0 \"a\" ;\nVAL_TABLE_ T 0 \"a\" ;"),
                (
                    "unknown-relation",
                    "BA_DEF_REL_ BU_BO_REL_ \"R\" INT 0 1;\nBA_REL_ \"R\" BU_BO_REL_ Ghost 256 1;"
                ),
                (
                    "duplicate-signal-name",
                    "BO_ 1 Two: 8 ECU\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" TOOL\n"
                        + " SG_ A : 8|8@1+ (1,0) [0|0] \"\" TOOL"
                ),
            ]
        )
        func once(rule: String, sections: String) async throws {
            let path = try folder.write(SmallDatabase.text + sections + "\n", to: "twice.dbc")
            let checked = try await ToolOutcome.of(["dbc", "check", path])
            #expect(checked.lines.count { $0.hasSuffix(" [\(rule)]") } == 1, "\(checked.output)")
            #expect(!checked.output.contains(" [syntax]"), "\(checked.output)")
        }

        @Test("each thing found is one line, whatever it quotes")
        func oneLine() async throws {
            let text = SmallDatabase.text + "BA_ \"Un\ndefined\t\u{1B}\" BO_ 256 1;\n"
            let path = try folder.write(text, to: "lines.dbc")
            let checked = try await ToolOutcome.of(["dbc", "check", path])
            #expect(checked.lines.allSatisfy { $0.hasPrefix("\(path):") }, "\(checked.output)")
            #expect(checked.output.contains(#"Un\ndefined\t\u{1B}"#), "\(checked.output)")
        }

        @Test("what is no database is never loaded in silence", arguments: WrongFile.allCases)
        func checkWrong(file: WrongFile) async throws {
            let path = try file.make(in: folder)
            let checked = try await ToolOutcome.of(["dbc", "check", path])
            switch file {
            case .missing: checked.expectRefusal(path, "no such file")
            case .folder: checked.expectRefusal(path, "is not a regular file")
            case .empty:
                #expect(checked.status == 1)
                #expect(checked.output.contains("\(path):1:1: error: this is no database"))
                #expect(checked.output.contains("\(path): 0 messages, 0 signals"))
            case .binary:
                #expect(checked.status == 1)
                #expect(checked.output.contains("\(path):1:2: error: "), "\(checked.output)")
            }
        }

        // MARK: - list

        @Test("list has a line for each message")
        func list() async throws {
            let listed = try await ToolOutcome.of(["dbc", "list", database])
            #expect(listed.status == 0)
            #expect(
                listed.output == """
                          id  name   bytes  cycle  sender  signals
                         100  Motor      6  20 ms  ECU           5
                    18FF0000  Large     16      -  ECU           2

                    """
            )
        }

        @Test("list as JSON")
        func listJSON() async throws {
            let listed = try await ToolOutcome.of(["dbc", "list", "--json", database])
            #expect(
                listed.lines == [
                    #"{"id":"100","extended":false,"name":"Motor","length":6,"cycle_ms":20,"#
                        + #""sender":"ECU","signals":5}"#,
                    #"{"id":"18FF0000","extended":true,"name":"Large","length":16,"#
                        + #""cycle_ms":null,"sender":"ECU","signals":2}"#,
                ]
            )
        }

        // MARK: - show

        @Test(
            "show finds a message by its name and by its number",
            arguments: ["Motor", "0x100", "256"]
        )
        func showByNumber(query: String) async throws {
            let shown = try await ToolOutcome.of(["dbc", "show", database, query])
            #expect(shown.status == 0)
            #expect(shown.lines.first?.hasPrefix("Motor ") == true)
            #expect(shown.lines.first?.hasSuffix("0x100  256  standard") == true)
        }

        @Test("eight digits, or DBC's number with bit 31, find an extended identifier")
        func showExtended() async throws {
            for query in ["0x18FF0000", "2566848512", "419364864"] {
                let shown = try await ToolOutcome.of(["dbc", "show", database, query])
                #expect(shown.lines.first?.hasPrefix("Large ") == true, "\(query)")
            }
            try await ToolOutcome.of(["dbc", "show", database, "0x00000100"])
                .expectRefusal("has no message 0x00000100")
        }

        @Test("show draws what is always there, and each page of a multiplexor")
        func drawing() async throws {
            let shown = try await ToolOutcome.of(["dbc", "show", "--ascii", database, "Motor"])
            #expect(
                shown.output == """
                    Motor                                                      0x100  256  standard
                    ===============================================================================
                    6 bytes | sent by ECU | every 20 ms

                    bit       7        6        5        4        3        2        1        0
                          +-----------------------------------------------------------------------+
                        0 |                            A Speed [11:4]                             |
                          |                                   +-----------------+-----------------+
                        1 |              A [3:0]              |   .        .    |     B State     |
                          +-----------------------------------+-----------------+-----------------+
                        2 |   .        .        .        .    |              C Page               |
                          +-----------------------------------+-----------------------------------+
                        3 |                              multiplexed                              |
                        4 |                              multiplexed                              |
                          +-----------------------------------------------------------------------+
                        5 |   .        .        .        .        .        .        .        .    |
                          +-----------------------------------------------------------------------+

                    C Page = 1:
                    bit       7        6        5        4        3        2        1        0
                          +-----------------------------------------------------------------------+
                        3 |                              D Hot [7:0]                              |
                        4 |                               D [15:8]                                |
                          +-----------------------------------------------------------------------+

                    C Page = 2:
                    bit       7        6        5        4        3        2        1        0
                          +-----------------------------------------------------------------------+
                        3 |                                E Cold                                 |
                          +-----------------------------------------------------------------------+

                       signal  start|len  order   sign      factor  offset            range  unit  mux
                    A  Speed        7|12  big     signed       0.5       0  -1024 to 1023.5  rpm
                         Of the shaft.
                    B  State         8|2  little  unsigned       1       0           0 to 2
                         0 = Off, 1 = Ready, 2 = 2
                    C  Page         16|4  little  unsigned       1       0          0 to 15        M
                    D  Hot         24|16  little  unsigned     0.1     -40                -  degC  m1
                         where Page is 1
                    E  Cold         24|8  little  unsigned       1     -40                -  degC  m2
                         where Page is 2

                    """
            )
        }

        @Test("every message of every shipped database is drawn, no line wider than 100 characters")
        func showAll() async throws {
            for name in ["leaf-ev", "leaf-car", "axle-bench"] {
                let listed = try await ToolOutcome.of(["dbc", "list", "DBC/\(name).dbc"])
                let shown = try await ToolOutcome.of(["dbc", "show", "DBC/\(name).dbc"])
                #expect(shown.status == 0)
                let rules = shown.lines.count { $0.hasPrefix("═══") }
                #expect(rules == listed.lines.count - 1)
                #expect(shown.lines.allSatisfy { $0.count <= 100 })
            }
        }

        @Test("what shares bits is named together")
        func overlap() async throws {
            let text = SmallDatabase.text.replacing("8|2@1+", with: "6|4@1+")
            let path = try folder.write(text, to: "overlap.dbc")
            let shown = try await ToolOutcome.of(["dbc", "show", path, "Motor"])
            #expect(shown.output.contains("│       A+B       │"), "\(shown.output)")
        }

        // MARK: - format

        @Test("format prints a text that is formatted, and says the same")
        func format() async throws {
            let untidy = SmallDatabase.text
                .replacing("\n SG_", with: "\n\t  SG_").replacing(" : ", with: "   :  ")
            let path = try folder.write(untidy, to: "untidy.dbc")
            let formatted = try await ToolOutcome.of(["dbc", "format", path])
            #expect(formatted.status == 0, "\(formatted.errors)")
            #expect(formatted.errors.isEmpty)
            #expect(formatted.output.contains("\n SG_ Speed : 7|12@0- (0.5,0) [-1024|1023.5]"))
            let again = try folder.write(formatted.output, to: "again.dbc")
            #expect(try await ToolOutcome.of(["dbc", "format", again]).output == formatted.output)
            for command in ["list", "show"] {
                let before = try await ToolOutcome.of(["dbc", command, path])
                let after = try await ToolOutcome.of(["dbc", command, again])
                #expect(before.output == after.output)
            }
        }

        @Test("--in-place writes the file behind a link and keeps its rights")
        func formatInPlace() async throws {
            let manager = FileManager.default
            let path = try folder.write(SmallDatabase.text + "\n\n\n", to: "untidy.dbc")
            let link = folder.file("link.dbc")
            try manager.createSymbolicLink(atPath: link, withDestinationPath: path)
            try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            let expected = try await ToolOutcome.of(["dbc", "format", path]).output
            let formatted = try await ToolOutcome.of(["dbc", "format", "--in-place", link])
            #expect(formatted.status == 0, "\(formatted.errors)")
            #expect(formatted.output.isEmpty)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
            #expect(try manager.destinationOfSymbolicLink(atPath: link) == path)
            let mode = try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o640)
        }

        @Test("a file with errors is not formatted, and stays as it is")
        func formatBroken() async throws {
            let broken = SmallDatabase.text.replacing("6 ECU", with: "six ECU")
            let path = try folder.write(broken, to: "broken.dbc")
            for options in [[], ["--in-place"]] {
                let refused = try await ToolOutcome.of(["dbc", "format"] + options + [path])
                #expect(refused.status == 1)
                #expect(refused.output.isEmpty)
                #expect(refused.errors.contains("\(path):4:"), "\(refused.errors)")
                #expect(refused.errors.contains("is not formatted"))
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == broken)
        }

        @Test(
            "a file with text that the reader leaves out is not formatted, and stays as it is",
            arguments: [
                "CM_ BO_ 999 \"lost\";", "CM_ BO_ 256 \"lost\";\nCM_ BO_ 256 \"kept\";",
                "BA_ \"GenMsgCycleTime\" BO_ 256 30;", "VAL_ 256 Ghost 0 \"a\" ;",
            ]
        )
        func formatLossy(sections: String) async throws {
            let text = SmallDatabase.text + sections + "\n"
            let path = try folder.write(text, to: "lossy.dbc")
            for options in [[], ["--in-place"]] {
                let refused = try await ToolOutcome.of(["dbc", "format"] + options + [path])
                #expect(refused.status == 1)
                #expect(refused.output.isEmpty)
                #expect(refused.errors.contains(": warning: "), "\(refused.errors)")
                #expect(refused.errors.hasSuffix("as what these lines name would be lost\n"))
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }

        @Test("a section that is kept as text is formatted")
        func formatKept() async throws {
            let path = try folder.write(SmallDatabase.text + "NEW_SECTION_ 1;\n", to: "kept.dbc")
            let formatted = try await ToolOutcome.of(["dbc", "format", path])
            #expect(formatted.status == 0, "\(formatted.errors)")
            #expect(formatted.output.hasSuffix("NEW_SECTION_ 1;\n"))
        }

        // MARK: - Wrong files

        @Test(
            "show, list and format refuse what cannot be read",
            arguments: [WrongFile.missing, .folder]
        )
        func unreadable(file: WrongFile) async throws {
            let path = try file.make(in: folder)
            for command in ["show", "list", "format"] {
                try await ToolOutcome.of(["dbc", command, path]).expectRefusal(path)
            }
            try await ToolOutcome.of(["dbc", "format", "--in-place", path]).expectRefusal(path)
        }

        @Test(
            "a file without messages lists none and shows none",
            arguments: [WrongFile.empty, .binary]
        )
        func withoutMessages(file: WrongFile) async throws {
            let path = try file.make(in: folder)
            #expect(try await ToolOutcome.of(["dbc", "list", "--json", path]).output.isEmpty)
            let shown = try await ToolOutcome.of(["dbc", "show", path, "Motor"])
            #expect(shown.status == 2)
            // What is wrong in the file comes first.
            let last = shown.errors.split(separator: "\n").last ?? ""
            #expect(last.contains("has no message Motor"), "\(shown.errors)")
        }

        @Test(
            "wrong usage ends with 2",
            arguments: [["check"], ["show"], ["list"], ["format"], ["dance"]]
        )
        func usage(arguments: [String]) async throws {
            #expect(try await ToolOutcome.of(["dbc"] + arguments).status == 2)
        }
    }
}
