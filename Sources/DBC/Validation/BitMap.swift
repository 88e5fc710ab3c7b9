import SignalCodec

/// The bits of a payload that a signal occupies.
struct BitMap {
    /// The first byte it touches.
    let firstByte: Int
    /// The bits in that byte and those behind it.
    let masks: [UInt8]

    /// Nil where the length is not 1 to 64 bits or the start bit negative or beyond any frame.
    init?(_ signal: Signal) {
        guard (0..<65_536 * 8).contains(signal.startBit), (1...64).contains(signal.length) else {
            return nil
        }
        firstByte = signal.startBit / 8
        let start = signal.startBit % 8
        var masks: [UInt8] = []
        var left = signal.length
        // Big-endian bits go down from the start bit, and on at bit 7 of the next byte.
        var first = signal.byteOrder == .bigEndian ? 7 - start : start
        while left > 0 {
            let count = min(8 - first, left)
            let low = signal.byteOrder == .bigEndian ? 8 - first - count : first
            masks.append(UInt8((1 << count - 1) << low))
            left -= count
            first = 0
        }
        self.masks = masks
    }

    /// The last byte it touches.
    var lastByte: Int { firstByte + masks.count - 1 }

    /// Whether both have a bit in common.
    func overlaps(_ other: BitMap) -> Bool {
        guard firstByte <= other.lastByte, other.firstByte <= lastByte else { return false }
        for byte in max(firstByte, other.firstByte)...min(lastByte, other.lastByte)
        where masks[byte - firstByte] & other.masks[byte - other.firstByte] != 0 {
            return true
        }
        return false
    }
}
