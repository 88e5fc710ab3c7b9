import CANFrames
import DBC
import SignalCodec
import Testing

/// The corner cases of bits and values, decoded and encoded by the compiled tables.
@Suite struct CompiledCornerCaseTests {
    private func values(
        _ signals: [String],
        _ text: String,
        sections: String = ""
    ) throws -> [Double] {
        let lines = signals.map { " SG_ \($0) (1,0) [0|0] \"\" B\n" }.joined()
        return try values(of: "BO_ 256 M: 8 A\n" + lines + sections, text)
    }

    private func values(of database: String, _ text: String) throws -> [Double] {
        let decoder = ValueDecoder(Loaded(database).compiled)
        return try #require(decoder.values(of: try frame(text))).values
    }

    @Test(
        "corner cases 1 to 4: sawtooth numbering, signs of 1 and of 64 bits, and 2^63",
        arguments: [
            ("S : 7|16@0+", "100#1234", 0x1234), ("S : 1|12@0+", "100#02ABC0", 2735),
            ("S : 0|1@1-", "100#01", -1), ("S : 7|64@0-", "100#FFFFFFFFFFFFFFFF", -1),
            ("S : 7|64@0+", "100#8000000000000000", 0x1p63),
            ("S : 0|64@1+", "100#0000000000000080", 0x1p63),
        ] as [(String, String, Double)]
    )
    func bits(signal: String, text: String, expected: Double) throws {
        let bytes = text.split(separator: "#")[1]
        let whole = text + String(repeating: "0", count: 16 - bytes.count)
        #expect(try values([signal], whole) == [expected])
    }

    @Test("corner cases 5 and 6: whole numbers beyond 2^53 are exact, widened before multiplying")
    func wholeNumbers() throws {
        let text = message("S : 0|64@1- (2,1) [0|0] \"\" B")
        let compiled = try #require(Loaded(text).compiled.messages.first)
        let found = compiled.decoded(0, in: try frame("100#FFFFFFFFFFFFFF7F"))
        #expect(found?.integer == Int128(Int64.max) * 2 + 1)
        let sent = try compiled.frame([SignalAssignment("S", .integer(Int128(Int64.max) * 2 + 1))])
        #expect(sent.bytes == [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
    }

    @Test("corner cases 7 and 8: overlapping signals decode, in whatever order they stand")
    func overlaps() throws {
        let lines = ["S : 0|8@1+", "T : 4|8@1+", "U : 15|4@0+"]
        #expect(try values(lines, "100#2153000000000000") == [0x21, 0x32, 5])
        #expect(try values(lines.reversed(), "100#2153000000000000") == [5, 0x32, 0x21])
    }

    @Test("corner case 9: a signal past the end of its message is not delivered, the others are")
    func pastTheEnd() throws {
        let text =
            "BO_ 256 M: 2 A\n SG_ T : 12|8@1+ (1,0) [0|0] \"\" A\n SG_ S : 8|8@1+ (1,0) [0|0] \"\" A\n"
        #expect(try values(of: text, "100#00FF") == [255])
    }

    @Test("corner case 10: a short frame has the signals that fit and a flag, a long one no excess")
    func lengths() throws {
        let loaded = Loaded(
            "BO_ 256 M: 3 A\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" A\n SG_ T : 8|16@1+ (1,0) [0|0] \"\" A\n"
        )
        let decoder = ValueDecoder(loaded.compiled)
        let short = try #require(decoder.values(of: try frame("100#0502")))
        #expect(short.found.isShort)
        #expect(short.values[0] == 5 && short.values[1].isNaN)
        let long = try #require(decoder.values(of: try frame("100#050201FF")))
        #expect(!long.found.isShort)
        #expect(long.values == [5, 0x102])
    }

    @Test("corner cases 11 to 13: multiplexors are compared raw; an unknown value sets a flag")
    func multiplexors() throws {
        let loaded = Loaded(
            message(
                "M M : 0|8@1- (10,5) [0|0] \"\" B",
                "A m1 : 8|8@1+ (1,0) [0|0] \"\" B",
                "C m255 : 8|8@1+ (2,0) [0|0] \"\" B",
                "D : 16|8@1+ (1,0) [0|0] \"\" B"
            )
        )
        let decoder = ValueDecoder(loaded.compiled)
        let first = try #require(decoder.values(of: try frame("100#0107090000000000")))
        #expect(first.values[0] == 15 && first.values[1] == 7 && first.values[3] == 9)
        #expect(first.values[2].isNaN && !first.found.hasUnknownSelector)
        let last = try #require(decoder.values(of: try frame("100#FF07090000000000")))
        #expect(last.values[0] == -5 && last.values[2] == 14 && last.values[1].isNaN)
        let unknown = try #require(decoder.values(of: try frame("100#0207090000000000")))
        #expect(unknown.found.hasUnknownSelector)
        #expect(unknown.values[0] == 25 && unknown.values[3] == 9)
        #expect(unknown.values[1].isNaN && unknown.values[2].isNaN)
    }

