public import CANFrames

/// A number's place in a frame, counted as a DBC file counts.
public struct BitField: Hashable, Sendable {
    /// The lowest bit where the low byte is first; the highest where the high byte is first.
    public let start: UInt8
    /// How many bits, 1 to 32.
    public let count: UInt8
    /// Whether the high byte is first (`@0`).
    public let isHighFirst: Bool
    /// Whether the highest bit is a sign.
    public let isSigned: Bool

    /// Nil where it does not lie in 8 bytes.
    public init?(start: Int, count: Int, isHighFirst: Bool, isSigned: Bool) {
        guard start >= 0, (1...32).contains(count) else { return nil }
        let first = isHighFirst ? start / 8 * 8 + (7 - start % 8) : start
        guard first + count <= 64 else { return nil }
        self.start = UInt8(start)
        self.count = UInt8(count)
        self.isHighFirst = isHighFirst
        self.isSigned = isSigned
    }

    /// The number as it stands in a frame.
    public func raw(in frame: borrowing Frame) -> Int {
        var raw = 0
        var place = Int(start)
        for index in 0..<Int(count) {
            let bit = Int(frame[place / 8] >> UInt8(place % 8) & 1)
            if isHighFirst {
                raw = raw << 1 | bit
                place = place % 8 == 0 ? place + 15 : place - 1
            } else {
                raw |= bit << index
                place += 1
            }
        }
        return isSigned && raw >> (Int(count) - 1) == 1 ? raw - (1 << Int(count)) : raw
    }
}
