import CANFrames
import DBC
import SignalCodec

/// The frames that both codecs are fed: random messages of a database.
struct CodecWorkload {
    let database: CompiledDatabase
    let decoder: ValueDecoder
    let encoder: ValueEncoder
    /// Frames with random bits, for decoding.
    let frames: [Frame]
    /// How many values these have, selected or not.
    let slots: Int
    /// How many of these are selected.
    let signals: Int
    /// Frames with random values inside their limits, for encoding.
    let allowed: [Frame]
    /// As `slots` and `signals`, of these.
    let allowedSlots: Int
    let allowedSignals: Int

    /// - Parameters:
    ///   - path: The database; what is wrong in it only costs the messages concerned.
    ///   - count: How many frames.
    ///   - known: The number of signals of each message that may be used, by identifier; nil for all.
    /// - Throws: where the database cannot be read or too few messages may be used.
    init(path: String, count: Int, known: [UInt32: Int]?) throws {
        let (parsed, _) = try DBCReader.read(path: path)
        let database = CompiledDatabase(parsed)
        self.database = database
        decoder = ValueDecoder(database)
        encoder = ValueEncoder(database)
        var random = SplitMix(state: 1)
        let messages = database.messages.enumerated().filter { index, message in
            !message.signals.isEmpty && database.index(of: message.id) == index
                && known.map { $0[message.id.rawValue] == message.signals.count } ?? true
        }.map(\.element)
        let isMissing = known.map { messages.count < $0.count * 95 / 100 } ?? messages.isEmpty
        guard !isMissing else {
            throw BenchError("\(path): only \(messages.count) messages are alike on both sides")
        }
        var drawn = DrawnFrames()
        var allowed = DrawnFrames()
        while drawn.frames.count < count || allowed.frames.count < count {
            let message = messages[Int(random.next() % UInt64(messages.count))]
            guard var frame = try? message.frame() else { continue }
            for byte in 0..<message.length {
                frame[byte] = UInt8(truncatingIfNeeded: random.next())
            }
            if drawn.frames.count < count { drawn.add(frame, message) }
            guard allowed.frames.count < count else { continue }
            if Self.limit(&frame, message, &random) { allowed.add(frame, message) }
        }
        frames = drawn.frames
        slots = drawn.slots
        signals = drawn.signals
        self.allowed = allowed.frames
        allowedSlots = allowed.slots
        allowedSignals = allowed.signals
    }

    /// Frames and how many values they have.
    private struct DrawnFrames {
        var frames: [Frame] = []
        var slots = 0
        var signals = 0

        mutating func add(_ frame: Frame, _ message: CompiledMessage) {
            frames.append(frame)
            slots += message.signals.count
            signals += message.signals.count { $0.isPresent(in: frame.payload) }
        }
    }

    /// Brings every value inside its limits; false where they leave no room, or signals overlap.
    private static func limit(
        _ frame: inout Frame,
        _ message: CompiledMessage,
        _ random: inout SplitMix
    ) -> Bool {
        func isInside(_ layout: SignalLayout, _ frame: Frame) -> Bool {
            let value = layout.physical(in: frame.payload)
            return !layout.hasLimits || (value >= layout.minimum && value <= layout.maximum)
        }
        for signal in message.signals where signal.isPresent(in: frame.payload) {
            let layout = signal.layout
            guard !isInside(layout, frame) else { continue }
            let ends = layout.representable
            let low = max(ends.minimum, layout.minimum)
            let high = min(ends.maximum, layout.maximum)
            let part = Double(random.next() >> 11) * 0x1p-53
            guard low <= high,
                (try? layout.store(physical: low + part * (high - low), in: &frame.payload)) != nil
            else { return false }
        }
        return message.signals.allSatisfy {
            !$0.isPresent(in: frame.payload) || isInside($0.layout, frame)
        }
    }

    /// Every signal of every frame to `Double`, all frames at once.
    func decode(
        _ frames: [Frame],
        into values: inout MutableSpan<Double>,
        _ results: inout MutableSpan<DecodedValues>
    ) throws {
        guard decoder.decode(frames.span, into: &values, results: &results) == frames.count else {
            throw BenchError("there is no room for all values")
        }
    }

    /// The same frame by frame.
    func decodeSingly(_ frames: [Frame], into values: UnsafeMutablePointer<Double>) throws {
        var slot = values
        for place in frames.indices {
            var span = MutableSpan(_unsafeStart: slot, count: decoder.capacity)
            guard let decoded = decoder.decode(frames[place], into: &span) else {
                throw BenchError("a frame is not known")
            }
            slot += decoded.count
        }
    }

    /// The same by `FrameDecoder`: checksum and alive counter verified as well.
    func decodeChecked(
        _ decoder: inout FrameDecoder,
        into values: UnsafeMutablePointer<Double>
    ) {
        var slot = values
        for place in frames.indices {
            guard let decoded = decoder.decode(frames[place]) else { continue }
            decoder.forEachSignal(of: decoded, in: frames[place]) { slot[$0] = $1 }
            slot += database.messages[decoded.message].layouts.count
        }
    }

    /// The same as counts.
    func raw(into values: UnsafeMutablePointer<Int64>) {
        var slot = values
        for place in frames.indices {
            guard let index = database.index(of: frames[place].id) else { continue }
            for signal in database.messages[index].signals {
                if signal.isPresent(in: frames[place].payload) {
                    slot.pointee = signal.layout.raw(in: frames[place].payload)
                }
                slot += 1
            }
        }
    }

    /// Every value into the allowed frame it belongs to, whose payload begins empty.
    func encode(
        _ values: UnsafePointer<Double>,
        into made: UnsafeMutablePointer<Frame>
    ) throws(EncodeError) {
        var slot = values
        var left = allowedSlots
        for place in 0..<allowed.count {
            made[place].payload = Payload(repeating: 0)
            let span = Span(_unsafeStart: slot, count: left)
            let count = try encoder.encode(span, into: &made[place])
            slot += count
            left -= count
        }
    }
}

/// Random numbers by seed: SplitMix64.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
