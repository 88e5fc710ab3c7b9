public import CANFrames

/// A reception filter as the kernel has it (`can_filter`): a frame passes where
/// `(bits & mask) == (id & mask)`, or with `isInverted` where not.
///
/// The bits are the identifier with bit 31 set where it is extended and bit 30 where the frame is a
/// remote request. Error frames are not subject to filters.
public struct FrameFilter: Hashable, Sendable {
    /// The bits to compare with.
    public let id: UInt32
    /// Which bits are compared.
    public let mask: UInt32
    /// Whether frames that match are held back instead of those that do not.
    public let isInverted: Bool

    /// Bit 30, which marks a remote request.
    public static let remoteBit: UInt32 = 0x4000_0000

    /// Takes the bits as they are; bit 29 (error frames) is ignored.
    public init(id: UInt32, mask: UInt32, isInverted: Bool = false) {
        self.id = id & ~Self.errorBit
        self.mask = mask & ~Self.errorBit
        self.isInverted = isInverted
    }

    /// Passes data frames with exactly this identifier.
    public init(_ id: FrameID) {
        self.init(id: id.rawValue, mask: FrameID.extendedBit | Self.remoteBit | 0x1FFF_FFFF)
    }

    /// Whether a frame passes this filter; for error frames ask the receiver's owner.
    public func passes(_ frame: borrowing Frame) -> Bool {
        passes(bits: frame.id.rawValue | (frame.kind == .remote ? Self.remoteBit : 0))
    }

    static let errorBit: UInt32 = 0x2000_0000

    func passes(bits: UInt32) -> Bool {
        (bits & mask == id & mask) != isInverted
    }
}
