public import SignalCodec

/// A signal that no number holds, or that lies beyond the 64 bytes of a frame: it is read as bytes.
///
/// More than 64 bits, or a place in a message that a transport protocol puts together.
public struct LongSignal: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The start bit as DBC numbers it.
    public let startBit: Int
    /// Number of bits.
    public let length: Int
    /// Which end comes first.
    public let byteOrder: ByteOrder
    /// The physical unit as the database writes it.
    public let unit: String
    /// The database's comment.
    public let comment: String

    /// Nil where the signal fits in a number, is a float, or does not lie inside the message.
    init?(_ signal: Signal, messageLength: Int) {
        let isFloat = signal.kind == .float32 || signal.kind == .float64
        guard !isFloat, signal.length > 0, signal.startBit >= 0, signal.layout == nil else {
            return nil
        }
        let (end, overflow) = Self.begin(signal.startBit, signal.byteOrder)
            .addingReportingOverflow(signal.length)
        guard !overflow, end <= messageLength * 8 else { return nil }
        name = signal.name
        startBit = signal.startBit
        length = signal.length
        byteOrder = signal.byteOrder
        unit = signal.unit
        comment = signal.comment
    }

    /// Its bits in the payload's order, moved to begin on a byte's edge; nil where the payload ends
    /// before the signal.
    ///
    /// Big-endian: the first byte is the most significant, and the last is filled up with zeros on
    /// its right. Little-endian: the first is the least significant, and the last is filled up on
    /// its left. A signal on byte edges comes out as the bytes that it lies in.
    public func bytes(in payload: [UInt8]) -> [UInt8]? {
        let begin = Self.begin(startBit, byteOrder)
        guard begin + length <= payload.count * 8 else { return nil }
        let first = begin / 8
        let skipped = begin % 8
        return (0..<(length + 7) / 8).map { index in
            let place = first + index
            let next = place + 1 < payload.count ? payload[place + 1] : 0
            let used = min(8, length - index * 8)
            switch byteOrder {
            case .bigEndian:
                let pair = UInt16(payload[place]) << 8 | UInt16(next)
                return UInt8(truncatingIfNeeded: (pair << skipped) >> 8) & ~(0xFF >> used)
            case .littleEndian:
                let pair = UInt16(next) << 8 | UInt16(payload[place])
                return UInt8(truncatingIfNeeded: pair >> skipped) & ~(0xFF << used)
            }
        }
    }

    /// The first bit in the payload's order, counted from the end of a byte that comes first.
    private static func begin(_ startBit: Int, _ byteOrder: ByteOrder) -> Int {
        byteOrder == .littleEndian ? startBit : startBit / 8 * 8 + 7 - startBit % 8
    }
}
