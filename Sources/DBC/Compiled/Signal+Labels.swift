import SignalCodec

extension Signal {
    /// The value table with each key as the codec reads it, ascending; those that the signal cannot
    /// hold are left out.
    func labels(_ layout: SignalLayout) -> [ValueLabel] {
        guard let first = values.first, let last = values.last else { return [] }
        if let counts = layout.counts, counts.contains(first.raw), counts.contains(last.raw) {
            let pairs = zip(values, values.dropFirst())
            // Nearly every table is written in one of these two orders.
            if pairs.allSatisfy({ $0.raw < $1.raw }) {
                return values.map { ValueLabel(raw: $0.raw, text: $0.label) }
            }
            if pairs.allSatisfy({ $0.raw > $1.raw }) {
                return values.reversed().map { ValueLabel(raw: $0.raw, text: $0.label) }
            }
        }
        var labels: [Int128: String] = [:]
        for value in values {
            guard let raw = layout.labelled(value.raw) else { continue }
            labels[raw] = labels[raw] ?? value.label
        }
        return labels.map { ValueLabel(raw: $0.key, text: $0.value) }.sorted { $0.raw < $1.raw }
    }
}

extension SignalLayout {
    /// The raw value that a key of a value table means: -1 on 8 unsigned bits is 255, and 255 on 8
    /// signed bits is -1; nil where the signal cannot hold it.
    fileprivate func labelled(_ key: Int128) -> Int128? {
        switch kind {
        case .float32: return Float(exactly: key) == nil ? nil : key
        case .float64: return Double(exactly: key) == nil ? nil : key
        case .unsigned, .signed:
            let values = Int128(1) << Int128(length)
            guard key >= -values / 2, key < values else { return nil }
            let bits = key & (values - 1)
            return kind == .signed && bits >= values / 2 ? bits - values : bits
        }
    }
}
