import CANFrames
import DBC
import SignalCodec

/// A frame to send again and again: start values of its database, a few signals changed each time,
/// then counter and checksum.
struct MessageTemplate: Sendable {
    /// What changes from one frame to the next.
    struct Memory: Sendable, BitwiseCopyable {
        fileprivate var frame: Frame
        fileprivate var count: UInt64 = 0
    }

    /// The last frame before its counter and checksum, and how many there were.
    var memory: Memory
    private let protection: Protection

    init(_ message: CompiledMessage) throws(BindingError) {
        guard var frame = Frame(id: message.id, length: message.length) else {
            throw .unknownMessage(message.name, bus: "output")
        }
        for signal in message.signals {
            signal.layout.store(bits: signal.startBits, in: &frame.payload)
        }
        memory = Memory(frame: frame)
        protection = message.protection
    }

    /// The counter of the next frame, before it wraps to the message's width.
    var nextCount: UInt64 { memory.count }

    /// Stores a signal's raw bits.
    mutating func store(_ bits: UInt64, in layout: SignalLayout) {
        layout.store(bits: bits, in: &memory.frame.payload)
    }

    /// Stores a torque rounded towards zero, so that quantisation never adds any; what does not fit
    /// the signal, or is not finite, becomes zero.
    mutating func storeTorque(_ torque: Double, in layout: SignalLayout) {
        do throws(CodecError) {
            try layout.store(physical: torque, in: &memory.frame.payload, rounding: .towardZero)
        } catch {
            layout.store(bits: 0, in: &memory.frame.payload)
        }
    }

    /// The frame with its counter and checksum; the next one counts on.
    mutating func next() -> Frame {
        var finished = memory.frame
        protection.protect(&finished, counter: memory.count)
        memory.count &+= 1
        return finished
    }
}
