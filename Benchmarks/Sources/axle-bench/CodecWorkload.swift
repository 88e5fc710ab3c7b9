import CANFrames
import DBC
import SignalCodec

/// The frames that both codecs are fed: random messages of a database with random bits.
///
/// Only bits that stand for values inside their signal's limits, so that encoding refuses none.
struct CodecWorkload {
    let database: CompiledDatabase
    let frames: [Frame]
    /// How many values all frames have, selected or not.
    let slots: Int
    /// How many of these are selected.
    let signals: Int

    init(path: String, count: Int) throws {
        let (parsed, diagnostics) = try DBCReader.read(path: path)
        database = CompiledDatabase(parsed)
        if let error = (diagnostics + database.diagnostics).first(where: { $0.severity == .error })
        {
            throw BenchError("\(error)")
        }
        var random = SplitMix(state: 1)
        let messages = database.messages.filter { !$0.signals.isEmpty }
        var frames: [Frame] = []
        var slots = 0
        var signals = 0
        while frames.count < count {
            let message = messages[Int(random.next() % UInt64(messages.count))]
            guard var frame = Frame(id: message.id, length: message.length) else { continue }
            let bits = random.next()
            for byte in 0..<message.length {
                frame[byte] = UInt8(truncatingIfNeeded: bits >> (8 * byte))
            }
            let present = message.signals.filter { $0.isPresent(in: frame.payload) }
            let isInside = present.allSatisfy { signal in
                let value = signal.layout.physical(in: frame.payload)
                return !signal.layout.hasLimits
                    || (value >= signal.minimum && value <= signal.maximum)
            }
            guard isInside else { continue }
            frames.append(frame)
            slots += message.signals.count
            signals += present.count
        }
        self.frames = frames
        self.slots = slots
        self.signals = signals
    }

    /// Every signal of every frame to `Double`; slots that are not selected stay as they are.
    ///
    /// What `FrameDecoder` does but for the checksum and the counter, which the peer does not check.
    func decode(into values: UnsafeMutablePointer<Double>) {
        var slot = values
        for place in frames.indices {
            guard let index = database.index(of: frames[place].id) else { continue }
            let layouts = database.messages[index].layouts
            if database.messages[index].isMultiplexed {
                let message = database.messages[index]
                for signal in layouts.indices where message.hasSignal(signal, in: frames[place]) {
                    slot[signal] = layouts[signal].physical(in: frames[place].payload)
                }
            } else {
                let length = database.messages[index].usableLength(of: frames[place])
                SignalLayout.decode(layouts.span, in: frames[place].payload, length: length) {
                    slot[$0] = $1
                }
            }
            slot += layouts.count
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

    /// Every value that is a number into the frame it belongs to; the frames' payloads begin empty.
    func encode(
        _ values: UnsafePointer<Double>,
        into made: UnsafeMutablePointer<Frame>
    ) throws(CodecError) {
        var slot = values
        for place in frames.indices {
            guard let index = database.index(of: made[place].id) else { continue }
            let layouts = database.messages[index].layouts
            made[place].payload = Payload(repeating: 0)
            // What the multiplexor does not select has no value.
            for signal in layouts.indices where !slot[signal].isNaN {
                try layouts[signal].store(physical: slot[signal], in: &made[place].payload)
            }
            slot += layouts.count
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
