import CANFrames
import DBC
import SignalCodec
import Testing

@Suite struct ConstructTests {
    private let database: Database
    private let diagnostics: [Diagnostic]

    init() {
        (database, diagnostics) = DBCReader.parse(bytes: Array(everyConstruct.utf8), file: "x")
    }

    @Test("a file with every construct is read without a word")
    func noDiagnostics() {
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        #expect(database.keptSections.isEmpty)
    }

    @Test("the head arrives: version, keywords, bit rate, registers, nodes")
    func head() {
        #expect(database.version == "1.2")
        #expect(database.newSymbols == ["NS_DESC_", "CM_", "BA_DEF_"])
        #expect(database.baudRate == 500_000)
        #expect(database.timingRegisters == TimingRegisters(first: 1, second: 2))
        #expect(
            database.nodes.map(\.name)
                == ["A", "B", "Node_that_has_a_name_of_more_than_32_letters"]
        )
    }

    @Test("comments arrive at objects of every kind")
    func comments() throws {
        #expect(database.comments == ["the network", "and more of it"])
        #expect(database.comment == "the network\nand more of it")
        #expect(database.nodes[0].comment == "a node")
        #expect(
            database.messages[0].comment
                == "a message; it says \"hi\"\nBO_ 5 Not: 8 A\nand ends so: C:\\"
        )
        #expect(database.messages[0].signal(named: "Speed")?.comment == "a signal")
        #expect(database.environmentVariables[0].comment == "a variable")
    }

    @Test("a long name is the name everywhere, and the short one is kept")
    func longNames() throws {
        let long = "Node_that_has_a_name_of_more_than_32_letters"
        let message = try #require(database.messages.first { $0.rawID == 2_147_484_000 })
        #expect(message.name == "Float_message_of_more_than_32_letters")
        #expect(message.shortName == "Float_short")
        #expect(message.sender == long)
        #expect(message.signals[0].receivers == [long])
        #expect(message.signals[1].name == "Signal_of_more_than_32_letters_or_so")
        #expect(message.signals[1].shortName == "Long_short")
        #expect(message.signalGroups[0].signals == ["Single", message.signals[1].name])
        #expect(database.nodes[2].shortName == "Node_short")
        #expect(database.environmentVariables[0].nodes == ["A", long])
        #expect(database.environmentVariables[2].shortName == "Real_short")
        #expect(message.attributes.isEmpty)
        #expect(
            database.relations[0].target
                == .signal(message: message.rawID, name: message.signals[1].name)
        )
    }

    @Test("attributes have values, defaults of their definitions, and an order")
    func attributes() throws {
        let engine = database.messages[0]
        let other = database.messages[1]
        #expect(database.attribute("Baud") == .integer(500_000))
        #expect(
            database.attribute("GenMsgSendType", of: engine) == .choice(index: 0, name: "Cyclic")
        )
        #expect(database.attribute("GenMsgSendType", of: other) == .choice(index: 1, name: "Event"))
        #expect(engine.attributes.entries.map(\.name) == ["GenMsgSendType", "Mask"])
        #expect(database.attribute("Mask", of: other) == .integer(255))
        #expect(database.attribute("Weight", of: engine.signals[0]) == .number(0.1))
        #expect(database.attribute("Weight", of: engine.signals[1]) == .number(1))
        #expect(database.attribute("Text", of: database.nodes[0]) == .text("hello"))
        #expect(database.attribute("Text", of: database.nodes[1]) == .text(""))
        #expect(database.attribute("Kind", of: database.environmentVariables[0]) == .integer(-3))
        #expect(
            database.definition(of: "GenMsgSendType", for: .message)?.type
                == .enumeration(["Cyclic", "Event", "with \"quotes\""])
        )
        #expect(
            database.definition(of: "Mask", for: .message)?.type
                == .integer(minimum: 0, maximum: 65_535, isHexadecimal: true)
        )
        #expect(database.definition(of: "Weight", for: .message) == nil)
    }

    @Test("relations of a node with a signal, a message and a variable have values and defaults")
    func relations() {
        #expect(
            database.relations.map(\.value) == [
                .integer(200), .choice(index: 0, name: "A"), .text("text"),
            ]
        )
        #expect(
            database.attribute("Project", of: "A", with: .message(256))
                == .choice(index: 0, name: "A")
        )
        #expect(
            database.attribute("Project", of: "B", with: .message(256))
                == .choice(index: 1, name: "B")
        )
        #expect(
            database.attribute("Timeout", of: "A", with: .signal(message: 256, name: "Speed"))
                == .integer(0)
        )
        #expect(
            database.attribute("Note", of: "A", with: .environmentVariable("Whole"))
                == .text("none")
        )
    }

    @Test("environment variables have type, limits, access, size, signal type and values")
    func environmentVariables() {
        let variables = database.environmentVariables
        #expect(variables.map(\.kind) == [.integer, .text, .number])
        #expect(variables.map(\.access) == [3, 1, 0])
        #expect(variables[1].dataSize == 12)
        #expect(variables[0].signalType == "Byte")
        #expect(variables[0].unit == "%")
        #expect(variables[0].initialValue == 5)
        #expect(variables[0].number == 1)
        #expect(variables[0].maximum == 100)
        #expect(variables[0].values.map(\.label) == ["zero", "one"])
        #expect(variables[1].nodes.isEmpty)
        #expect(variables[2].minimum == -1.5)
    }

    @Test("signal types have scaling, values and a float's type, and signals refer to them")
    func signalTypes() {
        #expect(database.signalTypes.map(\.name) == ["Byte", "Real"])
        #expect(database.signalTypes[0].valueTable == "OnOff")
        #expect(database.signalTypes[0].defaultValue == 7)
        #expect(database.signalTypes[0].values.map(\.raw) == [0, 7])
        #expect(database.signalTypes[1].kind == .float32)
        #expect(database.signalTypes[1].byteOrder == .bigEndian)
        #expect(database.messages[0].signals[1].signalType == "Byte")
    }

    @Test("values are a list or a table's, and the table is remembered")
    func values() throws {
        let signals = database.messages[0].signals
        #expect(signals[0].values.map(\.raw) == [-1, 18_446_744_073_709_551_615, 1])
        #expect(signals[0].valueTable == nil)
        #expect(signals[1].values == database.valueTables[0].values)
        #expect(signals[1].valueTable == "OnOff")
    }

    @Test("nested multiplexing has selectors, ranges and the number of the line")
    func multiplexing() {
        let signals = database.messages[0].signals
        #expect(signals[2].multiplexing.isSelector)
        #expect(signals[3].multiplexing.selector == "Selector")
        #expect(signals[3].multiplexing.isSelector)
        #expect(signals[4].multiplexing.ranges == [3...3, 5...10])
        #expect(signals[4].multiplexing.writtenValue == 3)
    }

    @Test("categories have members of every kind, and filters are kept")
    func categories() {
        #expect(database.categories.map(\.name) == ["Things"])
        #expect(database.categories[0].value == 2)
        #expect(
            database.categories[0].members == [
                .node("A"), .message(256),
                .signal(message: 2_147_484_000, name: "Signal_of_more_than_32_letters_or_so"),
                .environmentVariable("Whole"),
            ]
        )
        #expect(database.filters == ["1 CAT_ 4"])
    }

    @Test("transmitters, groups, receivers and the signals of no message arrive")
    func messages() {
        #expect(database.messages[0].transmitters == ["A", "B"])
        #expect(database.messages[0].signalGroups.map(\.name) == ["Group"])
        #expect(database.messages[0].signals[0].receivers == ["B", "A"])
        #expect(database.messages[0].signals[2].receivers.isEmpty)
        #expect(database.messages[2].keepsIndependentSignals)
        #expect(database.messages[1].signals[1].unit == "a\"b")
    }

    @Test("text comments belong to the statement below or before them")
    func textComments() {
        let comments = database.textComments
        #expect(comments["VERSION"] == [TextComment(text: "// Above the version.", place: .above)])
        #expect(
            comments["BO_ 256"] == [
                TextComment(text: "/* Above\n   the message. */", place: .above),
                TextComment(text: "// Behind the message.", place: .behind),
            ]
        )
        #expect(comments["BO_ 256 SG_ State"]?.map(\.place) == [.above, .behind])
        #expect(comments["BA_ \"GenMsgSendType\" BO_ 256"]?.count == 2)
        #expect(comments[""] == [TextComment(text: "// The end.", place: .above)])
        #expect(comments.count == 5)
    }

    @Test("a section that nobody knows is kept as text, with a diagnostic")
    func unknownSection() throws {
        let loaded = Loaded(
            "BU_: A\nNEW_SECTION_ 1 \"a;b\" x // not a comment of ours\n more;\nBO_ 1 M: 8 A\n"
        )
        let found = try loaded.onlyDiagnostic()
        #expect(found.severity == .warning)
        #expect(found.line == 2)
        #expect(found.message.contains("NEW_SECTION_"))
        let kept = try #require(loaded.database.keptSections.first)
        #expect(kept.keyword == "NEW_SECTION_")
        #expect(kept.text == "1 \"a;b\" x // not a comment of ours\n more")
        #expect(loaded.database.textComments.isEmpty)
        #expect(loaded.database.messages.count == 1)
    }

    @Test(
        "what names something that is not there is reported once and the rest loads",
        arguments: [
            "ENVVAR_DATA_ Ghost: 5;", "ENVVAR_SGTYPE_ Ghost: Type;", "VAL_ Ghost 0 \"a\" ;",
            "SGTYPE_VAL_ Ghost 0 \"a\" ;", "SIGTYPE_VALTYPE_ Ghost : 1;",
            "SIG_TYPE_REF_ 256 S : Ghost;", "SIG_TYPE_REF_ 256 Ghost : Ghost;",
            "CM_ EV_ Ghost \"text\";", "CAT_ BU_ A 7;", "CAT_DEF_ x;",
            "BA_REL_ \"R\" BU_BO_REL_ Ghost 256 1;", "BA_REL_ \"R\" BU_BO_REL_ A 999 1;",
            "BA_REL_ \"R\" BU_SG_REL_ A SG_ 256 Ghost 1;", "BA_DEF_DEF_REL_ \"Ghost\" 1;",
            "BA_DEF_REL_ \"X\" INT 0 1;", "BA_REL_ \"R\" BU_ A 1;",
            "EV_ V: 7 [0|1] \"\" 0 1 DUMMY_NODE_VECTOR0 A;", "EV_ V: 0 [0|1] \"\" 0 1 NOBODY A;",
            "SIG_VALTYPE_ 256 S : 0",
        ]
    )
    func unknownNames(section: String) throws {
        let text = message(
            "S : 0|8@1+ (1,0) [0|0] \"\" B",
            sections:
                "BA_DEF_REL_ BU_BO_REL_ \"R\" INT 0 5;\nBA_DEF_REL_ BU_SG_REL_ \"R\" INT 0 5;\n"
                + section + "\nVAL_ 256 S 1 \"one\" ;"
        )
        let loaded = Loaded(text)
        let found = try loaded.onlyDiagnostic()
        #expect(found.line == (section.hasSuffix(";") ? 8 : 9))
        #expect(try loaded.signal("Message.S").label(of: 1) == "one")
    }
}
