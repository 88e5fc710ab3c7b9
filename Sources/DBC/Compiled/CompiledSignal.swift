public import CANFrames
public import SignalCodec

/// What a raw value of a signal stands for.
public struct ValueLabel: Hashable, Sendable {
    /// The raw value: a count, which of 64 unsigned bits is not negative, or a float's number.
    public let raw: Int128
    /// What it stands for.
    public let text: String
}

/// One thing that must hold for a multiplexed signal to be there.
public struct SelectorCondition: Sendable {
    /// The multiplexor, compared by its bits, not by its scaled value.
    public let selector: SignalLayout
    /// The values at which the signal is there, ascending.
    public let ranges: [ClosedRange<UInt64>]

    /// Whether the multiplexor has one of the values.
    public func holds(in payload: borrowing Payload) -> Bool {
        let bits = selector.bits(in: payload)
        for index in ranges.indices where ranges[index].contains(bits) { return true }
        return false
    }
}

extension [SelectorCondition] {
    /// Whether every one holds; an empty list does.
    func allHold(in payload: borrowing Payload) -> Bool {
        for index in indices where !self[index].holds(in: payload) { return false }
        return true
    }
}

/// A signal ready to decode and encode.
public struct CompiledSignal: Sendable {
    /// Its name, unique in its message.
    public let name: String
    /// Place and scaling.
    public let layout: SignalLayout
    /// The physical unit as the database writes it.
    public let unit: String
    /// What single raw values stand for, ascending by value; the signal can hold each of them.
    public let labels: [ValueLabel]
    /// The database's comment.
    public let comment: String
    /// The bits of the raw value to begin with (GenSigStartValue, a count rounded half away from zero);
    /// 0 where none is given or the signal cannot hold it.
    public let startBits: UInt64
    /// Whether its bits select other signals.
    public let isMultiplexor: Bool
    /// The index, in the message, of the signal that selects this one.
    public let multiplexedBy: Int?
    /// What must hold for it to be there; empty: it always is.
    public let conditions: [SelectorCondition]

    /// The smallest physical value; no limits where both are 0.
    public var minimum: Double { layout.minimum }
    /// The largest physical value; no limits where both are 0.
    public var maximum: Double { layout.maximum }

    /// Whether the payload's multiplexors select it.
    public func isPresent(in payload: borrowing Payload) -> Bool {
        conditions.allHold(in: payload)
    }

    /// What the raw value stands for; nil where it has no name; does not allocate.
    public func label(of raw: Int128) -> String? {
        var low = 0
        var high = labels.count
        while low < high {
            let middle = (low + high) / 2
            if labels[middle].raw < raw { low = middle + 1 } else { high = middle }
        }
        return low < labels.count && labels[low].raw == raw ? labels[low].text : nil
    }

    /// What the payload's raw value stands for; nil where it has no name.
    public func label(in payload: borrowing Payload) -> String? {
        guard !labels.isEmpty, let raw = layout.rawValue(in: payload).count else { return nil }
        return label(of: raw)
    }

    /// Writes a physical value; where it throws, the payload is untouched.
    ///
    /// As `SignalLayout.store(physical:)`, but a value that has a name may lie outside the limits.
    public func store(
        physical value: Double,
        in payload: inout Payload,
        rounding: Rounding = .nearestAwayFromZero
    ) throws(SignalError) {
        try store(in: &payload) { layout, payload throws(CodecError) in
            try layout.store(physical: value, in: &payload, rounding: rounding)
        }
    }

    /// Writes a whole physical value, exact beyond 2^53 too; where it throws, the payload is untouched.
    ///
    /// As `SignalLayout.store(integer:)`, but a value that has a name may lie outside the limits.
    public func store(integer value: Int128, in payload: inout Payload) throws(SignalError) {
        try store(in: &payload) { layout, payload throws(CodecError) in
            try layout.store(integer: value, in: &payload)
        }
    }

    /// Writes the lowest raw value that has this name; false, and nothing written, where none has.
    public func store(label: String, in payload: inout Payload) -> Bool {
        guard let named = labels.first(where: { $0.text == label }),
            let bits = layout.bits(of: .count(named.raw))
        else { return false }
        layout.store(bits: bits, in: &payload)
        return true
    }

    private func store(
        in payload: inout Payload,
        _ write: (_ layout: SignalLayout, _ payload: inout Payload) throws(CodecError) -> Void
    ) throws(SignalError) {
        do throws(CodecError) {
            try write(layout, &payload)
        } catch {
            guard case .outsideLimits = error, storesNamed(in: &payload, write) else {
                throw SignalError(signal: name, reason: error)
            }
        }
    }

    /// Writes without limits what has a name; false, and nothing written, where it has none.
    private func storesNamed(
        in payload: inout Payload,
        _ write: (_ layout: SignalLayout, _ payload: inout Payload) throws(CodecError) -> Void
    ) -> Bool {
        var copy = payload
        do throws(CodecError) {
            try write(layout.withoutLimits, &copy)
        } catch {
            return false
        }
        guard label(in: copy) != nil else { return false }
        payload = copy
        return true
    }
}

/// Why a signal could not be written, with its name.
public struct SignalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The signal's name.
    public let signal: String
    /// What is wrong with the value.
    public let reason: CodecError

    /// Puts the two together.
    public init(signal: String, reason: CodecError) {
        self.signal = signal
        self.reason = reason
    }

    /// One sentence with the signal, the value and the range.
    public var description: String { "\(signal): \(reason)" }
}
