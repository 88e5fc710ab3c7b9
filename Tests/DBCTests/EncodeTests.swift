import CANFrames
import DBC
import SignalCodec
import Testing

@Suite struct EncodeTests {
    private let plain = message(
        "S : 0|8@1+ (0.5,0) [0|100] \"\" B",
        "T : 8|16@1- (1,0) [0|0] \"\" B",
        "U : 24|8@1+ (1,0) [0|0] \"\" B",
        "W : 32|32@1+ (0,0) [0|0] \"\" B",
        sections: """
            BA_DEF_ SG_ "GenSigStartValue" INT 0 255;
            BA_ "GenSigStartValue" SG_ 256 U 7;
            VAL_ 256 S 255 "invalid" 3 "on" 2 "on" ;
            """
    )

    private func compiled(_ text: String) throws -> CompiledMessage {
        try #require(Loaded(text).compiled.messages.first)
    }

    @Test(
        "signals are given as physical value, whole value, count or text; others have start values"
    )
    func forms() throws {
        let message = try compiled(plain)
        let sent = try message.frame([
            SignalAssignment("S", .physical(2.24)), SignalAssignment("T", .integer(-2)),
            SignalAssignment("W", .raw(0xFFFF_FFFF)),
        ])
        #expect(sent.bytes == [4, 0xFE, 0xFF, 7, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(try message.frame([SignalAssignment("S", .label("on"))]).bytes[0] == 2)
        #expect(try message.frame().bytes == [0, 0, 0, 7, 0, 0, 0, 0])
    }

    @Test("encoding rounds half away from zero, once")
    func rounding() throws {
        let message = try compiled(plain)
        #expect(try message.frame([SignalAssignment("S", .physical(0.25))]).bytes[0] == 1)
        let negative = try message.frame([SignalAssignment("T", .physical(-2.5))])
        #expect(negative.bytes[1...2] == [0xFD, 0xFF])
    }

