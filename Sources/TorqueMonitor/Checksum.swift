import CANFrames

/// The LEAF's CRC-8: polynomial 0x85, start 0, over all bytes but the last, which holds it.
struct Checksum: Sendable {
    private let table: [256 of UInt8]

    init() {
        var table = [256 of UInt8](repeating: 0)
        for index in 0..<256 {
            var remainder = UInt8(index)
            for _ in 0..<8 {
                remainder = remainder & 0x80 != 0 ? remainder << 1 ^ 0x85 : remainder << 1
            }
            table[index] = remainder
        }
        self.table = table
    }

    func isRight(_ frame: borrowing Frame) -> Bool {
        guard frame.length > 0 else { return false }
        return frame[Int(frame.length) - 1] == remainder(of: frame)
    }

    func write(in frame: inout Frame) { frame[Int(frame.length) - 1] = remainder(of: frame) }

    private func remainder(of frame: borrowing Frame) -> UInt8 {
        let bytes = frame.payload.span
        let steps = table.span
        var remainder: UInt8 = 0
        for index in 0..<max(0, Int(frame.length) - 1) {
            remainder = steps[Int(remainder ^ bytes[index])]
        }
        return remainder
    }
}
