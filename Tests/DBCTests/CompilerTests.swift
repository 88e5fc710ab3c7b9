import CANFrames
import DBC
import SignalCodec
import Testing

@Suite struct CompilerTests {
    @Test("signals that share bits are reported and decode all the same")
    func overlap() throws {
        let loaded = Loaded(
            message("S : 0|8@1+ (1,0) [0|0] \"\" B", "T : 4|8@1+ (1,0) [0|0] \"\" B")
        )
        #expect(try loaded.onlyDiagnostic().severity == .warning)
        #expect(try loaded.values("100#2103000000000000") == ["S": 0x21, "T": 0x32])
    }

    @Test("the values do not depend on the order of the signals in the text")
    func order() throws {
        let lines = [
            "S : 7|12@0+ (1,0) [0|0] \"\" B", "T : 16|9@1- (2,1) [0|0] \"\" B",
            "U : 63|8@0+ (1,0) [0|0] \"\" B",
        ]
        let forward = Loaded(message(lines[0], lines[1], lines[2]))
        let backward = Loaded(message(lines[2], lines[1], lines[0]))
        let text = "100#0123456789ABCDEF"
        #expect(try forward.values(text) == backward.values(text))
    }

    @Test("a signal past the end of its message is reported and alone is left out")
    func pastTheEnd() throws {
        let loaded = Loaded(
            "BU_: A\nBO_ 256 M: 2 A\n SG_ S : 8|8@1+ (1,0) [0|0] \"\" A\n"
                + " SG_ T : 12|8@1+ (1,0) [0|0] \"\" A\n"
        )
        let found = try loaded.onlyDiagnostic()
        #expect(found.line == 4)
        #expect(found.message.contains("M.T at 12|8"))
        #expect(try loaded.values("100#00FFFF") == ["S": 255])
    }

    @Test("of a short frame the signals that fit are delivered, and it is flagged")
    func shortFrame() throws {
        let loaded = Loaded(
            message("S : 0|8@1+ (1,0) [0|0] \"\" B", "T : 8|8@1+ (1,0) [0|0] \"\" B")
        )
        #expect(try loaded.values("100#05") == ["S": 5])
        #expect(try loaded.decode("100#05").isShort)
        #expect(try !loaded.decode("100#0500000000000000").isShort)
    }

    @Test("of a long frame the excess is ignored")
    func longFrame() throws {
        let loaded = Loaded("BU_: A\nBO_ 256 M: 1 A\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" A\n")
        #expect(try loaded.values("100#05FFFF") == ["S": 5])
        #expect(try !loaded.decode("100#05FFFF").isShort)
    }

    @Test("standard 100 and extended 100 are two messages")
    func extendedIdentifiers() throws {
        let loaded = Loaded("BO_ 256 S: 8 A\nBO_ 2147483904 E: 8 A\n")
        #expect(loaded.diagnostics.isEmpty)
        let standard = try loaded.decode("100#00").message
        let extended = try loaded.decode("00000100#00").message
        #expect(loaded.compiled.messages[standard].name == "S")
        #expect(loaded.compiled.messages[extended].name == "E")
    }

    @Test("a number above 0x7FF without bit 31 is extended, with a diagnostic")
    func missingExtendedBit() throws {
        let loaded = Loaded("BO_ 4096 M: 8 A\n")
        #expect(try loaded.onlyDiagnostic().severity == .warning)
        #expect(loaded.compiled.messages.first?.id == FrameID(extended: 4096))
    }

    @Test("signals of no message stay reachable and are never decoded")
    func independentSignals() {
        let loaded = Loaded(
            "BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX\n"
                + " SG_ Spare : 0|8@1+ (1,0) [0|0] \"\" A\n"
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.compiled.messages.isEmpty)
        #expect(loaded.compiled.independentSignals.map(\.name) == ["Spare"])
    }

    @Test(
        "messages have 0 bytes, FD lengths, or the 1785 of a transport",
        arguments: [0, 64, 1785]
    )
    func lengths(length: Int) {
        let loaded = Loaded("BO_ 256 M: \(length) A\n")
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.compiled.messages.first?.length == length)
    }

