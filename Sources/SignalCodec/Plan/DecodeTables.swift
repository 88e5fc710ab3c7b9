public import CANFrames

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
    /// What its quads take their signals from.
    public var form = DecodeForm.littleEndianWord

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
    /// The signals that no quad can decode.
    @usableFromInline let singles: UnsafePointer<SingleSignal>

    /// Quads that are decoded at a time.
    public static let stride = 2

    /// Borrows the tables.
    public init(quads: UnsafePointer<DecodeQuad>, singles: UnsafePointer<SingleSignal>) {
        self.quads = quads
        self.singles = singles
    }

    /// How many doubles `decode` may write for a message with so many values: at least 8.
    @inlinable
    public static func room(for count: Int) -> Int { max(8, (count &+ 7) & ~7) }

    /// Writes the value of every signal that a quad decodes, whether the frame has it or not.
    ///
    /// - Parameters:
    ///   - message: An entry made for these tables.
    ///   - payload: 64 bytes.
    ///   - values: `room(for: message.count)` doubles.
    @inlinable @inline(__always)
    public func decode(
        _ message: UnsafePointer<DecodeEntry>,
        from payload: UnsafeRawPointer,
        into values: UnsafeMutablePointer<Double>
    ) {
        let quad = quads + Int(message.pointee.quad)
        let end = values + Int(message.pointee.count)
        let form = message.pointee.form
        switch form {
        case .littleEndianWord, .bigEndianWord:
            let little = UInt64(littleEndian: payload.loadUnaligned(as: UInt64.self))
            let word = form == .bigEndianWord ? little.byteSwapped : little
            Self.decode(quad, word, into: values, to: end)
        case .sharedWindows: Self.decode(quad, sharedWindows: payload, into: values, to: end)
        case .windowsBothWays: Self.decode(quad, bothWays: payload, into: values, to: end)
        }
    }

    @inlinable @inline(__always)
    static func decode(
        _ first: UnsafePointer<DecodeQuad>,
        _ word: UInt64,
        into values: UnsafeMutablePointer<Double>,
        to end: UnsafeMutablePointer<Double>
    ) {
        let low = SIMD4(repeating: word)
        let high = SIMD4(repeating: word &>> DecodeForm.shift)
        var quad = first
        var value = values
        repeat {
            store(quad[0].values(low, high), at: value)
            store(quad[1].values(low, high), at: value + 4)
            quad += stride
            value += 4 * stride
        } while value < end
    }

    @inlinable @inline(__always)
    static func decode(
        _ first: UnsafePointer<DecodeQuad>,
        sharedWindows payload: UnsafeRawPointer,
        into values: UnsafeMutablePointer<Double>,
        to end: UnsafeMutablePointer<Double>
    ) {
        var quad = first
        var value = values
        repeat {
            store(quad[0].values(sharedWindows: payload), at: value)
            store(quad[1].values(sharedWindows: payload), at: value + 4)
            quad += stride
            value += 4 * stride
        } while value < end
    }

    @usableFromInline @inline(never)
    static func decode(
        _ first: UnsafePointer<DecodeQuad>,
        bothWays payload: UnsafeRawPointer,
        into values: UnsafeMutablePointer<Double>,
        to end: UnsafeMutablePointer<Double>
    ) {
        // The last word stays 0: a window may begin in the one before.
        var buffer = [17 of UInt64](repeating: 0)
        withUnsafeMutablePointer(to: &buffer) { pointer in
            let words = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt64.self)
            for word in 0..<8 {
                let bytes = payload.loadUnaligned(fromByteOffset: 8 &* word, as: UInt64.self)
                words[word] = bytes
                words[15 &- word] = bytes.byteSwapped
            }
            let windows = UnsafeRawPointer(words)
            var quad = first
            var value = values
            repeat {
                store(quad[0].values(windows: windows), at: value)
                store(quad[1].values(windows: windows), at: value + 4)
                quad += stride
                value += 4 * stride
            } while value < end
        }
    }

    @inlinable @inline(__always)
    static func store(_ values: SIMD4<Double>, at place: UnsafeMutablePointer<Double>) {
        UnsafeMutableRawPointer(place).storeBytes(of: values, as: SIMD4<Double>.self)
    }

    /// Writes the values of the signals that no quad decodes.
    public func decodeSingles(
        _ message: DecodeEntry,
        from payload: borrowing Payload,
        into values: inout MutableSpan<Double>
    ) {
        let bytes = payload.span.bytes
        for index in Int(message.single)..<Int(message.single &+ message.singles) {
            values[Int(singles[index].slot)] = singles[index].layout.physical(in: bytes)
        }
    }
}
