/// An arbitration identifier, standard (11 bits) or extended (29 bits).
///
/// Standard 100 and extended 100 are different identifiers. Stored as SocketCAN and DBC files write
/// it: bit 31 set means extended.
public struct FrameID: Hashable, Sendable, BitwiseCopyable {
    /// The identifier with bit 31 set where it is extended.
    public let rawValue: UInt32

    /// Bit 31, which marks an extended identifier.
    public static let extendedBit: UInt32 = 0x8000_0000

    /// Refuses what does not fit in 11 bits.
    public init?(standard identifier: UInt32) {
        guard identifier <= 0x7FF else { return nil }
        rawValue = identifier
    }

    /// Refuses what does not fit in 29 bits.
    public init?(extended identifier: UInt32) {
        guard identifier <= 0x1FFF_FFFF else { return nil }
        rawValue = identifier | Self.extendedBit
    }

    /// Reads the form with bit 31 as the extended flag; refuses identifiers that do not fit.
    public init?(rawValue: UInt32) {
        if rawValue & Self.extendedBit != 0 {
            self.init(extended: rawValue & ~Self.extendedBit)
        } else {
            self.init(standard: rawValue)
        }
    }

    /// Whether the identifier has 29 bits.
    public var isExtended: Bool { rawValue & Self.extendedBit != 0 }

    /// The identifier's bits without the flag: at most 0x7FF, or 0x1FFFFFFF where extended.
    public var identifier: UInt32 { rawValue & ~Self.extendedBit }
}

#if !hasFeature(Embedded)
extension FrameID: CustomStringConvertible {
    /// Three upper-case hex digits for a standard identifier, eight for an extended one.
    public var description: String {
        let digits = String(identifier, radix: 16, uppercase: true)
        let width = isExtended ? 8 : 3
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
#endif
