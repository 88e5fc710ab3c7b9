import CANFrames

/// The guardian's own reading of 0x1D4, the torque command.
///
/// Torques are in 0.25 Nm.
enum TorqueFrame {
    // byte 0: ceiling, 2.5 Nm | 1: floor, -2.5 Nm | 2, 3 high nibble: torque, signed, 0.25 Nm
    // byte 4: counter in bits 7-6, start state in bits 2-0 (7 ready) | 7: checksum
    static func torque(_ frame: borrowing Frame) -> Int {
        Int(Int16(bitPattern: UInt16(frame[2]) << 8 | UInt16(frame[3])) >> 4)
    }

    /// Writes a torque of -2048 to 2047 counts.
    static func setTorque(_ torque: Int, in frame: inout Frame) {
        let bits = UInt16(truncatingIfNeeded: torque) << 4
        frame[2] = UInt8(truncatingIfNeeded: bits >> 8)
        frame[3] = UInt8(truncatingIfNeeded: bits) | frame[3] & 0x0F
    }

    static func isReady(_ frame: borrowing Frame) -> Bool { frame[4] & 0x07 == 7 }

    static func counter(_ frame: borrowing Frame) -> UInt8 { frame[4] >> 6 }

    static func setCounter(_ counter: UInt8, in frame: inout Frame) {
        frame[4] = frame[4] & 0x3F | counter << 6
    }

    /// Narrows the inverter's own ceiling and floor to a torque of so many counts; true where one
    /// was wider.
    static func narrowLimits(to torque: Int, in frame: inout Frame) -> Bool {
        let widest = UInt8(clamping: torque / 10)
        guard frame[0] > widest || frame[1] > widest else { return false }
        frame[0] = min(frame[0], widest)
        frame[1] = min(frame[1], widest)
        return true
    }
}

/// The guardian's own reading of 0x11A, the gear.
enum GearFrame {
    // byte 0 high nibble: 0 and 1 park, 2 reverse, 3 neutral, 4 drive | 6 bits 1-0: counter
    // byte 3: AA for counters 0 and 3, else 55 | 4 bits 7-6: the counter before | 7: checksum
    static func gear(_ frame: borrowing Frame) -> UInt8 { frame[0] >> 4 }

    /// Where a gear drives: 1 drive, -1 reverse, 0 any other.
    static func direction(_ gear: UInt8) -> Int { gear == 4 ? 1 : gear == 2 ? -1 : 0 }

    static func counter(_ frame: borrowing Frame) -> UInt8 { frame[6] & 0x03 }

    static func setCounter(_ counter: UInt8, in frame: inout Frame) {
        frame[3] = counter == 0 || counter == 3 ? 0xAA : 0x55
        frame[4] = frame[4] & 0x3F | ((counter &- 1) & 0x03) << 6
        frame[6] = frame[6] & 0xFC | counter
    }
}
