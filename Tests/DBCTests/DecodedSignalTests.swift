import CANFrames
import DBC
import Testing

@Suite struct DecodedSignalTests {
    private func decoded(_ text: String, _ frameText: String) throws -> DecodedSignal? {
        let message = try #require(Loaded(text).compiled.messages.first)
        return message.decoded(0, in: try frame(frameText))
    }

    @Test("a signal's count, value, whole value and label come together")
    func parts() throws {
        let text = message(
            "S : 0|8@1- (2,1) [0|0] \"\" B",
            sections: "VAL_ 256 S -1 \"minus\" ;"
        )
        let found = try #require(try decoded(text, "100#FF"))
        #expect(found.raw == -1)
        #expect(found.physical == -1)
        #expect(found.integer == -1)
        #expect(found.label == "minus")
        #expect(try decoded(text, "100#") == nil)
    }

    @Test("an unsigned count of 64 bits stays positive and exact")
    func wide() throws {
        let text = message("S : 0|64@1+ (2,1) [0|0] \"\" B")
        let found = try #require(try decoded(text, "100#FFFFFFFFFFFFFFFF"))
        #expect(found.raw == .count(Int128(UInt64.max)))
        #expect(found.integer == Int128(UInt64.max) * 2 + 1)
        #expect(found.label == nil)
    }

    @Test("a fraction has no whole value, and a float's raw value is its number")
    func fractions() throws {
        #expect(try decoded(message("S : 0|8@1+ (0.5,0) [0|0] \"\" B"), "100#03")?.integer == nil)
        let text = message("F : 0|32@1- (2,0) [0|0] \"\" B", sections: "SIG_VALTYPE_ 256 F : 1;")
        let found = try #require(try decoded(text, "100#0000C03F"))
        #expect(found.raw == .number(1.5))
        #expect(found.physical == 3)
        #expect(found.integer == nil)
    }
}

@Suite struct LongSignalTests {
    @Test("a signal of more than 64 bits is never dropped: it is read as bytes")
    func wide() throws {
        let loaded = Loaded("BO_ 256 M: 16 A\n SG_ Name : 8|96@1+ (1,0) [0|0] \"\" A\n")
        #expect(try loaded.onlyDiagnostic().severity == .warning)
        let message = try #require(loaded.compiled.messages.first)
        #expect(message.signals.isEmpty)
        let signal = try #require(message.longSignals.first)
        #expect(signal.name == "Name")
        let payload = (0..<16).map { UInt8($0) }
        #expect(signal.bytes(in: payload) == Array(1...12))
        #expect(signal.bytes(in: Array(payload[..<12])) == nil)
    }

    @Test("bits that begin inside a byte are moved to its edge, in either order")
    func unaligned() throws {
        let loaded = Loaded(
            "BO_ 256 M: 16 A\n SG_ L : 4|68@1+ (1,0) [0|0] \"\" A\n SG_ B : 3|68@0+ (1,0) [0|0] \"\" A\n"
        )
        let signals = try #require(loaded.compiled.messages.first).longSignals
        let payload: [UInt8] =
            [0x1A, 0x2B, 0x3C, 0, 0, 0, 0, 0, 0xF9, 0x80] + Array(repeating: 0, count: 6)
        #expect(signals.map { $0.bytes(in: payload)?.first } == [0xB1, 0xA2])
        #expect(signals.map { $0.bytes(in: payload)?.last } == [0x0F, 0x90])
        #expect(signals.map { $0.bytes(in: payload)?.count } == [9, 9])
    }

    @Test("a signal beyond the 64 bytes of a frame is read out of the message put together")
    func transport() throws {
        let loaded = Loaded("BO_ 256 M: 1785 A\n SG_ T : 14272|8@1+ (1,0) [0|0] \"\" A\n")
        let signal = try #require(loaded.compiled.messages.first?.longSignals.first)
        var payload = [UInt8](repeating: 0, count: 1785)
        payload[1784] = 0x5A
        #expect(signal.bytes(in: payload) == [0x5A])
    }

    @Test("past the end of its message even a long signal is an error")
    func pastTheEnd() {
        let loaded = Loaded("BO_ 256 M: 8 A\n SG_ S : 0|65@1+ (1,0) [0|0] \"\" A\n")
        #expect(loaded.errors.count == 1)
        #expect(loaded.compiled.messages.first?.longSignals.isEmpty == true)
    }
}
