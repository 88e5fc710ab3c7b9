import CANFrames

/// A CRC-8 by its table: the highest bit first.
struct Checksum: Sendable {
    private let table: [256 of UInt8]

    /// The LEAF's: polynomial 0x85, start 0, over all bytes but the last, which holds it.
    init() { self.init(polynomial: 0x85) }

    init(polynomial: UInt8) {
        var table = [256 of UInt8](repeating: 0)
        for index in 0..<256 {
            var remainder = UInt8(index)
            for _ in 0..<8 {
                remainder = remainder & 0x80 != 0 ? remainder << 1 ^ polynomial : remainder << 1
            }
            table[index] = remainder
        }
        self.table = table
    }

    /// The table where it stands.
    var steps: Steps {
        @_lifetime(borrow self) get { Steps(table.span) }
    }
}

extension Checksum {
    /// A checksum's table without a copy of it.
    struct Steps: ~Escapable {
        private let steps: Span<UInt8>

        @_lifetime(copy steps)
        init(_ steps: Span<UInt8>) { self.steps = steps }

        func isRight(_ frame: borrowing Frame) -> Bool {
            guard frame.length > 0 else { return false }
            return frame[Int(frame.length) - 1] == remainder(of: frame, from: 0)
        }

        func write(in frame: inout Frame) {
            frame[Int(frame.length) - 1] = remainder(of: frame, from: 0)
        }

        /// SAE J1850's over a data id, low byte first, and all bytes but the last: start and end 0xFF.
        func withID(_ id: UInt16, of frame: borrowing Frame) -> UInt8 {
            var remainder = steps[Int(0xFF ^ UInt8(id & 0xFF))]
            remainder = steps[Int(remainder ^ UInt8(id >> 8))]
            return self.remainder(of: frame, from: remainder) ^ 0xFF
        }

        private func remainder(of frame: borrowing Frame, from start: UInt8) -> UInt8 {
            let bytes = frame.payload.span
            var remainder = start
            for index in 0..<max(0, Int(frame.length) - 1) {
                remainder = steps[Int(remainder ^ bytes[index])]
            }
            return remainder
        }
    }
}
