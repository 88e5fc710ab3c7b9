import SignalCodec

extension SignalLayout {
    /// The bits it occupies, each as byte × 8 + bit, the first as the byte order has it.
    var bitNumbers: some Sequence<Int> {
        let isLittle = byteOrder == .littleEndian
        // Big-endian bits go down from the start bit, and on at bit 7 of the next byte.
        let first = isLittle ? startBit : Self.fromTop(startBit)
        return (first..<first + length).lazy.map { isLittle ? $0 : Self.fromTop($0) }
    }

    /// The number of a bit where bits are counted from the top of each byte, and back.
    private static func fromTop(_ bit: Int) -> Int { bit ^ 7 }
}

extension Sequence<SignalLayout> {
    /// Whether two of them have a bit in common.
    var shareBits: Bool {
        var taken = SIMD8<UInt64>.zero
        for layout in self {
            for bit in layout.bitNumbers {
                let mask: UInt64 = 1 &<< UInt64(bit & 63)
                if taken[bit >> 6] & mask != 0 { return true }
                taken[bit >> 6] |= mask
            }
        }
        return false
    }
}
