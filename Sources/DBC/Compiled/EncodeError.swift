public import CANFrames

/// Why a message could not be encoded; what was to be changed is then untouched.
public enum EncodeError: Error, Equatable, Sendable {
    /// No message has the frame's identifier.
    case noMessage(FrameID)
    /// CAN has no frame of the message's length in bytes.
    case noFrame(message: String, length: Int)
    /// The message has no signal of that name.
    case unknownSignal(String, message: String, known: [String])
    /// A signal is given two values.
    case givenTwice(String)
    /// The value is not finite, or outside the limits or the bits of the signal.
    case value(SignalError)
    /// The signal's bits cannot hold the raw value; what they hold, in words.
    case raw(RawValue, signal: String, allowed: String)
    /// The signal's value table has no such text.
    case unknownLabel(String, signal: String, known: [String])
    /// The signal is there only at other values of its multiplexor, which are compared raw.
    case notSelected(
        String,
        multiplexor: String,
        value: UInt64,
        expected: [ClosedRange<UInt64>]
    )
    /// The frame is another message's, or too short for the signal.
    case notInFrame(String, length: Int)
}

extension EncodeError: CustomStringConvertible {
    /// One sentence with the signal, what was found and what is allowed.
    public var description: String {
        switch self {
        case .noMessage(let id):
            "\(id): is the identifier of no message"
        case .noFrame(let message, let length):
            "\(message): has \(length) bytes, CAN has frames of 0 to 64"
        case .unknownSignal(let signal, let message, let known):
            "\(signal): is no signal of \(message), which has \(Self.list(known))"
        case .givenTwice(let signal):
            "\(signal): is given two values"
        case .value(let error):
            error.description
        case .raw(let value, let signal, let allowed):
            "\(signal): the raw value \(value) does not fit in the signal's bits, "
                + "which hold \(allowed)"
        case .unknownLabel(let label, let signal, let known):
            known.isEmpty
                ? "\(signal): \"\(label)\" cannot be written, as the signal has no value table"
                : "\(signal): \"\(label)\" is not in the value table, which has "
                    + Self.list(known.map { "\"\($0)\"" })
        case .notSelected(let signal, let multiplexor, let value, let expected):
            "\(signal): is not there while \(multiplexor) is \(value), expected "
                + Self.list(expected.map(Self.text), last: " or ")
        case .notInFrame(let signal, let length):
            "\(signal): does not lie in the frame's \(length) bytes"
        }
    }

    private static func text(_ range: ClosedRange<UInt64>) -> String {
        range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }

    /// The first of them, as many as one can read.
    private static func list(_ words: [String], last: String = " and ") -> String {
        guard words.count > 1 else { return words.first ?? "none" }
        guard words.count > mostWords else {
            return words.dropLast().joined(separator: ", ") + last + words[words.count - 1]
        }
        let rest = words.count - mostWords
        return words.prefix(mostWords).joined(separator: ", ") + last + "\(rest) more"
    }

    private static let mostWords = 12
}
