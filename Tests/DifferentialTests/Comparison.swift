import CANFrames
import DBC
import SignalCodec

/// Runs cantools' frames of one database through this codec.
struct Comparison {
    let file: VectorFile
    let database: CompiledDatabase
    private(set) var tally = Tally()
    /// For each message the short names of signals that have long ones.
    private let shortNames: [UInt32: [String: String]]
    private let decoder: ValueDecoder
    private let encoder: ValueEncoder

    init(_ file: VectorFile, _ source: Database) {
        self.file = file
        database = CompiledDatabase(source)
        decoder = ValueDecoder(database)
        encoder = ValueEncoder(database)
        var shortNames: [UInt32: [String: String]] = [:]
        for message in source.messages {
            for signal in message.signals {
                if let long = signal.attributes["SystemSignalLongSymbol"]?.text {
                    shortNames[message.rawID, default: [:]][long] = signal.name
                }
            }
        }
        self.shortNames = shortNames
        tally.databases = 1
        tally.refused = file.refusal == nil ? 0 : 1
        tally.repaired = file.isRepaired ? 1 : 0
        tally.left = file.left
    }

    mutating func run() {
        var decoder = FrameDecoder(database)
        for message in file.messages { compare(message, &decoder) }
    }

    private mutating func compare(
        _ vectors: VectorFile.Message,
        _ decoder: inout FrameDecoder
    ) {
        let place = "\(file.database) \(vectors.name)"
        if let reason = Tally.leftOut[place] {
            tally.left[reason, default: 0] += 1
            return
        }
        let id = FrameID(rawValue: vectors.rawID)
        guard let index = id.flatMap({ database.index(of: $0) }) else {
            return tally.mismatch("\(place): is not among the compiled messages")
        }
        let message = database.messages[index]
        guard message.length == vectors.length else {
            return tally.mismatch("\(place): has \(message.length) bytes, not \(vectors.length)")
        }
        let short = shortNames[vectors.rawID] ?? [:]
        let indices = vectors.signals.map { name in
            message.index(ofSignal: name) ?? short[name].flatMap { message.index(ofSignal: $0) }
        }
        if let lost = indices.firstIndex(of: nil) {
            return tally.mismatch("\(place).\(vectors.signals[lost]): is not compiled")
        }
        let signals = indices.compactMap { $0 }
        tally.messages += 1
        tally.signals += signals.count
        for frame in vectors.frames {
            decode(frame, message, signals, place, &decoder)
            encode(frame, message, signals, place)
        }
        for encoding in vectors.encodings {
            let values = encoding.values.map { (signals[$0.signal], $0.physical) }
            encode(values, to: encoding.encoded, message, "\(place) encodes")
        }
    }

    // MARK: - Decoding

    private mutating func decode(
        _ vector: VectorFile.Frame,
        _ message: CompiledMessage,
        _ signals: [Int],
        _ place: String,
        _ decoder: inout FrameDecoder
    ) {
        let name = "\(place) of \(hexadecimal(vector.payload))"
        guard let frame = frame(of: message, vector.payload),
            let decoded = decoder.decode(frame)
        else { return tally.mismatch("\(name): is not decoded") }
        tally.decodedFrames += 1
        var found: [Int: Double] = [:]
        decoder.forEachSignal(of: decoded, in: frame) { found[$0] = $1 }
        compareWithTables(frame, message, found, name)
        for value in vector.values {
            let index = signals[value.signal]
            let signal = message.signals[index]
            guard let physical = found.removeValue(forKey: index) else {
                tally.mismatch("\(name): \(signal.name) is missing")
                continue
            }
            tally.decodedValues += 1
            if raw(signal.layout, frame.payload) != value.raw {
                tally.mismatch("\(name): \(signal.name) has not the raw value \(value.raw)")
            }
            compare(physical, signal, frame.payload, value.physical, name)
        }
        for index in found.keys {
            tally.mismatch("\(name): \(message.signals[index].name) is there, but not in cantools")
        }
    }

    /// The way through the compiled tables gives the same values, and NaN for what is not there.
    private mutating func compareWithTables(
        _ frame: Frame,
        _ message: CompiledMessage,
        _ found: [Int: Double],
        _ name: String
    ) {
        var values = [Double](repeating: 0, count: decoder.capacity)
        var span = values.mutableSpan
        guard let decoded = decoder.decode(frame, into: &span) else {
            if !message.signals.isEmpty { tally.mismatch("\(name): is not decoded by tables") }
            return
        }
        for index in 0..<decoded.count {
            let expected = found[index] ?? .nan
            if values[index] == expected || values[index].isNaN && expected.isNaN { continue }
            tally.mismatch(
                "\(name): \(message.signals[index].name) is \(values[index]) by tables, "
                    + "not \(expected)"
            )
        }
    }

    /// The way through the compiled tables gives the same frame where no value is refused.
    private mutating func compareWithTables(
        _ frame: Frame,
        _ values: [(signal: Int, physical: VectorFile.Number)],
        _ message: CompiledMessage,
        _ name: String
    ) {
        guard values.allSatisfy({ $0.physical.double.magnitude <= 0x1p53 }) else { return }
        var all = [Double](repeating: 0, count: message.signals.count)
        for value in values { all[value.signal] = value.physical.double }
        guard var encoded = Frame(id: frame.id, flags: frame.flags, length: Int(frame.length))
        else { return }
        do throws(EncodeError) {
            try encoder.encode(all.span, into: &encoded)
            if encoded != frame { tally.mismatch("\(name): otherwise by tables") }
        } catch {
            tally.mismatch("\(name): is refused by tables: \(error)")
        }
    }

