/// A name of the file, by its place in the table of names.
struct Symbol: Hashable {
    var index: UInt32
}

/// The names of a file, each made to a string once.
struct SymbolTable {
    private let source: SourceText
    private var strings: [String] = []
    private var ranges: [Range<Int>] = []
    private var hashes: [UInt64] = []
    /// Places in the lists above, and -1 where free; a power of two of them.
    private var slots: [Int32]
    /// Odd and not foreseeable, so that no file can be made to collide.
    private let factor = UInt64.random(in: .min ... .max) | 1

    init(_ source: SourceText) {
        self.source = source
        var count = 1 << 10
        // About one name in 128 bytes, and room for as many again.
        while count < source.bytes.count / 64 { count *= 2 }
        slots = Array(repeating: -1, count: count)
    }

    subscript(symbol: Symbol) -> String { strings[Int(symbol.index)] }

    /// The symbol of the name that stands at a place of the file.
    mutating func symbol(at range: Range<Int>) -> Symbol {
        let hash = hash(of: range)
        var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if hashes[index] == hash, isSame(ranges[index], range) {
                return Symbol(index: UInt32(index))
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(strings.count)
        strings.append(source.unescaped(range))
        ranges.append(range)
        hashes.append(hash)
        if strings.count * 2 > slots.count { grow() }
        return Symbol(index: UInt32(strings.count - 1))
    }

    private func hash(of range: Range<Int>) -> UInt64 {
        let bytes = source.bytes.span
        var hash = factor
        var index = range.lowerBound
        while index < range.upperBound {
            // Up to eight bytes at a time; the length tells apart what zeros would make equal.
            let end = min(index + 8, range.upperBound)
            var word: UInt64 = 0
            while index < end {
                word = word &<< 8 | UInt64(bytes[index])
                index += 1
            }
            hash = (hash ^ word) &* factor
            hash ^= hash >> 32
        }
        return (hash ^ UInt64(range.count)) &* factor
    }

    private func isSame(_ first: Range<Int>, _ second: Range<Int>) -> Bool {
        guard first.count == second.count else { return false }
        let bytes = source.bytes.span
        for offset in 0..<first.count
        where bytes[first.lowerBound + offset] != bytes[second.lowerBound + offset] {
            return false
        }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for (index, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index)
        }
    }
}
