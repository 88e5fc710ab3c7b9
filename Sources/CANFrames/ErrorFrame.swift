/// The class bits of an error frame, as in `linux/can/error.h`.
public struct ErrorFrame: Hashable, Sendable, BitwiseCopyable {
    /// The class bits, carried in the frame's identifier.
    public let rawValue: UInt32

    /// Takes the bits as they are.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Reads the classes of an error frame; nil where the frame is not one.
    public init?(_ frame: borrowing Frame) {
        guard frame.kind == .error else { return nil }
        rawValue = frame.id.identifier
    }

    /// A transmission timed out.
    public static let transmitTimeout = ErrorFrame(rawValue: 0x001)
    /// Arbitration was lost; payload byte 0 has the bit number.
    public static let lostArbitration = ErrorFrame(rawValue: 0x002)
    /// The controller changed state or overflowed; details in payload byte 1.
    public static let controller = ErrorFrame(rawValue: 0x004)
    /// A protocol violation; details in payload bytes 2 and 3.
    public static let protocolViolation = ErrorFrame(rawValue: 0x008)
    /// The transceiver reports a fault; details in payload byte 4.
    public static let transceiver = ErrorFrame(rawValue: 0x010)
    /// Nobody acknowledged a transmission.
    public static let noAcknowledge = ErrorFrame(rawValue: 0x020)
    /// The controller went bus-off.
    public static let busOff = ErrorFrame(rawValue: 0x040)
    /// Too many errors in a short time.
    public static let busError = ErrorFrame(rawValue: 0x080)
    /// The controller was restarted.
    public static let restarted = ErrorFrame(rawValue: 0x100)
    /// The error counters are in payload bytes 6 (transmission) and 7 (reception).
    public static let counters = ErrorFrame(rawValue: 0x200)
}

#if !hasFeature(Embedded)
extension ErrorFrame: OptionSet {}
#endif
