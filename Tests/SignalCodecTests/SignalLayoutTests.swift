import CANFrames
import SignalCodec
import Testing

func payload(_ bytes: [UInt8], at first: Int = 0) -> Payload {
    var payload = Payload(repeating: 0)
    for (index, byte) in bytes.enumerated() { payload[first + index] = byte }
    return payload
}

func bytes(of payload: borrowing Payload) -> [UInt8] {
    let span = payload.span
    return span.indices.map { span[$0] }
}

func layout(
    _ startBit: Int,
    _ length: Int,
    _ order: ByteOrder,
    _ kind: SignalKind = .unsigned,
    factor: Double = 1,
    offset: Double = 0,
    limits: (Double, Double) = (0, 0)
) throws -> SignalLayout {
    try #require(
        SignalLayout(
            startBit: startBit,
            length: length,
            byteOrder: order,
            kind: kind,
            factor: factor,
            offset: offset,
            minimum: limits.0,
            maximum: limits.1
        )
    )
}

@Suite struct SignalLayoutTests {
    @Test("a big-endian start bit is the most significant one, in sawtooth numbering")
    func bigEndianStart() throws {
        let signal = try layout(7, 16, .bigEndian)
        #expect(signal.bits(in: payload([0x12, 0x34])) == 0x1234)
    }

    @Test("a big-endian signal may begin inside a byte")
    func bigEndianInsideByte() throws {
        let signal = try layout(1, 12, .bigEndian)
        #expect(signal.physical(in: payload([0x02, 0xAB, 0xC0])) == 2735)
    }

    @Test("a little-endian signal may begin inside a byte")
    func littleEndianInsideByte() throws {
        let signal = try layout(4, 12, .littleEndian)
        #expect(signal.bits(in: payload([0x30, 0x12])) == 0x123)
    }

    @Test("all ones of a signed signal are -1, in 1 bit and in 64", arguments: [1, 2, 11, 63, 64])
    func signedOnes(length: Int) throws {
        let ones = payload([UInt8](repeating: 0xFF, count: 9))
        for order in [ByteOrder.bigEndian, .littleEndian] {
            let start = order == .bigEndian ? 7 : 0
            let signal = try layout(start, length, order, .signed)
            #expect(signal.raw(in: ones) == -1)
            #expect(signal.physical(in: ones) == -1)
        }
    }

    @Test("an unsigned count of 2^63 or more stays positive")
    func unsigned64() throws {
        let signal = try layout(7, 64, .bigEndian)
        let high = payload([0x80, 0, 0, 0, 0, 0, 0, 0])
        #expect(signal.physical(in: high) == 0x1p63)
        #expect(signal.bits(in: high) == 1 << 63)
        #expect(signal.integer(in: high) == 1 << 63)
    }

    @Test("whole numbers above 2^53 are exact where factor and offset are whole")
    func exactIntegers() throws {
        let signal = try layout(0, 64, .littleEndian, .unsigned, factor: 1, offset: 1)
        var bytes = Payload(repeating: 0)
        signal.store(bits: (1 << 53) + 1, in: &bytes)
        let expected: Int128 = (1 << 53) + 2
        #expect(signal.integer(in: bytes) == expected)
        try signal.store(integer: (1 << 60) + 7, in: &bytes)
        #expect(signal.bits(in: bytes) == (1 << 60) + 6)
        let halves = try layout(0, 8, .littleEndian, .unsigned, factor: 0.5)
        #expect(halves.integer(in: bytes) == nil)
    }

    @Test("a signed 64-bit count is widened before it is multiplied")
    func widened() throws {
        let signal = try layout(0, 64, .littleEndian, .signed, factor: 2)
        var bytes = Payload(repeating: 0)
        signal.store(bits: 1 << 63, in: &bytes)
        #expect(signal.integer(in: bytes) == -(1 << 64))
        #expect(signal.physical(in: bytes) == -0x1p64)
        #expect(throws: CodecError.self) { try signal.store(integer: 1 << 64, in: &bytes) }
        try signal.store(integer: 3, in: &bytes)
        #expect(signal.raw(in: bytes) == 2)
    }

    @Test("a single's NaN keeps its bits through decode and store")
    func nanKeepsItsBits() throws {
        let signal = try layout(0, 32, .littleEndian, .float32)
        let pattern: UInt64 = 0x7FC0_1234
        var bytes = Payload(repeating: 0)
        signal.store(bits: pattern, in: &bytes)
        #expect(signal.physical(in: bytes).isNaN)
        #expect(signal.bits(in: bytes) == pattern)
    }

