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
    /// What its signals are collected in.
    public var form = EncodeForm.windows

    /// A message without signals.
    public init() {}
}

/// Encodes all values of a message at once, from tables that their owner keeps.
@unsafe
public struct EncodeTables {
    /// The four signals of each quad.
    @usableFromInline let quads: UnsafePointer<EncodeQuad>
    /// For each quad the accumulators of its signals, in the form of windows.
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
        switch message.form {
        case .littleEndianWord, .bigEndianWord: encodeWord(values, message, into: &payload)
        case .windows where message.words <= 4: encodeWindows(values, message, into: &payload)
        case .windows: encodeManyWindows(values, message, into: &payload)
        }
    }

    /// A message of at most eight bytes whose signals are of one byte order: all bits stay in registers.
    @inlinable @inline(__always)
    func encodeWord(
        _ values: UnsafePointer<Double>,
        _ message: EncodeEntry,
        into payload: inout Payload
    ) -> Bool {
        var verdict = EncodeQuad.Verdict()
        var first = SIMD4<UInt64>.zero
        var second = SIMD4<UInt64>.zero
        var quad = quads + Int(message.quad)
        var value = values
        var left = Int(message.count)
        while left > 0 {
            let bits = quad.pointee.placed(Self.lanes(value, left), &verdict)
            first |= bits & quad.pointee.masks
            second |= bits & quad.pointee.second
            quad += 1
            value += 4
            left &-= 4
        }
        guard verdict.isClear, encodeSingles(of: message, values, into: &payload) else {
            return false
        }
        let halves = first.lowHalf | first.highHalf
        let others = second.lowHalf | second.highHalf
        let word = halves[0] | halves[1] | (others[0] | others[1]) &<< EncodeForm.step
        let isBig = message.form == .bigEndianWord
        write(isBig ? word.byteSwapped : word, at: 0, of: message, into: &payload)
        return true
    }

    /// Four values; lanes behind the last one repeat it: they add the same bits to the same place.
    @inlinable @inline(__always)
    static func lanes(_ value: UnsafePointer<Double>, _ left: Int) -> SIMD4<Double> {
        let last = left &- 1
        return SIMD4(value[0], value[min(1, last)], value[min(2, last)], value[min(3, last)])
    }

    /// A message of at most 32 bytes: half the accumulators take half the time to clear.
    @usableFromInline @inline(never)
    func encodeWindows(
        _ values: UnsafePointer<Double>,
        _ message: EncodeEntry,
        into payload: inout Payload
    ) -> Bool {
        var sums = [32 of UInt64](repeating: 0)
        return withUnsafeMutablePointer(to: &sums) {
            encode(values, message, UnsafeMutableRawPointer($0), into: &payload)
        }
    }

    /// A message of any length.
    @usableFromInline @inline(never)
    func encodeManyWindows(
        _ values: UnsafePointer<Double>,
        _ message: EncodeEntry,
        into payload: inout Payload
    ) -> Bool {
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
        guard collect(values, message, sums),
            encodeSingles(of: message, values, into: &payload)
        else { return false }
        let words = Int(message.words)
        for word in 0..<words {
            let little = Self.word(word, of: sums)
            let big = Self.word(words &- 1 &- word, of: sums + 1)
            write(little | big.byteSwapped, at: word, of: message, into: &payload)
        }
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
            let words = quad.pointee.placed(Self.lanes(value, left), &verdict) & quad.pointee.masks
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

    /// Writes those of a word's bits that quads write.
    @inlinable @inline(__always)
    func write(
        _ bits: UInt64,
        at word: Int,
        of message: EncodeEntry,
        into payload: inout Payload
    ) {
        var span = payload.mutableSpan
        var bytes = span.mutableBytes
        let old = UInt64(
            littleEndian: unsafe bytes.unsafeLoadUnaligned(
                fromByteOffset: 8 &* word,
                as: UInt64.self
            )
        )
        let merged = old & ~covers[Int(message.cover) &+ word] | bits
        bytes.storeBytes(of: merged.littleEndian, toByteOffset: 8 &* word, as: UInt64.self)
    }

    /// A word out of its three windows and what those of the word before reach into it.
    @inlinable @inline(__always)
    static func word(_ index: Int, of sums: UnsafePointer<UInt64>) -> UInt64 {
        let own = sums + index &* perWord
        let word =
            own[0] | own[2] &<< EncodePlace.windowStep | own[4] &<< (2 &* EncodePlace.windowStep)
        guard index > 0 else { return word }
        let before = own - perWord
        return word | before[2] &>> (64 &- EncodePlace.windowStep)
            | before[4] &>> (64 &- 2 &* EncodePlace.windowStep)
    }

    /// Writes the signals that no quad encodes; where one is refused, nothing.
    @inlinable @inline(__always)
    func encodeSingles(
        of message: EncodeEntry,
        _ values: UnsafePointer<Double>,
        into payload: inout Payload
    ) -> Bool {
        message.singles == 0 || encodeSome(of: message, values, into: &payload)
    }

    /// The same where there are some.
    @usableFromInline @inline(never)
    func encodeSome(
        of message: EncodeEntry,
        _ values: UnsafePointer<Double>,
        into payload: inout Payload
    ) -> Bool {
        var changed = payload
        for index in Int(message.single)..<Int(message.single &+ message.singles) {
            do throws(CodecError) {
                let value = values[Int(singles[index].slot)]
                try singles[index].layout.store(physical: value, in: &changed)
            } catch {
                return false
            }
        }
        payload = changed
        return true
    }
}
