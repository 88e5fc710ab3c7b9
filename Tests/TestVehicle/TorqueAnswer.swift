public import CANFrames
public import VehicleModel

/// What the test car's inverters and battery say of the torque that was sent: it acts 20 ms later, and
/// the battery's current is told 65 ms later.
public struct TorqueAnswer {
    private var torques = [AxlePair<Torque>](repeating: AxlePair(both: .zero), count: 2)
    private var powers = [Power](repeating: .zero, count: 7)
    private static let volts = 350.0

    /// Nothing was sent yet.
    public init() {}

    /// Takes a cycle's end.
    public mutating func note(_ torque: AxlePair<Torque>, drawing power: Power) {
        torques[1] = torques[0]
        torques[0] = torque
        for index in (1..<powers.count).reversed() { powers[index] = powers[index - 1] }
        powers[0] = power.isFinite ? power : .zero
    }

    /// The frame with the torque or the current in its place, and its checksum.
    public func applied(to received: ReceivedFrame) -> ReceivedFrame {
        var result = received
        switch received.frame.id.identifier {
        case 0x1DA where received.bus < 2:
            // 18|11@0- (0.5): byte 2 bits 2 to 0, byte 3
            let torque = received.bus == 0 ? torques[1].front : torques[1].rear
            let raw = Int((torque.rawValue * 2).rounded())
            result.frame[2] = received.frame[2] & 0xF8 | UInt8(truncatingIfNeeded: raw >> 8) & 7
            result.frame[3] = UInt8(truncatingIfNeeded: raw)
        case 0x1DB where received.bus == 0:
            // 47|12@0- (0.5): byte 5, byte 6 bits 7 to 4; discharge is negative
            let raw = Int((-powers[6].rawValue / Self.volts * 2).rounded())
            result.frame[5] = UInt8(truncatingIfNeeded: raw >> 4)
            result.frame[6] =
                received.frame[6] & 0x0F | UInt8(truncatingIfNeeded: raw << 4) & 0xF0
        default: return received
        }
        result.frame[7] = Self.checksum(of: result.frame)
        return result
    }

    /// Nissan's CRC-8 over the first seven bytes.
    public static func checksum(of frame: Frame) -> UInt8 {
        var remainder: UInt8 = 0
        for index in 0..<7 {
            remainder ^= frame[index]
            for _ in 0..<8 {
                remainder = remainder & 0x80 != 0 ? remainder << 1 ^ 0x85 : remainder << 1
            }
        }
        return remainder
    }
}
