public import CANFrames
import SignalCodec

extension CompiledMessage {
    /// A frame in which these signals have these values, and the others their start values.
    ///
    /// Signals that the multiplexors leave out are not written. A length that only FD has, or that
    /// CAN lacks, becomes the next FD length. Checksum and counter are not set: `protection` does
    /// that last.
    /// - Throws: the first `EncodeError` in the order of the values.
    public func frame(_ values: [SignalAssignment] = []) throws(EncodeError) -> Frame {
        guard var frame = emptyFrame() else { throw .noFrame(message: name, length: length) }
        let given = try resolve(values)
        // A multiplexor must stand before what it selects is known to be there.
        for depth in 0...deepestSelection {
            for index in signals.indices where signals[index].conditions.count == depth {
                let isSelected = signals[index].isPresent(in: frame.payload)
                guard isSelected, given[index] == nil else { continue }
                signals[index].layout.store(bits: signals[index].startBits, in: &frame.payload)
            }
            for index in signals.indices where signals[index].conditions.count == depth {
                guard let value = given[index] else { continue }
                try requireSelected(index, in: frame.payload)
                try signals[index].store(value, in: &frame.payload)
            }
        }
        return frame
    }

    /// Changes these signals of a frame of this message, whose other bits stay.
    ///
    /// What the multiplexors select is judged by the frame as it becomes. Where it throws, the frame
    /// is untouched. Checksum and counter are not set: `protection` does that last.
    /// - Throws: the first `EncodeError` in the order of the values.
    public func encode(
        _ values: [SignalAssignment],
        into frame: inout Frame
    ) throws(EncodeError) {
        let given = try resolve(values)
        var changed = frame.payload
        for index in signals.indices {
            guard let value = given[index] else { continue }
            guard layouts[index].fits(length: usableLength(of: frame)) else {
                throw .notInFrame(signals[index].name, length: Int(frame.length))
            }
            try signals[index].store(value, in: &changed)
        }
        for index in signals.indices where given[index] != nil {
            try requireSelected(index, in: changed)
        }
        frame.payload = changed
    }

    /// Changes one signal of a frame of this message; see `encode(_:into:)`.
    public func encode(
        _ value: SignalValue,
        as signal: String,
        into frame: inout Frame
    ) throws(EncodeError) {
        try encode([SignalAssignment(signal, value)], into: &frame)
    }

    /// A data frame of zeros that is long enough for the message; nil where CAN has none.
    private func emptyFrame() -> Frame? {
        let isFD = isFD || length > 8
        var room = length
        while room <= 64, !Frame.isLength(room) { room += 1 }
        return Frame(id: id, flags: isFD ? .isFD : [], length: room)
    }

    /// For each signal the value it is given.
    private func resolve(
        _ values: [SignalAssignment]
    ) throws(EncodeError) -> [SignalValue?] {
        var given = [SignalValue?](repeating: nil, count: signals.count)
        for value in values {
            guard let index = index(ofSignal: value.signal) else {
                throw .unknownSignal(value.signal, message: name, known: signals.map(\.name))
            }
            guard given[index] == nil else { throw .givenTwice(value.signal) }
            given[index] = value.value
        }
        return given
    }

    private func requireSelected(
        _ index: Int,
        in payload: borrowing Payload
    ) throws(EncodeError) {
        var child = index
        for condition in signals[index].conditions {
            guard let parent = signals[child].multiplexedBy else { return }
            guard condition.holds(in: payload) else {
                throw .notSelected(
                    signals[child].name,
                    multiplexor: signals[parent].name,
                    value: condition.selector.bits(in: payload),
                    expected: condition.ranges
                )
            }
            child = parent
        }
    }
}

extension CompiledSignal {
    /// Writes a value; where it throws, the payload is untouched.
    ///
    /// A physical value is rounded once, half away from zero. Limits hold for physical values, but
    /// not for one that the value table names; `[0|0]` means none.
    public func store(
        _ value: SignalValue,
        in payload: inout Payload
    ) throws(EncodeError) {
        switch value {
        case .physical(let physical):
            do throws(SignalError) {
                try store(physical: physical, in: &payload)
            } catch {
                throw .value(error)
            }
        case .integer(let whole):
            do throws(SignalError) {
                try store(integer: whole, in: &payload)
            } catch {
                throw .value(error)
            }
        case .raw(let raw):
            guard let bits = layout.bits(of: raw) else {
                throw .raw(raw, signal: name, allowed: layout.rawRange)
            }
            layout.store(bits: bits, in: &payload)
        case .label(let label):
            guard store(label: label, in: &payload) else {
                throw .unknownLabel(label, signal: name, known: labels.map(\.text))
            }
        }
    }
}