    @Test("an FD frame's last byte is decoded")
    func flexibleDataRate() throws {
        let loaded = Loaded("BO_ 256 M: 64 A\n SG_ S : 504|8@1+ (1,0) [0|0] \"\" A\n")
        let text = "100#" + String(repeating: "00", count: 63) + "7F"
        #expect(try loaded.values(text) == ["S": 127])
    }

    @Test("of two messages with one number the first decodes and both are listed")
    func duplicateMessages() throws {
        let loaded = Loaded("BO_ 256 First: 8 A\nBO_ 256 Second: 8 A\n")
        #expect(try loaded.onlyDiagnostic().line == 2)
        #expect(loaded.compiled.messages.map(\.name) == ["First", "Second"])
        #expect(try loaded.decode("100#00").message == 0)
    }

    @Test("two signals of one name are reported")
    func duplicateSignals() throws {
        let loaded = Loaded(
            message("S : 0|8@1+ (1,0) [0|0] \"\" B", "S : 8|8@1+ (1,0) [0|0] \"\" B")
        )
        #expect(try loaded.onlyDiagnostic().line == 5)
    }

    @Test("a float of 10 bits is reported")
    func shortFloat() {
        let loaded = Loaded(
            message("S : 0|10@1- (1,0) [0|0] \"\" B", sections: "SIG_VALTYPE_ 256 S : 1;")
        )
        #expect(!loaded.errors.isEmpty)
        #expect(loaded.compiled.signal(named: "Message.S") == nil)
    }

    @Test("remote and error frames are not decoded")
    func otherKinds() throws {
        let loaded = Loaded(message("S : 0|8@1+ (1,0) [0|0] \"\" B"))
        var decoder = FrameDecoder(loaded.compiled)
        let id = try #require(FrameID(standard: 256))
        let remote = try #require(Frame(id: id, kind: .remote, length: 8))
        let results = [
            decoder.decode(remote), decoder.decode(try frame("101#00")),
            decoder.decode(try frame("00000100#00")), decoder.decode(try frame("100#00")),
        ]
        #expect(results.map { $0 != nil } == [false, false, false, true])
    }
}

