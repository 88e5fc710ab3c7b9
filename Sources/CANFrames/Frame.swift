/// What a frame is, beside its identifier.
public enum FrameKind: UInt8, Sendable, BitwiseCopyable {
    /// Carries a payload.
    case data
    /// Asks for a payload (classic CAN only); `length` is the length asked for.
    case remote
    /// Made by the kernel to tell of an error; see `ErrorFrame`.
    case error
}

/// The flags of a CAN FD frame; empty for classic CAN.
public struct FDFlags: Hashable, Sendable, BitwiseCopyable {
    /// The bits as in `canfd_frame.flags`.
    public let rawValue: UInt8

    /// Takes the bits as they are.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The payload was sent at the second bit rate.
    public static let bitRateSwitch = FDFlags(rawValue: 0x01)
    /// The sender is error passive.
    public static let errorStateIndicator = FDFlags(rawValue: 0x02)
    /// The frame is a CAN FD frame.
    public static let isFD = FDFlags(rawValue: 0x04)
}

/// The payload's fixed storage: 64 bytes, zero after `Frame.length`.
public typealias Payload = [64 of UInt8]

/// One CAN frame, classic or FD.
public struct Frame: Sendable, BitwiseCopyable {
    /// The arbitration identifier; for an error frame the error class bits.
    public var id: FrameID
    /// Data, remote or error.
    public var kind: FrameKind
    /// FD flags; contains `isFD` exactly where the frame is FD.
    public var flags: FDFlags
    /// Payload bytes: 0 to 8, for FD also 12, 16, 20, 24, 32, 48, 64.
    public private(set) var length: UInt8
    /// The raw data length code of a classic frame where it is above 8 (9 to 15), else 0.
    public var rawDLC: UInt8
    /// The bytes; those from `length` on are zero.
    public var payload: Payload

    /// A frame with a payload of `length` zero bytes; nil where CAN has no such length.
    public init?(
        id: FrameID,
        kind: FrameKind = .data,
        flags: FDFlags = FDFlags(rawValue: 0),
        length: Int,
        rawDLC: UInt8 = 0
    ) {
        let longest = flags.contains(.isFD) ? 64 : 8
        guard length >= 0, length <= longest, Self.isLength(length) else { return nil }
        self.id = id
        self.kind = kind
        self.flags = flags
        self.length = UInt8(length)
        self.rawDLC = rawDLC
        payload = .init(repeating: 0)
    }

    /// Whether a frame can have a payload of exactly this many bytes.
    public static func isLength(_ length: Int) -> Bool {
        switch length {
        case 0...8, 12, 16, 20, 24, 32, 48, 64: true
        default: false
        }
    }

    /// A byte of the payload; reading past the end gives 0, writing past `length` is ignored.
    public subscript(_ index: Int) -> UInt8 {
        get { index >= 0 && index < 64 ? payload.span[index] : 0 }
        set { if index >= 0 && index < Int(length) { payload[index] = newValue } }
    }
}

extension Frame: Equatable {
    /// Equal where identifier, kind, flags, length, raw DLC and every payload byte are.
    public static func == (left: Frame, right: Frame) -> Bool {
        guard
            left.id == right.id, left.kind == right.kind, left.flags == right.flags,
            left.length == right.length, left.rawDLC == right.rawDLC
        else { return false }
        let leftBytes = left.payload.span
        let rightBytes = right.payload.span
        for index in 0..<Int(left.length) where leftBytes[index] != rightBytes[index] {
            return false
        }
        return true
    }
}

#if hasFeature(Embedded)
// A set's array literal is an allocation where there is no heap: the one verb needed stands alone.
extension FDFlags {
    func contains(_ member: Self) -> Bool { rawValue & member.rawValue == member.rawValue }
}
#else
extension FDFlags: OptionSet {}
#endif

#if !hasFeature(Embedded)
extension Frame {
    /// A classic data frame, or FD where `flags` say so, with these bytes; nil for a length CAN lacks.
    public init?(id: FrameID, flags: FDFlags = [], bytes: [UInt8]) {
        self.init(id: id, flags: flags, length: bytes.count)
        for (index, byte) in bytes.enumerated() { payload[index] = byte }
    }

    /// The payload as an array of `length` bytes.
    public var bytes: [UInt8] { (0..<Int(length)).map { payload.span[$0] } }
}
#endif
