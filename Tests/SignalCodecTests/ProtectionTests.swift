import CANFrames
import SignalCodec
import Testing

/// A frame from `1D4#8817…`.
func frame(_ text: String) throws -> Frame {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    let identifier = try #require(UInt32(parts[0], radix: 16))
    let digits = Array(parts[1])
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    let id = try #require(FrameID(standard: identifier))
    return try #require(Frame(id: id, bytes: bytes))
}

func nissan(bytes: Int, counter: (Int, Int)? = nil) throws -> Protection {
    Protection(
        profile: .nissanCRC8,
        checksum: try layout((bytes - 1) * 8, 8, .littleEndian),
        counter: try counter.map { try layout($0.0, $0.1, .littleEndian) }
    )
}

@Suite struct ProtectionTests {
    @Test("both CRCs give their published check values")
    func checkValues() {
        func sum(_ crc: CRC8) -> UInt8 {
            "123456789".utf8.reduce(crc.initial) { crc.step($0, $1) } ^ crc.final
        }
        #expect(sum(.nissan) == 0x2A)
        #expect(sum(.j1850) == 0x4B)
        let row: [UInt8] = [
            0x00, 0x85, 0x8F, 0x0A, 0x9B, 0x1E, 0x14, 0x91, 0xB3, 0x36, 0x3C, 0xB9, 0x28, 0xAD,
            0xA7, 0x22,
        ]
        #expect((0..<16).map { CRC8.nissan.step(0, UInt8($0)) } == row)
    }

    @Test(
        "frames from real cars verify at every length, and with any bit changed they do not",
        arguments: [
            "1D4#8817550007448170", "1D4#8818F0C04744A186", "1DA#BC321A9D18A30AA3",
            "1DA#C6721F861F03087E", "1DA#C3641FD6F0B1035D", "1DA#FF0000007FFE0197",
            "1DB#8760B86A00C3B259", "1DB#7FE0FFC600800061", "1DC#B4047FFD012CCDF0",
            "1DC#FFFFFFFF1FFFFC6B", "11A#4E4004AAC00000BD", "55B#E9C00000E1401214",
            "120#08DC00DD", "1ED#FFE068", "108#00049B", "1CB#00000000600011", "50C#000000035DF4",
        ]
    )
    func realFrames(text: String) throws {
        var received = try frame(text)
        let protection = try nissan(bytes: Int(received.length))
        #expect(protection.checksumIsRight(received) == .ok)
        for bit in 0..<Int(received.length) * 8 {
            received[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(protection.checksumIsRight(received) == .bad)
            received[bit / 8] ^= 1 << UInt8(bit % 8)
        }
        let original = received
        received[Int(received.length) - 1] = 0
        protection.protect(&received, counter: 0)
        #expect(received == original)
    }

    @Test(
        "nibble sums of real frames verify with the message's own constant",
        arguments: [
            ("1F2#1064007C001E0188", 2), ("1F2#006404A00002020E", 2), ("1F2#10640000001E030F", 2),
            ("390#0400010200000036", 12), ("390#0400010000003C00", 12),
            ("390#080000000080210F", 12), ("393#0020000000000034", 15),
            ("393#0010000000000000", 15), ("393#0010000020000013", 15),
        ] as [(String, UInt8)]
    )
    func nibbleSums(text: String, constant: UInt8) throws {
        let checksum = try layout(56, 4, .littleEndian)
        let protection = Protection(
            profile: .nissanNibbleSum,
            checksum: checksum,
            constant: constant
        )
        var received = try frame(text)
        #expect(protection.checksumIsRight(received) == .ok)
        let other = Protection(
            profile: .nissanNibbleSum,
            checksum: checksum,
            constant: constant ^ 1
        )
        #expect(other.checksumIsRight(received) == .bad)
        let original = received
        received[7] ^= 0xF
        #expect(protection.checksumIsRight(received) == .bad)
        protection.protect(&received, counter: 9)
        #expect(received == original)
    }

    @Test("AxleCRC8 covers the data id and every byte but its own")
    func axle() throws {
        let protection = Protection(
            profile: .axleCRC8,
            checksum: try layout(56, 8, .littleEndian),
            counter: try layout(48, 4, .littleEndian),
            dataID: 0x6A0
        )
        var sent = try frame("6A0#1122334455666000")
        protection.protect(&sent, counter: 0x1B)
        #expect(sent[6] == 0x6B)
        #expect(
            sent[7] == Self.bitwiseJ1850([0xA0, 0x06, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x6B])
        )
        #expect(protection.checksumIsRight(sent) == .ok)
        for bit in 0..<64 {
            sent[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(protection.checksumIsRight(sent) == .bad)
            sent[bit / 8] ^= 1 << UInt8(bit % 8)
        }
        let other = Protection(
            profile: .axleCRC8,
            checksum: protection.checksum,
            dataID: 0x6A1
        )
        #expect(other.checksumIsRight(sent) == .bad)
    }

    /// SAE J1850's CRC-8 bit by bit, from its definition.
    static func bitwiseJ1850(_ bytes: some Sequence<UInt8>) -> UInt8 {
        var register: UInt8 = 0xFF
        for byte in bytes {
            for bit in (0..<8).reversed() {
                let isSet = (register >> 7 ^ byte >> UInt8(bit)) & 1 == 1
                register = register << 1 ^ (isSet ? 0x1D : 0)
            }
        }
        return ~register
    }

    @Test("a frame too short for its checksum is bad, and a message without one says so")
    func shortFrames() throws {
        let protection = try nissan(bytes: 8, counter: (48, 2))
        #expect(protection.checksumIsRight(try frame("1D4#88175500074481")) == .bad)
        #expect(Protection().checksumIsRight(try frame("1D4#88")) == .none)
        var short = try frame("1D4#881755")
        protection.protect(&short, counter: 3)
        #expect(short == (try frame("1D4#881755")))
    }
}

@Suite struct CounterTrackerTests {
    private func results(_ counts: [UInt64], bits: Int) throws -> [CounterResult] {
        let protection = Protection(counter: try layout(0, bits, .littleEndian))
        var tracker = CounterTracker()
        return try counts.map {
            var received = try frame("100#00")
            protection.protect(&received, counter: $0)
            return tracker.step(received, protection)
        }
    }