@Suite struct ValueTableTests {
    @Test("keys may be negative on an unsigned signal, 2^64 - 1, or written 1.0")
    func keys() throws {
        let loaded = Loaded(
            message(
                "S : 0|8@1+ (1,0) [0|0] \"\" B",
                sections: "VAL_ 256 S -1 \"minus\" 1.0 \"one\" ;"
            )
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(try loaded.signal("Message.S").label(of: 255) == "minus")
        #expect(try loaded.signal("Message.S").label(of: 1) == "one")
        let wide = Loaded(
            message(
                "S : 0|64@1+ (1,0) [0|0] \"\" B",
                sections: "VAL_ 256 S 18446744073709551615 \"all\" ;"
            )
        )
        #expect(wide.diagnostics.isEmpty)
        let received = try frame("100#FFFFFFFFFFFFFFFF")
        #expect(try wide.signal("Message.S").label(in: received.payload) == "all")
    }

    @Test("a signed signal's labels match its negative counts")
    func signedKeys() throws {
        let loaded = Loaded(
            message("S : 0|8@1- (1,0) [0|0] \"\" B", sections: "VAL_ 256 S -1 \"a\" 127 \"b\" ;")
        )
        let signal = try loaded.signal("Message.S")
        #expect(signal.labels.map(\.raw) == [-1, 127])
        #expect(signal.label(in: try frame("100#FF").payload) == "a")
        #expect(signal.label(of: 0) == nil)
    }

    @Test("of two equal labels encoding takes the lowest count, and loading says so")
    func duplicateLabels() throws {
        let loaded = Loaded(
            message("S : 0|8@1+ (1,0) [0|0] \"\" B", sections: "VAL_ 256 S 7 \"x\" 3 \"x\" ;")
        )
        #expect(try loaded.onlyDiagnostic().severity == .warning)
        var sent = try frame("100#00")
        let signal = try loaded.signal("Message.S")
        #expect(signal.store(label: "x", in: &sent.payload))
        #expect(sent[0] == 3)
        #expect(!signal.store(label: "y", in: &sent.payload))
        #expect(sent[0] == 3)
    }

    @Test("of two equal labels on 64 unsigned bits encoding takes the one that is lowest unsigned")
    func duplicateWideLabels() throws {
        let loaded = Loaded(
            message(
                "S : 0|64@1+ (1,0) [0|0] \"\" B",
                sections:
                    "VAL_ 256 S 18446744073709551615 \"x\" 9223372036854775808 \"y\" 3 \"x\" ;"
            )
        )
        let signal = try loaded.signal("Message.S")
        #expect(signal.labels.map(\.raw) == [3, 1 << 63, Int128(UInt64.max)])
        var sent = try frame("100#0000000000000000")
        #expect(signal.store(label: "x", in: &sent.payload))
        #expect(sent.bytes == [3, 0, 0, 0, 0, 0, 0, 0])
        #expect(signal.store(label: "y", in: &sent.payload))
        #expect(signal.label(in: sent.payload) == "y")
    }

    @Test(
        "a value table names a float's number before factor and offset, not its bits",
        arguments: [1, 2]
    )
    func floatLabels(type: Int) throws {
        let loaded = Loaded(
            message(
                "F : 0|\(type * 32)@1- (2,10) [0|1] \"\" B",
                sections: "VAL_ 256 F 1 \"On\" -2 \"Back\" 0 \"Off\" 9007199254740993 \"None\" ;\n"
                    + "SIG_VALTYPE_ 256 F : \(type);"
            )
        )
        let signal = try loaded.signal("Message.F")
        // No float has the number 2^53 + 1.
        #expect(signal.labels.map(\.raw) == [-2, 0, 1])
        var sent = try frame("100#0000000000000000")
        for (label, value) in [("On", 12.0), ("Back", 6), ("Off", 10)] {
            #expect(signal.store(label: label, in: &sent.payload))
            #expect(signal.layout.physical(in: sent.payload) == value)
            #expect(signal.label(in: sent.payload) == label)
            // What has a name may lie outside the limits.
            try signal.store(physical: value, in: &sent.payload)
            #expect(signal.label(in: sent.payload) == label)
        }
        // One bit is a number next to 0, which has no name.
        #expect(signal.label(in: try frame("100#0100000000000000").payload) == nil)
    }

    @Test("a value that has a name may lie outside the limits, another may not")
    func namedValueBypassesLimits() throws {
        let loaded = Loaded(
            message(
                "S : 0|8@1+ (0.5,0) [0|100] \"\" B",
                sections: "VAL_ 256 S 255 \"invalid\" ;"
            )
        )
        let signal = try loaded.signal("Message.S")
        var sent = try frame("100#11")
        try signal.store(physical: 127.5, in: &sent.payload)
        #expect(sent[0] == 255)
        #expect(
            throws: SignalError(
                signal: "S",
                reason: .outsideLimits(value: 127, minimum: 0, maximum: 100)
            )
        ) {
            try signal.store(physical: 127, in: &sent.payload)
        }
        #expect(sent[0] == 255)
    }

    @Test("a NaN with a value table is a NaN without a label")
    func nanWithLabels() throws {
        let loaded = Loaded(
            message(
                "F : 0|32@1- (1,0) [0|0] \"\" B",
                sections: "SIG_VALTYPE_ 256 F : 1;\nVAL_ 256 F 0 \"zero\" ;"
            )
        )
        let received = try frame("100#0000C07F")
        let signal = try loaded.signal("Message.F")
        #expect(signal.layout.physical(in: received.payload).isNaN)
        #expect(signal.label(in: received.payload) == nil)
    }
}
