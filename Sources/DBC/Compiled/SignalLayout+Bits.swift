import SignalCodec

extension SignalLayout {
    /// The bits it occupies, each as byte × 8 + bit.
    var bitNumbers: [Int] {
        let start = startBit
        if byteOrder == .littleEndian { return Array(start..<start + length) }
        let fromTop = start / 8 * 8 + 7 - start % 8
        return (fromTop..<fromTop + length).map { $0 / 8 * 8 + 7 - $0 % 8 }
    }
}
