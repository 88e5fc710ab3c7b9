import DBC
import Testing

@Suite struct MultiplexingTests {
    @Test("the multiplexor is compared raw, not scaled")
    func rawComparison() throws {
        let loaded = Loaded(
            message(
                "M M : 0|8@1+ (10,5) [0|0] \"\" B",
                "A m1 : 8|8@1+ (1,0) [0|0] \"\" B",
                "C m15 : 8|8@1+ (1,0) [0|0] \"\" B",
                "D : 16|8@1+ (1,0) [0|0] \"\" B"
            )
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(try loaded.values("100#0107090000000000") == ["M": 15, "A": 7, "D": 9])
        #expect(try loaded.signal("Message.A").multiplexedBy == 0)
    }

    @Test("a signed multiplexor of -1 selects m255 in 8 bits")
    func signedMultiplexor() throws {
        let loaded = Loaded(
            message(
                "M M : 0|8@1- (1,0) [0|0] \"\" B",
                "A m255 : 8|8@1+ (1,0) [0|0] \"\" B"
            )
        )
        #expect(try loaded.values("100#FF07000000000000") == ["M": -1, "A": 7])
    }

    @Test("a multiplexor's unknown value leaves the fixed signals and flags the frame")
    func unknownValue() throws {
        let loaded = Loaded(
            message(
                "M M : 0|8@1+ (1,0) [0|0] \"\" B",
                "A m1 : 8|8@1+ (1,0) [0|0] \"\" B",
                "D : 16|8@1+ (1,0) [0|0] \"\" B"
            )
        )
        #expect(try loaded.values("100#0207090000000000") == ["M": 2, "D": 9])
        #expect(try loaded.decode("100#0207090000000000").hasUnknownSelector)
        #expect(try !loaded.decode("100#0107090000000000").hasUnknownSelector)
    }

    @Test("a multiplexed signal without a multiplexor is reported and left out")
    func noMultiplexor() throws {
        let loaded = Loaded(
            message("A m1 : 8|8@1+ (1,0) [0|0] \"\" B", "D : 16|8@1+ (1,0) [0|0] \"\" B")
        )
        #expect(try loaded.onlyDiagnostic().message.contains("marked M"))
        #expect(try loaded.values("100#0107090000000000") == ["D": 9])
    }

    @Test("two multiplexors without ranges are reported, and the first selects")
    func twoMultiplexors() throws {
        let loaded = Loaded(
            message(
                "M M : 0|8@1+ (1,0) [0|0] \"\" B",
                "N M : 8|8@1+ (1,0) [0|0] \"\" B",
                "A m1 : 16|8@1+ (1,0) [0|0] \"\" B"
            )
        )
        #expect(try loaded.onlyDiagnostic().message.contains("2 multiplexors"))
        #expect(try loaded.values("100#0102090000000000")["A"] == 9)
    }

    private let nested = [
        // The inner selector stands after its children in the text and in the frame.
        "A m0 : 8|8@1+ (1,0) [0|0] \"\" B", "C m0 : 8|8@1+ (1,0) [0|0] \"\" B",
        "N m3M : 56|8@1+ (1,0) [0|0] \"\" B", "M M : 0|8@1+ (1,0) [0|0] \"\" B",
    ]

    @Test(
        "nested multiplexing follows ranges through every level",
        arguments: [
            ("100#0305000000000003", ["A": 5.0, "M": 3, "N": 3]),
            ("100#0305000000000007", ["A": 5, "M": 3, "N": 7]),
            ("100#030500000000000A", ["A": 5, "M": 3, "N": 10]),
            ("100#0305000000000004", ["M": 3, "N": 4]),
            ("100#030500000000000B", ["C": 5, "M": 3, "N": 11]),
            ("100#0405000000000003", ["M": 4]),
        ] as [(String, [String: Double])]
    )
    func nestedRanges(text: String, expected: [String: Double]) throws {
        let loaded = Loaded(
            message(
                nested[0],
                nested[1],
                nested[2],
                nested[3],
                sections: """
                    SG_MUL_VAL_ 256 A N 3-3, 5-10;
                    SG_MUL_VAL_ 256 C N 11-11;
                    SG_MUL_VAL_ 256 N M 3-3;
                    """
            )
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(try loaded.values(text) == expected)
    }

    @Test("a range of three million values costs nothing")
    func wideRange() throws {
        let loaded = Loaded(
            message(
                "M M : 0|32@1+ (1,0) [0|0] \"\" B",
                "A m0 : 32|8@1+ (1,0) [0|0] \"\" B",
                sections:
                    "SG_MUL_VAL_ 256 A M 0-3000000, 18446744073709551615-18446744073709551615;"
            )
        )
        #expect(loaded.diagnostics.isEmpty)
        #expect(try loaded.values("100#C0C62D0009000000")["A"] == 9)
        #expect(try loaded.values("100#C1C62D0009000000")["A"] == nil)
    }

    @Test("signals that select each other are an error, not a loop")
    func cycle() {
        let loaded = Loaded(
            message(
                "M m0M : 0|8@1+ (1,0) [0|0] \"\" B",
                "N m0M : 8|8@1+ (1,0) [0|0] \"\" B",
                sections: "SG_MUL_VAL_ 256 M N 0-0;\nSG_MUL_VAL_ 256 N M 0-0;"
            )
        )
        #expect(loaded.errors.count == 2)
        #expect(loaded.compiled.messages.first?.signals.isEmpty == true)
    }
}