    @Test("a float may begin on any bit", arguments: [ByteOrder.bigEndian, .littleEndian])
    func unalignedFloats(order: ByteOrder) throws {
        for start in 0..<24 {
            var bytes = payload([UInt8](repeating: 0xA5, count: 20))
            let single = try layout(start, 32, order, .float32, factor: 2, offset: 1)
            try single.store(physical: -2.75, in: &bytes)
            #expect(single.physical(in: bytes) == -2.75)
            let double = try layout(start, 64, order, .float64)
            try double.store(physical: 0.1, in: &bytes)
            #expect(double.physical(in: bytes) == 0.1)
        }
    }

    @Test("a layout that does not lie in 64 bytes is refused")
    func refusedPlaces() {
        func make(_ start: Int, _ length: Int, _ order: ByteOrder, _ kind: SignalKind) -> Bool {
            SignalLayout(startBit: start, length: length, byteOrder: order, kind: kind) != nil
        }
        #expect(make(511, 1, .littleEndian, .unsigned))
        #expect(!make(512, 1, .littleEndian, .unsigned))
        #expect(!make(-1, 1, .littleEndian, .unsigned))
        #expect(!make(511, 2, .littleEndian, .unsigned))
        #expect(make(504, 1, .bigEndian, .unsigned))
        #expect(!make(504, 2, .bigEndian, .unsigned))
        #expect(!make(0, 0, .littleEndian, .unsigned))
        #expect(!make(0, 65, .littleEndian, .unsigned))
        #expect(!make(0, 10, .littleEndian, .float32))
        #expect(!make(0, 32, .littleEndian, .float64))
    }

    @Test("a signal fits in a frame exactly when its last byte does")
    func fits() throws {
        let signal = try layout(1, 12, .bigEndian)
        #expect(signal.lastByte == 2)
        #expect(!signal.fits(length: 2))
        #expect(signal.fits(length: 3))
    }

    @Test("store and load agree with a bit-by-bit reference", arguments: 0..<200 as Range<UInt64>)
    func agreesWithReference(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var tried = 0
        while tried < 50 {
            let start = Int.random(in: 0..<512, using: &random)
            let length = Int.random(in: 1...64, using: &random)
            let order: ByteOrder = Bool.random(using: &random) ? .bigEndian : .littleEndian
            let kind: SignalKind = Bool.random(using: &random) ? .signed : .unsigned
            let places = ReferenceBits.places(start: start, length: length, order: order)
            let made = SignalLayout(
                startBit: start,
                length: length,
                byteOrder: order,
                kind: kind
            )
            #expect((made != nil) == (places != nil))
            guard let signal = made, let places else { continue }
            tried += 1
            #expect(signal.startBit == start)
            #expect(signal.length == length)

            var before = Payload(repeating: 0)
            for index in 0..<64 { before[index] = .random(in: .min ... .max, using: &random) }
            let bits = UInt64.random(in: .min ... .max, using: &random)
            let expected = ReferenceBits.store(bits, in: bytes(of: before), at: places)
            var after = before
            signal.store(bits: bits, in: &after)
            #expect(bytes(of: after) == expected)
            let loaded = ReferenceBits.load(from: expected, at: places)
            #expect(signal.bits(in: after) == loaded)
            let isNegative = kind == .signed && loaded >> UInt64(length - 1) & 1 == 1
            let extended = isNegative && length < 64 ? loaded | UInt64.max << length : loaded
            #expect(signal.raw(in: after) == Int64(bitPattern: extended))
            let physical =
                kind == .signed ? Double(Int64(bitPattern: extended)) : Double(loaded)
            #expect(signal.physical(in: after) == physical)
        }
    }
}

/// Where a signal's bits lie, one by one, by the book.
enum ReferenceBits {
    /// The bits from the most significant on, as (byte, bit); nil where one lies outside.
    static func places(start: Int, length: Int, order: ByteOrder) -> [(Int, Int)]? {
        var places: [(Int, Int)] = []
        var byte = start / 8
        var bit = start % 8
        for _ in 0..<length {
            guard byte < 64 else { return nil }
            places.append((byte, bit))
            switch order {
            case .bigEndian:
                bit -= 1
                if bit < 0 { (byte, bit) = (byte + 1, 7) }
            case .littleEndian:
                bit += 1
                if bit > 7 { (byte, bit) = (byte + 1, 0) }
            }
        }
        return order == .bigEndian ? places : places.reversed()
    }

    static func load(from bytes: [UInt8], at places: [(Int, Int)]) -> UInt64 {
        places.reduce(0) { $0 << 1 | UInt64(bytes[$1.0] >> $1.1 & 1) }
    }

    static func store(_ bits: UInt64, in bytes: [UInt8], at places: [(Int, Int)]) -> [UInt8] {
        var result = bytes
        for (index, place) in places.reversed().enumerated() {
            let mask = UInt8(1) << place.1
            let isSet = bits >> UInt64(index) & 1 == 1
            result[place.0] = isSet ? result[place.0] | mask : result[place.0] & ~mask
        }
        return result
    }
}
