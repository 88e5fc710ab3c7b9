/// Damages a text at random; the same seed does the same damage.
enum DamagedText {
    private static let pieces = [
        "\"", "\\\"", ";", "m1M", "99999999999999999999", "-", "/*", "\n", "1e999", "//", "*/",
        "\r", "nan",
        "SG_ ", "BO_ ", " ;\n", "[", "0",
    ]

    static func bytes(of whole: [UInt8], seed: UInt64) -> [UInt8] {
        var state = seed
        func next(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        var bytes = whole
        for _ in 0...next(below: 12) {
            let place = next(below: bytes.count)
            switch next(below: 5) {
            case 0: bytes[place] = UInt8(next(below: 256))
            case 1: bytes[place] ^= 1 << UInt8(next(below: 8))
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(contentsOf: pieces[next(below: pieces.count)].utf8, at: place)
            default:
                let end = min(bytes.count, place + next(below: 200))
                bytes.removeSubrange(place..<end)
            }
            if bytes.isEmpty { bytes = [0x20] }
        }
        return bytes
    }
}
