public import CANFrames

/// What encoding a message needs to know, as plain values.
@frozen
public struct EncodeEntry: BitwiseCopyable, Sendable {
    /// Its first quad; the others follow.
    public var quad: UInt32 = 0
    /// How many values it has.
    public var count: UInt32 = 0
    /// Its first single signal; the others follow.
    public var single: UInt32 = 0
    /// How many signals no quad can encode.
    public var singles: UInt32 = 0
    /// The first word of its bits that quads write.
    public var cover: UInt32 = 0
    /// Words of eight bytes in its payload, 0 to 8.
    public var words: UInt8 = 0
    /// A frame of fewer bytes has to be looked at closely; so has every frame where this is 255.
    public var regularLength: UInt8 = 0

    /// A message without signals.
    public init() {}
}

/// Encodes all values of a message at once, from tables that their owner keeps.
@unsafe
public struct EncodeTables {
    /// The four signals of each quad.
    @usableFromInline let quads: UnsafePointer<EncodeQuad>
    /// For each quad the accumulators of its signals.
    @usableFromInline let accumulators: UnsafePointer<SIMD4<UInt8>>
    /// The bits of each message that quads write, little-endian.
    @usableFromInline let covers: UnsafePointer<UInt64>
    /// The signals that no quad can encode.
    @usableFromInline let singles: UnsafePointer<SingleSignal>

    /// Accumulators of one word: three windows in two byte orders, and two that are not used.
    @usableFromInline static var perWord: Int { @inlinable @inline(__always) get { 8 } }

    /// Borrows the tables.
    public init(
        quads: UnsafePointer<EncodeQuad>,
        accumulators: UnsafePointer<SIMD4<UInt8>>,
        covers: UnsafePointer<UInt64>,
        singles: UnsafePointer<SingleSignal>
    ) {
        self.quads = quads
        self.accumulators = accumulators
        self.covers = covers
        self.singles = singles
    }

    /// Writes every value.
    ///
    /// - Parameters:
    ///   - values: `message.count` doubles.
    ///   - message: An entry made for these tables.
    ///   - payload: What to write into; bits of no signal stay.
    /// - Returns: false, and nothing is written, where a value must be looked at closely.
    @inlinable @inline(__always)
    public func encode(
        _ values: UnsafePointer<Double>,
        as message: EncodeEntry,
        into payload: inout Payload
    ) -> Bool {
        if message.words <= 1 {
            var sums = [8 of UInt64](repeating: 0)
            return withUnsafeMutablePointer(to: &sums) {
                encode(values, message, UnsafeMutableRawPointer($0), into: &payload)
            }
        }
        if message.words <= 4 {
            var sums = [32 of UInt64](repeating: 0)
            return withUnsafeMutablePointer(to: &sums) {
                encode(values, message, UnsafeMutableRawPointer($0), into: &payload)
            }
        }
        var sums = [64 of UInt64](repeating: 0)
        return withUnsafeMutablePointer(to: &sums) {
            encode(values, message, UnsafeMutableRawPointer($0), into: &payload)
        }
    }

    /// The same with accumulators that are 0.
    @inlinable @inline(__always)
    func encode(
        _ values: UnsafePointer<Double>,
        _ message: EncodeEntry,
        _ accumulators: UnsafeMutableRawPointer,
        into payload: inout Payload
    ) -> Bool {
        let sums = accumulators.assumingMemoryBound(to: UInt64.self)
        guard collect(values, message, sums) else { return false }
        if message.singles > 0 {
            var copy = payload
            guard encodeSingles(values, message, &copy) else { return false }
            payload = copy
        }
        merge(sums, message, Int(message.words), into: &payload)
        return true
    }

    /// Adds the bits of all quads to the accumulators; false where a value is refused.
    @inlinable @inline(__always)
    func collect(
        _ values: UnsafePointer<Double>,
        _ message: EncodeEntry,
        _ sums: UnsafeMutablePointer<UInt64>
    ) -> Bool {
        var verdict = EncodeQuad.Verdict()
        var quad = quads + Int(message.quad)
        var place = accumulators + Int(message.quad)
        var value = values
        var left = Int(message.count)
        while left > 0 {
            // Lanes behind the last value repeat it: they add the same bits to the same place.
            let last = left &- 1
            let words = quad.pointee.words(
                SIMD4(value[0], value[min(1, last)], value[min(2, last)], value[min(3, last)]),
                &verdict
            )
            let places = UnsafeRawPointer(place).assumingMemoryBound(to: UInt8.self)
            sums[Int(places[0])] |= words[0]
            sums[Int(places[1])] |= words[1]
            sums[Int(places[2])] |= words[2]
            sums[Int(places[3])] |= words[3]
            quad += 1
            place += 1
            value += 4
            left &-= 4
        }
        return verdict.isClear
    }

    /// Puts the windows together and writes the payload's words.
    @inlinable @inline(__always)
    func merge(
        _ sums: UnsafePointer<UInt64>,
        _ message: EncodeEntry,
        _ words: Int,
        into payload: inout Payload
    ) {
        var span = payload.mutableSpan
        var bytes = span.mutableBytes
        let covers = covers + Int(message.cover)
        for word in 0..<words {
            let little = Self.word(word, of: sums)
            let big = Self.word(words &- 1 &- word, of: sums + 1)
            let old = UInt64(
                littleEndian: unsafe bytes.unsafeLoadUnaligned(
                    fromByteOffset: 8 &* word,
                    as: UInt64.self
                )
            )
            let merged = old & ~covers[word] | little | big.byteSwapped
            bytes.storeBytes(
                of: merged.littleEndian,
                toByteOffset: 8 &* word,
                as: UInt64.self
            )
        }
    }

    /// A word out of its three windows and what those of the word before reach into it.
    @inlinable @inline(__always)
    static func word(_ index: Int, of sums: UnsafePointer<UInt64>) -> UInt64 {
        let own = sums + index &* perWord
        let word = own[0] | own[2] &<< 21 | own[4] &<< 42
        guard index > 0 else { return word }
        let before = own - perWord
        return word | before[2] &>> 43 | before[4] &>> 22
    }

    @usableFromInline
    func encodeSingles(
        _ values: UnsafePointer<Double>,
        _ message: EncodeEntry,
        _ payload: inout Payload
    ) -> Bool {
        for index in Int(message.single)..<Int(message.single &+ message.singles) {
            do throws(CodecError) {
                let value = values[Int(singles[index].slot)]
                try singles[index].layout.store(physical: value, in: &payload)
            } catch {
                return false
            }
        }
        return true
    }
}
