public import CANFrames
import SignalCodec

/// Encodes the values of all signals of a message, frame by frame.
///
/// The counterpart of `ValueDecoder`: compiled once to tables, a frame takes no allocation. Any
/// number of threads may share one. Checksum and counter are not set: `protection` does that last.
public struct ValueEncoder: Sendable {
    /// The database in force.
    public let database: CompiledDatabase
    private let plan: EncodePlan

    /// Encodes every signal.
    public init(_ database: CompiledDatabase) {
        self.database = database
        plan = EncodePlan(database.messages)
    }

    /// Writes the physical values of all signals of the frame's message, in the order of its
    /// `signals`; those that the multiplexors leave out are not looked at.
    ///
    /// Each is rounded to a count once, half away from zero; limits hold but for values that the
    /// value table names. Bits of no signal stay. Where it throws, the frame is untouched. Traps
    /// where there are fewer values than signals.
    /// - Returns: how many values the message has.
    /// - Throws: the first `EncodeError` in the order of the signals.
    @discardableResult
    public func encode(
        _ values: Span<Double>,
        into frame: inout Frame
    ) throws(EncodeError) -> Int {
        let message = database.position(of: frame.id)
        guard message >= 0 else { throw .noMessage(frame.id) }
        let entry = unsafe plan.entries[message]
        precondition(values.count >= Int(entry.count), "there are fewer values than signals")
        let count = Int(entry.count)
        if frame.length >= entry.regularLength {
            let isWritten = unsafe values.withUnsafeBufferPointer { values in
                guard let values = values.baseAddress else { return count == 0 }
                return unsafe plan.tables.encode(values, as: entry, into: &frame.payload)
            }
            if isWritten { return count }
        }
        try encodeClosely(values, message, into: &frame)
        return count
    }

    /// One signal after the other, each with all that may be wrong with it.
    @inline(never)
    private func encodeClosely(
        _ values: Span<Double>,
        _ message: Int,
        into frame: inout Frame
    ) throws(EncodeError) {
        var changed = frame.payload
        let length = min(Int(frame.length), database.messages[message].length)
        let layouts = database.messages[message].layouts
        let order = plan.order[message]
        for place in order.indices {
            let index = order[place]
            guard plan.selections.hasValue(index, of: message, in: changed) else { continue }
            guard layouts[index].fits(length: length) else {
                throw .notInFrame(
                    database.messages[message].signals[index].name,
                    length: Int(frame.length)
                )
            }
            do throws(CodecError) {
                try layouts[index].store(physical: values[index], in: &changed)
            } catch {
                // The value table may name it; the error has the signal's name.
                try database.messages[message].signals[index].store(
                    .physical(values[index]),
                    in: &changed
                )
            }
        }
        frame.payload = changed
    }
}
