/// What decoding a message needs to know, as plain values.
@frozen
public struct DecodeEntry: BitwiseCopyable, Sendable {
    /// Its first quad; the others follow.
    public var quad: UInt32 = 0
    /// How many values it has.
    public var count: UInt32 = 0
    /// Its first single signal; the others follow.
    public var single: UInt32 = 0
    /// How many signals no quad can decode.
    public var singles: UInt32 = 0
    /// A frame of fewer bytes has to be looked at closely; so has every frame where this is 255.
    public var regularLength: UInt8 = 0
    /// Whether words are loaded from the payload, and not from the four words made of it.
    public var isLong = false

    /// A message without signals.
    public init() {}
}

/// A signal that is decoded or encoded on its own.
public struct SingleSignal: BitwiseCopyable, Sendable {
    /// The place of its value among the message's values.
    public var slot: UInt32
    /// Its place and scaling.
    public var layout: SignalLayout

    /// Puts the two together.
    public init(slot: Int, layout: SignalLayout) {
        self.slot = UInt32(slot)
        self.layout = layout
    }
}

/// Decodes all values of a message at once, from tables that their owner keeps.
///
/// Quads are taken two at a time, so a table ends with one that nobody uses, and up to seven doubles
/// behind a message's last value are written to as well.
@unsafe
public struct DecodeTables {
    /// The four signals of each quad.
    @usableFromInline let quads: UnsafePointer<DecodeQuad>
    /// For each quad the places of its words: bytes from the first word, at most 56.
    @usableFromInline let places: UnsafePointer<SIMD4<UInt8>>
    /// The signals that no quad can decode.
    @usableFromInline let singles: UnsafePointer<SingleSignal>

    /// Quads that are decoded at a time.
    public static let stride = 2

    /// Borrows the tables.
    public init(
        quads: UnsafePointer<DecodeQuad>,
        places: UnsafePointer<SIMD4<UInt8>>,
        singles: UnsafePointer<SingleSignal>
    ) {
        self.quads = quads
        self.places = places
        self.singles = singles
    }

    /// How many doubles `decode` may write for a message with so many values: at least 8.
    @inlinable
    public static func room(for count: Int) -> Int { max(8, (count &+ 7) & ~7) }

    /// Writes the value of every signal, whether the frame has it or not.
    ///
    /// - Parameters:
    ///   - message: An entry made for these tables.
    ///   - payload: 64 bytes.
    ///   - values: At least `room(for: message.count)` doubles.
    @inlinable @inline(__always)
    public func decode(
        _ message: DecodeEntry,
        from payload: RawSpan,
        into values: inout MutableSpan<Double>
    ) {
        precondition(
            payload.byteCount == 64 && values.count >= Self.room(for: Int(message.count)),
            "the buffer for a message's values is too small"
        )
        values.withUnsafeMutableBufferPointer { values in
            payload.withUnsafeBytes { payload in
                guard let payload = payload.baseAddress, let values = values.baseAddress else {
                    return
                }
                decode(message, from: payload, into: values)
            }
        }
    }

    /// The same for a caller that has checked the bounds: 64 bytes, `room(for: message.count)` doubles.
    @inlinable @inline(__always)
    public func decode(
        _ message: DecodeEntry,
        from payload: UnsafeRawPointer,
        into values: UnsafeMutablePointer<Double>
    ) {
        let little = UInt64(littleEndian: payload.loadUnaligned(as: UInt64.self))
        let big = little.byteSwapped
        var words = (little, little &>> 12, big, big &>> 12)
        withUnsafeBytes(of: &words) { made in
            guard let made = made.baseAddress else { return }
            let base = message.isLong ? payload : made
            var quad = quads + Int(message.quad)
            var place = places + Int(message.quad)
            var value = values
            let end = values + Int(message.count)
            repeat {
                Self.decode(quad, place, base, value)
                Self.decode(quad + 1, place + 1, base, value + 4)
                quad += Self.stride
                place += Self.stride
                value += 4 * Self.stride
            } while value < end
        }
        if message.singles > 0 { decodeSingles(message, from: payload, into: values) }
    }

    @inlinable @inline(__always)
    static func decode(
        _ quad: UnsafePointer<DecodeQuad>,
        _ place: UnsafePointer<SIMD4<UInt8>>,
        _ base: UnsafeRawPointer,
        _ values: UnsafeMutablePointer<Double>
    ) {
        let places = UnsafeRawPointer(place).assumingMemoryBound(to: UInt8.self)
        let words = SIMD4(
            base.loadUnaligned(fromByteOffset: Int(places[0]), as: UInt64.self),
            base.loadUnaligned(fromByteOffset: Int(places[1]), as: UInt64.self),
            base.loadUnaligned(fromByteOffset: Int(places[2]), as: UInt64.self),
            base.loadUnaligned(fromByteOffset: Int(places[3]), as: UInt64.self)
        )
        UnsafeMutableRawPointer(values).storeBytes(
            of: quad.pointee.values(words),
            as: SIMD4<Double>.self
        )
    }

    @inlinable
    func decodeSingles(
        _ message: DecodeEntry,
        from payload: UnsafeRawPointer,
        into values: UnsafeMutablePointer<Double>
    ) {
        let bytes = RawSpan(_unsafeStart: payload, byteCount: 64)
        for index in Int(message.single)..<Int(message.single &+ message.singles) {
            values[Int(singles[index].slot)] = singles[index].layout.physical(in: bytes)
        }
    }
}