    @Test(
        "what cannot be encoded is one sentence with signal, value and range, and changes nothing",
        arguments: [
            ("S", .physical(.nan), "S: nan is not a finite number, expected 0.0 to 100.0"),
            ("U", .physical(-.infinity), "U: -inf is not a finite number, expected 0.0 to 255.0"),
            ("S", .physical(101), "S: 101.0 lies outside the signal's limits 0.0 to 100.0"),
            (
                "U", .physical(256),
                "U: 256.0 does not fit in the signal's bits, which hold 0.0 to 255.0"
            ),
            (
                "U", .physical(-1),
                "U: -1.0 does not fit in the signal's bits, which hold 0.0 to 255.0"
            ),
            (
                "W", .physical(1),
                "W: 1.0 cannot be written, as the factor is 0; expected a raw value or a label"
            ),
            (
                "W", .integer(1),
                "W: 1.0 cannot be written, as the factor is 0; expected a raw value or a label"
            ),
            (
                "U", .raw(-1),
                "U: the raw value -1 does not fit in the signal's bits, "
                    + "which hold whole numbers 0 to 255"
            ),
            (
                "T", .raw(32768),
                "T: the raw value 32768 does not fit in the signal's bits, "
                    + "which hold whole numbers -32768 to 32767"
            ),
            (
                "U", .raw(.number(1.5)),
                "U: the raw value 1.5 does not fit in the signal's bits, "
                    + "which hold whole numbers 0 to 255"
            ),
            (
                "S", .label("off"),
                "S: \"off\" is not in the value table, which has \"on\", \"on\" and \"invalid\""
            ),
            ("T", .label("off"), "T: \"off\" cannot be written, as the signal has no value table"),
            ("X", .raw(0), "X: is no signal of Message, which has S, T, U and W"),
        ] as [(String, SignalValue, String)]
    )
    func errors(signal: String, value: SignalValue, sentence: String) throws {
        let message = try compiled(plain)
        var sent = try frame("100#0102030405060708")
        let error = #expect(throws: EncodeError.self) {
            try message.encode(
                [SignalAssignment("T", .raw(5)), SignalAssignment(signal, value)].suffix(
                    signal == "T" ? 1 : 2
                ),
                into: &sent
            )
        }
        #expect(error?.description == sentence)
        #expect(sent.bytes == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    @Test("a signal given twice is refused")
    func twice() throws {
        let message = try compiled(plain)
        #expect(throws: EncodeError.givenTwice("T")) {
            try message.frame([SignalAssignment("T", .raw(1)), SignalAssignment("T", .raw(2))])
        }
    }

    @Test("a value that the table names bypasses the limits")
    func namedValue() throws {
        let message = try compiled(plain)
        #expect(try message.frame([SignalAssignment("S", .physical(127.5))]).bytes[0] == 255)
    }

    @Test("changing some signals leaves the other bits as they are")
    func partial() throws {
        let message = try compiled(plain)
        var sent = try frame("100#0102030405060708")
        try message.encode(.physical(0), as: "T", into: &sent)
        #expect(sent.bytes == [1, 0, 0, 4, 5, 6, 7, 8])
    }

    @Test("a signal beyond a short frame's end is refused")
    func shortFrame() throws {
        let message = try compiled(plain)
        var sent = try frame("100#0102")
        #expect(throws: EncodeError.notInFrame("T", length: 2)) {
            try message.encode(.raw(0), as: "T", into: &sent)
        }
    }

    private let multiplexed = message(
        "A m1 : 8|8@1+ (1,0) [0|0] \"\" B",
        "C m2 : 8|16@1+ (1,0) [0|0] \"\" B",
        "M M : 0|8@1+ (10,5) [0|0] \"\" B",
        "D : 56|8@1+ (1,0) [0|0] \"\" B",
        sections: """
            BA_DEF_ SG_ "GenSigStartValue" INT 0 255;
            BA_ "GenSigStartValue" SG_ 256 A 9;
            BA_ "GenSigStartValue" SG_ 256 C 513;
            BA_ "GenSigStartValue" SG_ 256 M 1;
            """
    )

    @Test("only the signals that the multiplexor selects are written")
    func multiplexors() throws {
        let message = try compiled(multiplexed)
        #expect(try message.frame().bytes == [1, 9, 0, 0, 0, 0, 0, 0])
        let second = try message.frame([SignalAssignment("M", .raw(2))])
        #expect(second.bytes == [2, 1, 2, 0, 0, 0, 0, 0])
        let third = try message.frame([SignalAssignment("M", .physical(35))])
        #expect(third.bytes == [3, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("a signal of another multiplexor value is refused")
    func otherSelection() throws {
        let message = try compiled(multiplexed)
        let error = #expect(throws: EncodeError.self) {
            try message.frame([SignalAssignment("A", .raw(0)), SignalAssignment("M", .raw(2))])
        }
        #expect(error?.description == "A: is not there while M is 2, expected 1")
        var sent = try frame("100#0102030405060708")
        #expect(throws: EncodeError.self) {
            try message.encode(.raw(0), as: "C", into: &sent)
        }
        #expect(sent.bytes == [1, 2, 3, 4, 5, 6, 7, 8])
        try message.encode(
            [SignalAssignment("C", .raw(0x1110)), SignalAssignment("M", .raw(2))],
            into: &sent
        )
        #expect(sent.bytes == [2, 0x10, 0x11, 4, 5, 6, 7, 8])
    }

    @Test("whole numbers beyond 2^53 are exact, and limited")
    func exactIntegers() throws {
        let message = try compiled(message("S : 0|64@1+ (1,0) [0|0] \"\" B"))
        let most = Int128(UInt64.max)
        #expect(
            try message.frame([SignalAssignment("S", .integer(most))]).bytes
                == [UInt8](repeating: 0xFF, count: 8)
        )
        #expect(throws: EncodeError.self) {
            try message.frame([SignalAssignment("S", .integer(most + 1))])
        }
        let limited = try compiled(self.limited)
        #expect(throws: EncodeError.self) {
            try limited.frame([SignalAssignment("S", .integer(most))])
        }
    }

    @Test("a whole number that the table names may lie beyond the limits, also beyond 2^53")
    func namedInteger() throws {
        let named = try compiled(
            message(
                "S : 0|64@1+ (1,0) [0|1000] \"\" B",
                sections: "VAL_ 256 S 18446744073709551615 \"invalid\" ;"
            )
        )
        let sent = try named.frame([SignalAssignment("S", .integer(Int128(UInt64.max)))])
        #expect(sent.bytes == [UInt8](repeating: 0xFF, count: 8))
        #expect(throws: EncodeError.self) {
            try named.frame([SignalAssignment("S", .integer(Int128(UInt64.max) - 1))])
        }
    }

    private let limited = message("S : 0|64@1+ (1,0) [0|1000] \"\" B")

    @Test("frames have the message's length or the next that CAN has, and its format")
    func lengths() throws {
        for (length, expected) in [(0, 0), (8, 8), (9, 12), (33, 48), (64, 64)] {
            let sent = try compiled("BO_ 256 M: \(length) A\n").frame()
            #expect(Int(sent.length) == expected)
            #expect(sent.flags.contains(.isFD) == (length > 8))
        }
        #expect(throws: EncodeError.noFrame(message: "M", length: 1785)) {
            try compiled("BO_ 256 M: 1785 A\n").frame()
        }
        let flexible = try compiled(
            "BO_ 256 M: 8 A\nBA_DEF_ BO_ \"VFrameFormat\" INT 0 15;\n"
                + "BA_ \"VFrameFormat\" BO_ 256 14;\n"
        )
        #expect(try flexible.frame().flags.contains(.isFD))
    }

    @Test("a float's raw value is a number before factor and offset, not its bits")
    func rawFloats() throws {
        let message = try compiled(
            message(
                "F : 0|32@1- (2,10) [0|0] \"\" B",
                "U : 32|8@1+ (1,0) [0|0] \"\" B",
                sections: "SIG_VALTYPE_ 256 F : 1;"
            )
        )
        for (raw, number) in [(1, 1), (-3, -3), (.number(1.5), 1.5)] as [(RawValue, Double)] {
            let sent = try message.frame([SignalAssignment("F", .raw(raw))])
            #expect(message.decoded(0, in: sent)?.raw == .number(number))
            #expect(message.value(of: 0, in: sent) == number * 2 + 10)
        }
        let sent = try message.frame([SignalAssignment("F", .raw(.number(.nan)))])
        #expect(message.value(of: 0, in: sent)?.isNaN == true)
        let error = #expect(throws: EncodeError.self) {
            try message.frame([SignalAssignment("F", .raw(.number(1e39)))])
        }
        #expect(
            error?.description
                == "F: the raw value 1e+39 does not fit in the signal's bits, "
                + "which hold -3.4028234663852886e+38 to 3.4028234663852886e+38"
        )
        #expect(try message.frame([SignalAssignment("U", .raw(.number(7)))])[4] == 7)
    }

    @Test("start values beyond 2^53 keep their digits, own ones and defaults, whole or in quotes")
    func wideStart() throws {
        for type in ["INT 0 0", "FLOAT 0 0"] {
            for value in ["18446744073709551615", "\"18446744073709551615\""] {
                let definition = "BA_DEF_ SG_ \"GenSigStartValue\" \(type);\n"
                for set in [
                    "BA_ \"GenSigStartValue\" SG_ 256 S", "BA_DEF_DEF_ \"GenSigStartValue\"",
                ] {
                    let text = message(
                        "S : 0|64@1+ (1,0) [0|0] \"\" B",
                        sections: definition + "\(set) \(value);"
                    )
                    #expect(Loaded(text).diagnostics.isEmpty)
                    #expect(
                        try compiled(text).frame().bytes == [UInt8](repeating: 0xFF, count: 8)
                    )
                }
            }
        }
        let negative = message(
            "S : 0|64@1- (1,0) [0|0] \"\" B",
            sections: "BA_DEF_ SG_ \"GenSigStartValue\" FLOAT 0 0;\n"
                + "BA_ \"GenSigStartValue\" SG_ 256 S -9007199254740993;"
        )
        let sent = try compiled(negative).frame()
        #expect(try compiled(negative).decoded(0, in: sent)?.raw == -9_007_199_254_740_993)
    }

    @Test(
        "a start value that the signal cannot hold is reported, also a default, and becomes 0",
        arguments: [
            ("S : 0|8@1+", "256", "whole numbers 0 to 255"),
            ("S : 0|8@1+", "-1", "whole numbers 0 to 255"),
            ("S : 0|8@1-", "128", "whole numbers -128 to 127"),
            ("S : 0|8@1+", "255.5", "whole numbers 0 to 255"),
            ("S : 0|64@1+", "18446744073709551616", "18446744073709551615"),
            ("F : 0|32@1-", "1e39", "-3.4028234663852886e+38 to"),
        ]
    )
    func startOutside(signal: String, value: String, allowed: String) throws {
        for set in [
            "BA_ \"GenSigStartValue\" SG_ 256 \(signal.prefix(1))",
            "BA_DEF_DEF_ \"GenSigStartValue\"",
        ] {
            let loaded = Loaded(
                message(
                    signal + " (1,0) [0|0] \"\" B",
                    sections: "BA_DEF_ SG_ \"GenSigStartValue\" FLOAT 0 0;\n\(set) \(value);\n"
                        + (signal.hasPrefix("F") ? "SIG_VALTYPE_ 256 F : 1;" : "")
                )
            )
            let warning = try loaded.onlyDiagnostic()
            #expect(warning.severity == .warning)
            #expect(warning.line == 4)
            #expect(warning.message.contains("starts at"))
            #expect(warning.message.contains(allowed), "\(warning)")
            let sent = try #require(loaded.compiled.messages.first).frame()
            #expect(sent.bytes == [UInt8](repeating: 0, count: 8))
            let rule = try #require(LintRule.named("start-value-outside-range"))
            let finding = try #require(loaded.database.lint(rules: [rule]).first)
            #expect(finding.message.contains(allowed), "\(finding)")
        }
    }

    @Test("a float's start value is a float")
    func floatStart() throws {
        let message = try compiled(
            message(
                "F : 0|32@1- (1,0) [0|0] \"\" B",
                sections: """
                    BA_DEF_ SG_ "GenSigStartValue" FLOAT 0 255;
                    BA_ "GenSigStartValue" SG_ 256 F 1.5;
                    SIG_VALTYPE_ 256 F : 1;
                    """
            )
        )
        #expect(try message.layouts[0].physical(in: message.frame().payload) == 1.5)
    }
}
