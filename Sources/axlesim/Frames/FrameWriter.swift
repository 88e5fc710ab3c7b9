import CANFrames
import DBC
import SignalCodec

/// Fills one frame of a message by its signals' names.
struct FrameWriter {
    /// The frame so far.
    private(set) var frame: Frame
    /// Names asked for that the message does not have.
    private(set) var missing: [String] = []

    private let message: CompiledMessage

    /// A frame in which every signal has its start value.
    init?(_ message: CompiledMessage) {
        guard var frame = Frame(id: message.id, length: message.length) else { return nil }
        for signal in message.signals {
            signal.layout.store(bits: signal.startBits, in: &frame.payload)
        }
        self.frame = frame
        self.message = message
    }

    /// Writes a physical value, rounded to the nearest count; beyond the signal's range its end.
    mutating func set(_ name: String, _ value: Double) {
        guard let index = message.index(ofSignal: name) else {
            missing.append(name)
            return
        }
        let layout = message.signals[index].layout
        let ends = layout.representable
        let isLimited = layout.minimum < layout.maximum
        let lowest = isLimited ? max(layout.minimum, ends.minimum) : ends.minimum
        let highest = isLimited ? min(layout.maximum, ends.maximum) : ends.maximum
        let held = min(max(value, lowest), highest)
        do throws(CodecError) { try layout.store(physical: held, in: &frame.payload) } catch {
            preconditionFailure("\(message.name).\(name): \(error)")
        }
    }

    /// Writes a count as it stands on the wire.
    mutating func set(_ name: String, raw: UInt64) {
        guard let index = message.index(ofSignal: name) else {
            missing.append(name)
            return
        }
        message.signals[index].layout.store(bits: raw, in: &frame.payload)
    }

    /// Writes a bit.
    mutating func set(_ name: String, _ isSet: Bool) { set(name, raw: isSet ? 1 : 0) }
}
