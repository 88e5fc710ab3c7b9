import CANFrames
import DBC
import SignalCodec
import Testing

/// What loading makes of the corner cases that databases of others have; those of whole files are in
/// CornerCaseTests+Files.
@Suite struct CornerCaseTests {
    let plain = "S : 0|8@1+ (1,0) [0|0] \"\" B"

    @Test("corner case 7: overlapping signals load, both of them, with a warning")
    func overlap() throws {
        let loaded = Loaded(message(plain, "T : 4|8@1+ (1,0) [0|0] \"\" B"))
        #expect(try loaded.onlyDiagnostic().severity == .warning)
        #expect(loaded.compiled.messages.first?.signals.count == 2)
    }

    @Test("corner case 9: a signal past the end of its message is reported, and alone is left out")
    func pastEnd() throws {
        let loaded = Loaded(message(plain, "T : 60|8@1+ (1,0) [0|0] \"\" B"))
        #expect(try loaded.onlyDiagnostic().line == 5)
        #expect(loaded.compiled.messages.first?.signals.map(\.name) == ["S"])
        #expect(loaded.database.messages.first?.signals.count == 2)
    }

    @Test("corner case 14: mN without M, and two M without SG_MUL_VAL_, are reported")
    func multiplexors() throws {
        let none = Loaded(message("S m1 : 0|8@1+ (1,0) [0|0] \"\" B"))
        #expect(try none.onlyDiagnostic().line == 4)
        let two = Loaded(
            message(
                "M M : 0|8@1+ (1,0) [0|0] \"\" B",
                "N M : 8|8@1+ (1,0) [0|0] \"\" B",
                "S m1 : 16|8@1+ (1,0) [0|0] \"\" B"
            )
        )
        #expect(try two.onlyDiagnostic().line == 6)
    }

    @Test("corner case 16: a range of three million values is kept as a range")
    func wideRange() throws {
        let loaded = Loaded(
            message(
                "M M : 0|32@1+ (1,0) [0|0] \"\" B",
                "S m0 : 32|8@1+ (1,0) [0|0] \"\" B",
                sections: "SG_MUL_VAL_ 256 S M 0-3000000;"
            )
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages.first?.signals[1].multiplexing.ranges == [0...3_000_000])
    }

    @Test("corner case 17: a float with a value table loads")
    func floatWithValues() throws {
        let loaded = Loaded(
            message(
                "F : 0|32@1- (1,0) [0|0] \"\" B",
                sections: "SIG_VALTYPE_ 256 F : 1;\nVAL_ 256 F 0 \"zero\" ;"
            )
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages.first?.signals.first?.kind == .float32)
        #expect(loaded.database.messages.first?.signals.first?.values.map(\.label) == ["zero"])
    }

    @Test("corner case 18: a float of 10 bits is an error with its place, and so is a double of 32")
    func shortFloat() throws {
        for (length, code) in [(10, 1), (32, 2)] {
            let loaded = Loaded(
                message(
                    "F : 0|\(length)@1- (1,0) [0|0] \"\" B",
                    sections: "SIG_VALTYPE_ 256 F : \(code);"
                )
            )
            let found = try #require(loaded.errors.first)
            #expect(found.line == 6)
            #expect(found.column == 18)
            #expect(found.message == "F is a float of \(length) bits, expected \(code * 32)")
        }
    }

    @Test("corner case 19: SIG_VALTYPE_ without a colon is accepted")
    func valueTypeWithoutColon() {
        let loaded = Loaded(
            message("F : 0|32@1- (1,0) [0|0] \"\" B", sections: "SIG_VALTYPE_ 256 F 1;")
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.database.messages.first?.signals.first?.kind == .float32)
    }

    @Test("corner case 22: [0|0] means no limits, and what the value table names bypasses them")
    func limits() throws {
        let loaded = Loaded(
            message(
                plain,
                "T : 8|8@1+ (0.5,0) [0|100] \"\" B",
                sections: "VAL_ 256 T 255 \"invalid\" ;"
            )
        )
        #expect(try !loaded.signal("Message.S").layout.hasLimits)
        #expect(try loaded.signal("Message.T").layout.hasLimits)
        var sent = try frame("100#0000")
        try loaded.signal("Message.T").store(physical: 127.5, in: &sent.payload)
        #expect(sent[1] == 255)
    }

    @Test(
        "corner case 23: labels that are there twice are reported, and encode as the lowest value"
    )
    func duplicateLabels() throws {
        for count in [2, 40] {
            let others = (2..<count).map { " \($0 + 50) \"l\($0)\"" }.joined()
            let loaded = Loaded(message(plain, sections: "VAL_ 256 S 7 \"x\" 3 \"x\"\(others) ;"))
            let found = try loaded.onlyDiagnostic()
            #expect(found.severity == .warning)
            #expect(found.message.contains("several values named \"x\""))
            var sent = try frame("100#00")
            #expect(try loaded.signal("Message.S").store(label: "x", in: &sent.payload))
            #expect(sent[0] == 3)
        }
    }

    @Test("corner case 24: the keys -1 on unsigned bits, 2^64 - 1 and 1.0 are accepted")
    func keys() {
        let loaded = Loaded(
            message(
                "S : 0|64@1+ (1,0) [0|0] \"\" B",
                sections: "VAL_ 256 S -1 \"a\" 18446744073709551615 \"b\" 1.0 \"c\" ;"
            )
        )
        #expect(loaded.diagnostics.isEmpty)
        // The first two are one value of 64 bits.
        #expect(
            loaded.database.lint().map(\.rule).filter { $0.contains("key") } == [
                "duplicate-value-key"
            ]
        )
        #expect(
            loaded.database.messages.first?.signals.first?.values.map(\.raw)
                == [-1, 18_446_744_073_709_551_615, 1]
        )
    }
}