    @Test("corner cases 15 and 16: nested ranges, a selector behind its children, wide ranges")
    func nested() throws {
        let text = message(
            "A m0 : 8|8@1+ (1,0) [0|0] \"\" B",
            "N m3M : 56|8@1+ (1,0) [0|0] \"\" B",
            "M M : 0|8@1+ (1,0) [0|0] \"\" B",
            sections: "SG_MUL_VAL_ 256 A N 3-3, 5-3000000;\nSG_MUL_VAL_ 256 N M 3-3;"
        )
        #expect(try values(of: text, "100#0305000000000007") == [5, 7, 3])
        let other = try values(of: text, "100#0305000000000004")
        #expect(other[0].isNaN && other[1] == 4 && other[2] == 3)
    }

    @Test("corner cases 17 and 18: a float32's NaN keeps its bits, and a float begins on any bit")
    func floats() throws {
        let types = "SIG_VALTYPE_ 256 F : 1;\nVAL_ 256 F 0 \"zero\" ;\n"
        #expect(try values(["F : 0|32@1-"], "100#0100C07F00000000", sections: types)[0].isNaN)
        let compiled = try #require(
            Loaded("BO_ 256 M: 8 A\n SG_ F : 0|32@1- (1,0) [0|0] \"\" A\n" + types).compiled
                .messages.first
        )
        let received = try frame("100#0100C07F00000000")
        let bits = try #require(compiled.decoded(0, in: received)).raw
        #expect(try compiled.frame([SignalAssignment("F", .raw(bits))]) == received)
        // 1.5 from bit 4 of the first byte on, big-endian.
        #expect(try values(["F : 4|32@0-"], "100#07F8000000000000", sections: types) == [1.5])
    }

    @Test("corner case 20: encoding rounds half away from zero, once")
    func rounding() throws {
        let loaded = Loaded(
            message("S : 0|8@1- (1,0) [0|0] \"\" B", "T : 8|8@1+ (0.1,0) [0|0] \"\" B")
        )
        let encoder = ValueEncoder(loaded.compiled)
        for (value, count) in [(2.5, 3), (-2.5, 0xFD), (2.4999999999999996, 2), (-0.5, 0xFF)] {
            var sent = try frame("100#0000000000000000")
            try encoder.encode([value, 0.25].span, into: &sent)
            // 0.25 / 0.1 is 2.5 in doubles.
            #expect(sent.bytes[..<2] == [UInt8(count), 3])
        }
    }

    @Test(
        "corner cases 21 and 22: what cannot be encoded is refused, and the payload left untouched",
        arguments: [.nan, .infinity, 256, -1, 101] as [Double]
    )
    func refused(value: Double) throws {
        let loaded = Loaded(
            message(
                "S : 0|8@1+ (1,0) [0|0] \"\" B",
                "T : 8|8@1+ (1,0) [0|100] \"\" B",
                sections: "VAL_ 256 T 255 \"none\" ;"
            )
        )
        let encoder = ValueEncoder(loaded.compiled)
        var sent = try frame("100#0102030405060708")
        let error = #expect(throws: EncodeError.self) {
            try encoder.encode([7, value].span, into: &sent)
        }
        #expect(error?.description.hasPrefix("T: ") == true)
        #expect(sent == (try frame("100#0102030405060708")))
        // [0|0] means no limits; a named value and a millionth of a count are inside.
        try encoder.encode([255, 255].span, into: &sent)
        try encoder.encode([255, 100.0000009].span, into: &sent)
        #expect(sent.bytes[..<2] == [255, 100])
    }

    @Test("corner cases 28 to 30: no message, no byte, every FD length, and the first of two")
    func messages() throws {
        let text = """
            BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX
             SG_ Spare : 0|8@1+ (1,0) [0|0] "" A

            BO_ 1 Empty: 0 A

            BO_ 2 First: 8 A
             SG_ S : 0|8@1+ (1,0) [0|0] "" A

            BO_ 2 Second: 8 A
             SG_ S : 0|8@1+ (2,0) [0|0] "" A

            """
        let compiled = Loaded(text).compiled
        let decoder = ValueDecoder(compiled)
        #expect(compiled.independentSignals.map(\.name) == ["Spare"])
        #expect(decoder.values(of: try frame("001#")) == nil)
        #expect(try #require(decoder.values(of: try frame("002#05"))).values == [5])
        for length in [12, 16, 20, 24, 32, 48, 64] {
            let database =
                "BO_ 256 M: \(length) A\n SG_ S : \(length * 8 - 12)|12@1+ (1,0) [0|0] \"\" A\n"
                + " SG_ T : \(length * 8 - 13)|12@0+ (1,0) [0|0] \"\" A\n"
            let bytes = String(repeating: "00", count: length - 2) + "A5FF"
            #expect(try values(of: database, "100#" + bytes) == [0xFFA, 0x5FF])
        }
    }
}
