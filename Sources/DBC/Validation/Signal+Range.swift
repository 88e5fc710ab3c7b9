import SignalCodec

extension Signal {
    /// The counts that its bits can hold; nil for floats, and where the length is not 1 to 64.
    var rawRange: ClosedRange<Int128>? {
        guard (1...64).contains(length) else { return nil }
        let counts = Int128(1) << Int128(length)
        switch kind {
        case .unsigned: return 0...counts - 1
        case .signed: return -counts / 2...counts / 2 - 1
        case .float32, .float64: return nil
        }
    }

    /// The values that a value table may name, and the bits that each stands for: -1 and 255 are one
    /// value of 8 bits, whatever their sign; nil for floats, and where the length is not 1 to 64.
    var keyRange: ClosedRange<Int128>? {
        guard rawRange != nil else { return nil }
        let counts = Int128(1) << Int128(length)
        return -counts / 2...counts - 1
    }

    /// The bits of a value that a value table names, as an unsigned number; the value itself where
    /// the bits cannot hold it.
    func bits(ofKey key: Int128) -> Int128 {
        guard let range = keyRange, range.contains(key), key < 0 else { return key }
        return key + (Int128(1) << Int128(length))
    }

    /// The physical values that its bits can hold; nil for floats and a scaling that is none.
    var physicalRange: ClosedRange<Double>? {
        guard let range = rawRange, factor.isFinite, offset.isFinite else { return nil }
        let first = Double(range.lowerBound) * factor + offset
        let last = Double(range.upperBound) * factor + offset
        return min(first, last)...max(first, last)
    }
}
