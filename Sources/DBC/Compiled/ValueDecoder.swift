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
    /// has fewer than `capacity` elements.
    public func decode(
        _ frame: borrowing Frame,
        into values: inout MutableSpan<Double>
    ) -> DecodedValues? {
        precondition(values.count >= capacity, "the buffer for a message's values is too small")
        return unsafe withUnsafePointer(to: frame) { frame in
            let message = unsafe Self.index(of: frame, in: plan.identifiers)
            guard message >= 0 else { return nil }
            return unsafe values.withUnsafeMutableBufferPointer { values in
                guard let value = values.baseAddress else { return nil }
                let entry = unsafe plan.entries + message
                unsafe plan.tables.decode(entry, from: Self.payload(of: frame), into: value)
                guard unsafe frame.pointee.length < entry.pointee.regularLength else {
                    return unsafe DecodedValues(
                        message: message,
                        start: 0,
                        count: Int(entry.pointee.count)
                    )
                }
                return unsafe settle(message, frame, value, start: 0)
            }
        }
    }

    /// Decodes frames one after the other, each frame's values behind those of the one before.
    ///
    /// The fastest way to many frames: the next frame's message is looked up while one is decoded.
    /// As `decode(_:into:)` otherwise; traps where there are fewer results than frames.
    /// - Parameters:
    ///   - frames: What to decode.
    ///   - values: Room for the values, and behind them for `capacity` more.
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
        var (frame, value, result) = unsafe (frames, values, results)
        let end = unsafe frames + count
        let last = unsafe values + (room - capacity)
        var next = unsafe Self.index(of: frame, in: identifiers)
        while unsafe frame < end {
            let message = next
            let following = unsafe frame + 1
            next = unsafe Self.index(of: following < end ? following : frame, in: identifiers)
            if message >= 0 {
                guard unsafe value <= last else { break }
                let entry = unsafe entries + message
                unsafe tables.decode(entry, from: Self.payload(of: frame), into: value)
                if unsafe frame.pointee.length >= entry.pointee.regularLength {
                    unsafe result.pointee = DecodedValues(
                        message: message,
                        start: value - values,
                        count: Int(entry.pointee.count)
                    )
                } else {
                    unsafe result.pointee = settle(message, frame, value, start: value - values)
                }
                unsafe value += Int(entry.pointee.count)
            } else {
                unsafe result.pointee = .none
            }
            unsafe frame = following
            unsafe result += 1
        }
        return unsafe frame - frames
    }

    @inline(__always)
    private static func index(
        of frame: UnsafePointer<Frame>,
        in identifiers: IdentifierTable
    ) -> Int {
        unsafe frame.pointee.kind == .data ? identifiers.index(of: frame.pointee.id) : -1
    }

    /// The payload is a frame's last field.
    @inline(__always)
    private static func payload(of frame: UnsafePointer<Frame>) -> UnsafeRawPointer {
        unsafe UnsafeRawPointer(frame + 1) - MemoryLayout<Payload>.size
    }

    /// Decodes what quads cannot, and takes out what an irregular frame does not have.
    @inline(never)
    private func settle(
        _ message: Int,
        _ frame: UnsafePointer<Frame>,
        _ values: UnsafeMutablePointer<Double>,
        start: Int
    ) -> DecodedValues {
        let entry = unsafe plan.entries[message]
        var values = unsafe MutableSpan(_unsafeStart: values, count: Int(entry.count))
        let frame = unsafe frame.pointee
        unsafe plan.tables.decodeSingles(entry, from: frame.payload, into: &values)
        let length = min(Int(frame.length), database.messages[message].length)
        let isShort = length < database.messages[message].length
        if isShort {
            let signals = plan.signals[message]
            let layouts = database.messages[message].layouts
            for slot in signals.indices where !layouts[signals[slot]].fits(length: length) {
                values[slot] = .nan
            }
        }
        var hasUnknownSelector = false
        if database.messages[message].isMultiplexed {
            plan.selections.forEachMissing(of: message, in: frame.payload) { values[$0] = .nan }
            hasUnknownSelector = plan.selections.hasUnknownSelector(
                of: message,
                in: frame.payload,
                length: length
            )
        }
        return DecodedValues(
            message: message,
            start: start,
            count: Int(entry.count),
            isShort: isShort,
            hasUnknownSelector: hasUnknownSelector
        )
    }
}
