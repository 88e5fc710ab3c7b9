import CANFrames
import DBC
import SignalCodec
import StateProtocol
import VehicleModel

/// The last frame of each message on each bus, and what its checks said.
struct SignalStore {
    /// A frame with the verdicts on its checksum and counter.
    private struct LastFrame {
        var received: ReceivedFrame
        var checksum: ChecksumResult
        var counter: CounterResult
    }

    /// One signal of one message of one bus.
    private struct SignalKey: Hashable {
        var message: MessageKey
        var signal: Int
    }

    private var decoders: [FrameDecoder?]
    private var frames: [[LastFrame?]]
    /// The last frame that held a multiplexed signal.
    private var selected: [SignalKey: LastFrame] = [:]

    /// The age at which a signal is stale where its message has no cycle time, ns.
    private static let standardAge: Int64 = 1_000_000_000

    init(_ catalog: SignalCatalog) {
        decoders = catalog.databases.map { $0.map { FrameDecoder($0) } }
        frames = catalog.databases.map { Array(repeating: nil, count: $0?.messages.count ?? 0) }
    }

    /// Keeps a frame; nil where no database has it.
    mutating func take(_ received: ReceivedFrame) -> MessageKey? {
        let bus = Int(received.bus)
        guard decoders.indices.contains(bus), let decoded = decoders[bus]?.decode(received.frame),
            let database = decoders[bus]?.database
        else { return nil }
        let last = LastFrame(
            received: received,
            checksum: decoded.checksum,
            counter: decoded.counter
        )
        let key = MessageKey(bus: bus, message: decoded.message)
        frames[bus][decoded.message] = last
        let message = database.messages[decoded.message]
        for index in message.signals.indices where !message.signals[index].conditions.isEmpty {
            if message.value(of: index, in: received.frame) != nil {
                selected[SignalKey(message: key, signal: index)] = last
            }
        }
        return key
    }

    /// Whether the newest frame of the message holds the signal; a multiplexed one may be older.
    func isInLastFrame(_ signal: Int, of key: MessageKey) -> Bool {
        guard let frame = frames[key.bus][key.message]?.received.frame,
            let message = decoders[key.bus]?.database.messages[key.message]
        else { return false }
        return message.signals[signal].isPresent(in: frame.payload)
    }

    /// The signal's newest value at `now`.
    func reading(
        of signal: Int,
        in key: MessageKey,
        named name: String,
        at now: Instant
    ) -> SignalReading {
        guard let message = decoders[key.bus]?.database.messages[key.message] else {
            return SignalReading(name: name, value: .null, unit: "", quality: .missing)
        }
        let compiled = message.signals[signal]
        var reading = SignalReading(
            name: name,
            value: .null,
            unit: compiled.unit,
            quality: .missing
        )
        guard let last = last(of: signal, in: key) else { return reading }
        reading.age = max(0, now.nanoseconds &- last.received.arrival)
        reading.stamp = last.received.stamp.nanoseconds
        if let physical = message.value(of: signal, in: last.received.frame) {
            let payload = last.received.frame.payload
            reading.value = Self.value(physical, compiled.layout.integer(in: payload))
            reading.label = compiled.label(in: payload)
        }
        reading.quality = quality(reading, compiled, last, cycleTime: message.cycleTime)
        return reading
    }

    private func last(of signal: Int, in key: MessageKey) -> LastFrame? {
        guard let message = decoders[key.bus]?.database.messages[key.message] else { return nil }
        guard message.signals[signal].conditions.isEmpty else {
            return selected[SignalKey(message: key, signal: signal)]
        }
        return frames[key.bus][key.message]
    }

    private func quality(
        _ reading: SignalReading,
        _ signal: CompiledSignal,
        _ last: LastFrame,
        cycleTime: Int?
    ) -> Quality {
        let limit = cycleTime.map { Int64(clamping: $0) &* 5_000_000 } ?? Self.standardAge
        if let age = reading.age, age > limit { return .stale }
        if last.checksum == .bad { return .badChecksum }
        if last.counter == .repeated { return .badCounter }
        guard reading.value != .null else { return .notAvailable }
        if signal.layout.hasLimits, let value = reading.value.double {
            let tolerance = 1e-6 * signal.layout.factor.magnitude
            if value < signal.minimum - tolerance || value > signal.maximum + tolerance {
                return .outOfRange
            }
        }
        return .valid
    }

    /// The number on the wire: exact where it is whole, a string of digits beyond 2^53.
    private static func value(_ physical: Double, _ whole: Int128?) -> JSONValue {
        guard let whole else { return .exact(physical) }
        return whole.magnitude <= 1 << 53 ? .integer(Int64(whole)) : .digits(whole)
    }
}
