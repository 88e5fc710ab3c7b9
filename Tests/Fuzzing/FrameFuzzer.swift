import CANFrames
import DBC
import FoundationEssentials
import SignalCodec

/// Databases of files, in turn with databases that the input describes: frames decoded and encoded.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var source = ByteSource(Array(UnsafeBufferPointer(start: start, count: count)))
    let choice = Int(source.byte())
    let fuzzed =
        choice < 128 && !files.isEmpty ? files[choice % files.count] : Fuzzed(source.database())
    let database = fuzzed.tables.database
    guard !database.messages.isEmpty else { return 0 }
    var decoder = FrameDecoder(database)
    repeat {
        let index = source.index(below: database.messages.count)
        let frame = source.frame(database.messages[index].id)
        let check = FrameCheck(
            message: database.messages[index],
            frame: frame,
            tables: fuzzed.tables
        )
        check.decode(with: &decoder)
        check.encode(from: &source)
    } while !source.isAtEnd
    return 0
}

/// The databases in the folder that AXLE_FUZZ_DATABASES names.
private let files: [Fuzzed] = {
    guard let folder = ProcessInfo.processInfo.environment["AXLE_FUZZ_DATABASES"],
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return [] }
    return names.sorted().compactMap { name in
        (try? DBCReader.read(path: folder + "/" + name)).map { Fuzzed($0.0) }
    }
}()

/// A database with its tables.
private struct Fuzzed {
    let tables: ValueDecoder

    init(_ database: Database) {
        let matching: IdentifierMatching =
            database.messages.count % 2 == 0 ? .exact : .parameterGroup
        tables = ValueDecoder(CompiledDatabase(database, matching: matching))
    }
}

/// What must hold for a message and any frame of its identifier.
private struct FrameCheck {
    let message: CompiledMessage
    let frame: Frame
    let tables: ValueDecoder

    /// What is delivered is what the layouts say one by one.
    func decode(with decoder: inout FrameDecoder) {
        guard let decoded = decoder.decode(frame) else { fatalError("a known frame is lost") }
        // Of two messages of one identifier the first decodes.
        let first = decoder.database.messages[decoded.message]
        var delivered = [Bool](repeating: false, count: first.signals.count)
        decoder.forEachSignal(of: decoded, in: frame) { index, value in
            require(!delivered[index], "\(first.signals[index].name) is delivered twice")
            delivered[index] = true
            let expected = first.layouts[index].physical(in: frame.payload)
            require(
                value == expected || value.isNaN && expected.isNaN,
                "\(first.signals[index].name) is \(value), not \(expected)"
            )
        }
        for index in delivered.indices {
            require(
                delivered[index] == first.hasSignal(index, in: frame),
                "\(first.signals[index].name) is delivered where it is not there, or the reverse"
            )
        }
        decodeByTables(first)
    }

    /// The way through the compiled tables gives the same values, and NaN for what is not there.
    private func decodeByTables(_ message: CompiledMessage) {
        var values = [Double](repeating: 0, count: tables.capacity)
        var span = values.mutableSpan
        guard let decoded = tables.decode(frame, into: &span) else {
            return require(message.signals.isEmpty, "a known frame is not decoded by tables")
        }
        require(decoded.count == message.signals.count, "there are \(decoded.count) values")
        for index in message.signals.indices {
            let expected = message.value(of: index, in: frame) ?? .nan
            require(
                values[index] == expected || values[index].isNaN && expected.isNaN,
                "\(message.signals[index].name) is \(values[index]) by tables, not \(expected)"
            )
        }
    }

    func encode(from source: inout ByteSource) {
        for index in message.signals.indices where message.hasSignal(index, in: frame) {
            storeBits(message.layouts[index], source.word())
            storeRaw(message.signals[index])
            storePhysical(message.signals[index], source.number())
            for label in message.signals[index].labels { store(label, message.signals[index]) }
        }
    }

    /// Bits come back as they went in, and no other bit changes.
    private func storeBits(_ layout: SignalLayout, _ bits: UInt64) {
        let mask = UInt64.max >> UInt64(64 - layout.length)
        var payload = frame.payload
        layout.store(bits: bits, in: &payload)
        require(layout.bits(in: payload) == bits & mask, "bits are stored wrongly")
        layout.store(bits: layout.bits(in: frame.payload), in: &payload)
        for index in 0..<64 { require(payload[index] == frame.payload[index], "bits beside") }
    }

    /// The count that is there already changes nothing.
    private func storeRaw(_ signal: CompiledSignal) {
        let bits = signal.layout.bits(in: frame.payload)
        let raw = signal.layout.rawValue(in: frame.payload)
        var payload = frame.payload
        do throws(EncodeError) {
            try signal.store(.raw(raw), in: &payload)
        } catch {
            fatalError("\(signal.name): its own count is refused: \(error)")
        }
        // Of a NaN only that it is one is kept.
        if case .number(let number) = raw, number.isNaN {
            return require(signal.layout.physical(in: payload).isNaN, "\(signal.name): no NaN")
        }
        require(signal.layout.bits(in: payload) == bits, "\(signal.name): its own count differs")
    }

    /// A value is refused and changes nothing, or comes back to within half a count.
    private func storePhysical(_ signal: CompiledSignal, _ value: Double) {
        let layout = signal.layout
        var payload = frame.payload
        do throws(EncodeError) {
            try signal.store(.physical(value), in: &payload)
        } catch {
            for index in 0..<64 { require(payload[index] == frame.payload[index], "\(error)") }
            require(!"\(error)".isEmpty, "an empty error")
            return
        }
        let stored = layout.physical(in: payload)
        switch layout.kind {
        case .unsigned, .signed:
            // Rounding of value - offset, of the quotient, of the product and of the sum.
            let noise = 4 * max(value.magnitude, layout.offset.magnitude, stored.magnitude).ulp
            let half = layout.factor.magnitude / 2
            require(
                !noise.isFinite || !half.isFinite || (stored - value).magnitude <= half + noise,
                "\(signal.name): \(value) is stored as \(stored)"
            )
        case .float32, .float64:
            let isScaled = layout.factor.isFinite && layout.offset.isFinite
            require(!stored.isNaN || !isScaled, "\(signal.name): \(value) is stored as NaN")
        }
    }

    private func store(_ label: ValueLabel, _ signal: CompiledSignal) {
        var payload = frame.payload
        do throws(EncodeError) {
            try signal.store(.label(label.text), in: &payload)
        } catch {
            fatalError("\(signal.name): its own label is refused: \(error)")
        }
        require(signal.label(in: payload) == label.text, "\(signal.name): another label comes back")
    }
}
