public import CANFrames
import SignalCodec

/// Decodes the values of all signals, or of a selection, frame by frame.
///
/// The fastest way to all values: compiled once to tables, a frame takes no allocation, no
/// reference counting and no work for signals outside the selection. Any number of threads may
/// share one. It verifies neither checksum nor counter: `FrameDecoder` does.
public struct ValueDecoder: Sendable {
    /// The database in force.
    public let database: CompiledDatabase
    /// How many doubles a buffer for the values of any message must hold: a multiple of eight.
    public var capacity: Int { plan.capacity }

    private let plan: DecodePlan

    /// Decodes every signal: a message's values stand in the order of its `signals`.
    public init(_ database: CompiledDatabase) {
        self.init(database, database.messages.map { Array($0.signals.indices) })
    }

    /// Decodes these signals only; frames without one of them are passed over.
    ///
    /// A message's values stand in the order in which its signals are given; see `signals(of:)`.
    public init(_ database: CompiledDatabase, signals: [CompiledDatabase.SignalReference]) {
        var chosen = [[Int]](repeating: [], count: database.messages.count)
        for signal in signals where !chosen[signal.message].contains(signal.signal) {
            chosen[signal.message].append(signal.signal)
        }
        self.init(database, chosen)
    }

    private init(_ database: CompiledDatabase, _ signals: [[Int]]) {
        self.database = database
        plan = DecodePlan(database.messages, signals: signals, matching: database.matching)
    }

    /// The signals whose values are decoded, in the order of the values.
    ///
    /// - Parameter message: A message's index in the database.
    /// - Returns: Indices in the message's `signals`.
    public func signals(of message: Int) -> [Int] { plan.signals[message] }

    /// Writes the physical values of a frame's signals; NaN for a signal that the frame does not
    /// have, because it is too short or its multiplexors select others.
    ///
    /// Nil, and nothing is written, for a frame that no signal is decoded of, and for remote and
    /// error frames. What a buffer holds behind the message's values is lost. Traps where the buffer
    /// has fewer than `capacity` elements and the message needs them.
    public func decode(
        _ frame: borrowing Frame,
        into values: inout MutableSpan<Double>
    ) -> DecodedValues? {
        guard frame.kind == .data else { return nil }
        let message = unsafe plan.identifiers.index(of: frame.id)
        guard message >= 0 else { return nil }
        let entry = unsafe plan.entries[message]
        unsafe plan.tables.decode(entry, from: frame.payload.span.bytes, into: &values)
        guard frame.length < entry.regularLength else {
            return DecodedValues(message: message, start: 0, count: Int(entry.count))
        }
        return settle(message, frame, &values, start: 0)
    }

    /// Decodes frames one after the other, each frame's values behind those of the one before.
    ///
    /// The fastest way to many frames: the next frame's message is looked up while one is decoded.
    /// As `decode(_:into:)` otherwise; traps where there are fewer results than frames.
    /// - Parameters:
    ///   - frames: What to decode.
    ///   - values: Room for the values; `capacity` more than they need is enough.
    ///   - results: For each frame what was found, and where its values begin.
    /// - Returns: How many frames were decoded: fewer than there are where the values have no room
    ///   for the next.
    public func decode(
        _ frames: Span<Frame>,
        into values: inout MutableSpan<Double>,
        results: inout MutableSpan<DecodedValues>
    ) -> Int {
        precondition(results.count >= frames.count, "there are fewer results than frames")
        return unsafe frames.withUnsafeBufferPointer { frames in
            unsafe values.withUnsafeMutableBufferPointer { values in
                unsafe results.withUnsafeMutableBufferPointer { results in
                    guard let first = frames.baseAddress, let results = results.baseAddress,
                        let base = values.baseAddress
                    else { return 0 }
                    // Where values begin is kept in 32 bits.
                    let room = min(values.count, Int(Int32.max))
                    return unsafe decode(first, frames.count, into: base, room, results)
                }
            }
        }
    }

    private func decode(
        _ frames: UnsafePointer<Frame>,
        _ count: Int,
        into values: UnsafeMutablePointer<Double>,
        _ room: Int,
        _ results: UnsafeMutablePointer<DecodedValues>
    ) -> Int {
        let (identifiers, tables, entries) = unsafe (plan.identifiers, plan.tables, plan.entries)
        var used = 0
        var next = unsafe Self.index(of: frames, in: identifiers)
        for place in 0..<count {
            let frame = unsafe frames + place
            let message = next
            if place + 1 < count { next = unsafe Self.index(of: frame + 1, in: identifiers) }
            guard message >= 0 else {
                unsafe results[place] = .none
                continue
            }
            let entry = unsafe entries[message]
            let values = unsafe values + used
            guard unsafe room &- used >= DecodeTables.room(for: Int(entry.count)) else {
                return place
            }
            // The payload is the frame's last field.
            let payload = unsafe UnsafeRawPointer(frame + 1) - MemoryLayout<Payload>.size
            unsafe tables.decode(entry, from: payload, into: values)
            if unsafe frame.pointee.length < entry.regularLength {
                var span = unsafe MutableSpan(_unsafeStart: values, count: Int(entry.count))
                unsafe results[place] = settle(message, frame.pointee, &span, start: used)
            } else {
                unsafe results[place] = DecodedValues(
                    message: message,
                    start: used,
                    count: Int(entry.count)
                )
            }
            used &+= Int(entry.count)
        }
        return count
    }

    @inline(__always)
    private static func index(
        of frame: UnsafePointer<Frame>,
        in identifiers: IdentifierTable
    ) -> Int {
        unsafe frame.pointee.kind == .data ? identifiers.index(of: frame.pointee.id) : -1
    }

    /// Takes out what an irregular frame does not have.
    @inline(never)
    private func settle(
        _ message: Int,
        _ frame: borrowing Frame,
        _ values: inout MutableSpan<Double>,
        start: Int
    ) -> DecodedValues {
        let length = min(Int(frame.length), database.messages[message].length)
        let isShort = length < database.messages[message].length
        let signals = plan.signals[message]
        if isShort {
            let layouts = database.messages[message].layouts
            for slot in signals.indices where !layouts[signals[slot]].fits(length: length) {
                values[slot] = .nan
            }
        }
        plan.selections.forEachMissing(of: message, in: frame.payload) { values[$0] = .nan }
        return DecodedValues(
            message: message,
            start: start,
            count: signals.count,
            isShort: isShort,
            hasUnknownSelector: plan.selections.hasUnknownSelector(
                of: message,
                in: frame.payload,
                length: length
            )
        )
    }
}