    /// The count; of a float the number it stands for.
    private func raw(_ layout: SignalLayout, _ payload: borrowing Payload) -> VectorFile.Number {
        let bits = layout.bits(in: payload)
        switch layout.kind {
        case .unsigned: return .whole(Int128(bits))
        case .signed: return .whole(Int128(layout.raw(in: payload)))
        case .float32:
            return .other(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
        case .float64:
            return .other(Double(bitPattern: bits))
        }
    }

    private mutating func compare(
        _ found: Double,
        _ signal: CompiledSignal,
        _ payload: borrowing Payload,
        _ expected: VectorFile.Number,
        _ name: String
    ) {
        if case .whole(let whole) = expected, let exact = signal.layout.integer(in: payload),
            exact != whole
        {
            tally.mismatch("\(name): \(signal.name) is exactly \(exact), not \(whole)")
        }
        let value = expected.double
        if found.isNaN, value.isNaN { return }
        guard found != value else { return }
        // NaN and infinity have no ulp, and are no neighbours of anything.
        guard found == value.nextUp || found == value.nextDown else {
            return tally.mismatch("\(name): \(signal.name) is \(found), not \(value)")
        }
        tally.roundedOtherwise += 1
    }

    // MARK: - Encoding

    private mutating func encode(
        _ vector: VectorFile.Frame,
        _ message: CompiledMessage,
        _ signals: [Int],
        _ place: String
    ) {
        guard let encoded = vector.encoded else {
            tally.refusedByPeer += 1
            return
        }
        let values = vector.values.map { (signals[$0.signal], $0.physical) }
        encode(values, to: encoded, message, "\(place) of \(hexadecimal(vector.payload)) encodes")
    }

    private mutating func encode(
        _ values: [(signal: Int, physical: VectorFile.Number)],
        to encoded: [UInt8],
        _ message: CompiledMessage,
        _ name: String
    ) {
        tally.encodedFrames += 1
        if let frame = whole(values, message) {
            tally.encodedMessages += 1
            compareWithTables(frame, values, message, name)
            if frame.payload != encoded { judge(values, frame.payload, encoded, message, name) }
            return
        }
        var payload = Payload(repeating: 0)
        for value in values {
            // The limits are no business of cantools where it is not strict.
            let layout = message.layouts[value.signal].withoutLimits
            do throws(CodecError) {
                switch value.physical {
                case .whole(let whole) where whole.magnitude > 1 << 53:
                    try layout.store(integer: whole, in: &payload)
                case .whole, .other:
                    try layout.store(physical: value.physical.double, in: &payload)
                }
            } catch {
                guard !value.physical.double.isFinite else {
                    let signal = message.signals[value.signal].name
                    return tally.mismatch("\(name): \(signal) cannot be written: \(error)")
                }
                return tally.note(.notFinite)
            }
        }
        guard payload != encoded else { return }
        judge(values, payload, encoded, message, name)
    }

    /// The message encoded as a whole; nil where a value is refused, as where it is outside limits.
    private func whole(
        _ values: [(signal: Int, physical: VectorFile.Number)],
        _ message: CompiledMessage
    ) -> Frame? {
        let assignments = values.map { value in
            let name = message.signals[value.signal].name
            return switch value.physical {
            case .whole(let whole): SignalAssignment(name, .integer(whole))
            case .other(let other): SignalAssignment(name, .physical(other))
            }
        }
        return try? message.frame(assignments)
    }

    /// Says why two payloads differ.
    private mutating func judge(
        _ values: [(signal: Int, physical: VectorFile.Number)],
        _ payload: borrowing Payload,
        _ encoded: [UInt8],
        _ message: CompiledMessage,
        _ name: String
    ) {
        guard let theirs = frame(of: message, encoded) else {
            return tally.mismatch("\(name): CAN has no frame of \(encoded.count) bytes")
        }
        if sharesBits(values.map { message.layouts[$0.signal] }) { return tally.note(.shared) }
        for value in values {
            let layout = message.layouts[value.signal]
            guard layout.bits(in: payload) != layout.bits(in: theirs.payload) else { continue }
            let scaled = (value.physical.double - layout.offset) / layout.factor
            guard (scaled - scaled.rounded(.down)) == 0.5 else {
                let signal = message.signals[value.signal].name
                return tally.mismatch(
                    "\(name): \(signal) = \(value.physical) as \(layout.raw(in: payload)), "
                        + "not \(layout.raw(in: theirs.payload))"
                )
            }
        }
        tally.note(.tie)
    }

    private func sharesBits(_ layouts: [SignalLayout]) -> Bool {
        var covered = Payload(repeating: 0)
        for layout in layouts {
            if layout.bits(in: covered) != 0 { return true }
            layout.store(bits: .max, in: &covered)
        }
        return false
    }

    // MARK: - Frames

    /// A frame with this payload, filled with zeros to a length that CAN has.
    private func frame(of message: CompiledMessage, _ bytes: [UInt8]) -> Frame? {
        var filled = bytes
        while filled.count < 64, !Frame.isLength(filled.count) { filled.append(0) }
        return Frame(id: message.id, flags: filled.count > 8 ? .isFD : [], bytes: filled)
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16)
        }.joined()
    }
}

/// Whether a payload has these bytes and zeros behind them.
private func != (payload: borrowing Payload, bytes: [UInt8]) -> Bool {
    for index in 0..<64 where payload[index] != (index < bytes.count ? bytes[index] : 0) {
        return true
    }
    return false
}
