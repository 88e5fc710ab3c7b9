import CANFrames
import CANTransport

/// Numbers from a seed.
struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// A number from 0 below `limit`.
    mutating func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    /// A frame of any kind that a log can have.
    mutating func frame() -> Frame? {
        let isExtended = next(2) == 1
        let identifier = UInt32(next(isExtended ? 0x2000_0000 : 0x800))
        let id = isExtended ? FrameID(extended: identifier) : FrameID(standard: identifier)
        guard let id else { return nil }
        switch next(8) {
        case 0:
            return Frame(id: id, kind: .remote, length: next(9))
        case 1, 2:
            let lengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64]
            let flags = FDFlags(rawValue: UInt8(next(4))).union(.isFD)
            return filled(Frame(id: id, flags: flags, length: lengths[next(16)]))
        default:
            return filled(Frame(id: id, length: next(9)))
        }
    }

    private mutating func filled(_ frame: Frame?) -> Frame? {
        guard var frame else { return nil }
        for index in 0..<Int(frame.length) { frame[index] = UInt8(next(256)) }
        return frame
    }
}

extension CivilTime {
    /// Nanoseconds since 1970 of a local time.
    static func local(
        _ year: Int,
        _ month: Int,
        _ day: Int,
        _ hour: Int,
        _ minute: Int,
        _ second: Int
    ) -> Int64? {
        CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)?
            .stamp(in: .local)?.nanoseconds
    }
}