    @Test("the first count is right whatever it is, and then each is one more, modulo the width")
    func runs() throws {
        #expect(try results([2, 3, 0, 1, 2], bits: 2) == [.ok, .ok, .ok, .ok, .ok])
        #expect(try results([15, 0], bits: 4) == [.ok, .ok])
    }

    @Test("a gap says how many frames are missing")
    func gaps() throws {
        #expect(try results([0, 2, 3], bits: 2) == [.ok, .gap(missed: 1), .ok])
        #expect(try results([1, 0], bits: 2) == [.ok, .gap(missed: 2)])
        #expect(try results([14, 1], bits: 4) == [.ok, .gap(missed: 2)])
    }

    @Test("the same count again is a repetition, not a gap")
    func repetition() throws {
        #expect(try results([1, 1, 2], bits: 2) == [.ok, .repeated, .ok])
    }

    @Test("a message without a counter, or a frame too short for it, says none")
    func without() throws {
        var tracker = CounterTracker()
        #expect(tracker.step(try frame("100#00"), Protection()) == .none)
        let late = Protection(counter: try layout(48, 2, .littleEndian))
        #expect(tracker.step(try frame("100#00"), late) == .none)
    }

    @Test("after a reset the next count is right whatever it is")
    func reset() throws {
        let protection = Protection(counter: try layout(0, 2, .littleEndian))
        var tracker = CounterTracker()
        #expect(tracker.step(try frame("100#00"), protection) == .ok)
        tracker.reset()
        #expect(tracker.step(try frame("100#02"), protection) == .ok)
    }
}
