import CANFrames

/// What the guardian reads from the buses itself: motor speeds and the battery's limit.
struct VehicleWatch: Sendable {
    static let statusID: UInt32 = 0x1DA
    static let limitsID: UInt32 = 0x1DC

    /// A number with the time it was received.
    private struct Reading: Sendable {
        var number = 0
        var at: Int64 = 0
        var isValid = false
        var counter: UInt8?

        func fresh(at now: Int64, within timeout: Int64) -> Int? {
            isValid && now &- at <= timeout ? number : nil
        }

        /// Whether the frame counts: a counter that stands still is old data sent again.
        mutating func advances(to counter: UInt8) -> Bool {
            defer { self.counter = counter }
            return self.counter != counter
        }
    }

    private var speeds = PerAxle(both: Reading())
    private var limit = Reading()

    /// Takes a frame with a right checksum; others are not its business.
    mutating func take(
        _ frame: borrowing Frame,
        on axle: Axle,
        batteryAxle: Axle,
        at now: Int64
    ) {
        guard frame.length == 8 else { return }
        if frame.id.rawValue == Self.statusID {
            guard speeds[axle].advances(to: frame[6] & 0x03) else { return }
            // bytes 4, 5 bits 7-1: rpm, signed 15 bits; byte 5 bit 0: valid; 3FFF: not known
            let raw = UInt16(frame[4]) << 8 | UInt16(frame[5] & 0xFE)
            speeds[axle].isValid = frame[5] & 0x01 != 0 && raw != 0x7FFE
            speeds[axle].number = Int(Int16(bitPattern: raw) >> 1)
            speeds[axle].at = now
        } else if frame.id.rawValue == Self.limitsID, axle == batteryAxle {
            guard limit.advances(to: frame[6] & 0x03) else { return }
            // bytes 0, 1 bits 7-6: discharge limit, 0.25 kW; 3FF: not available
            let raw = Int(frame[0]) << 2 | Int(frame[1] >> 6)
            guard raw != 0x3FF else { return }
            limit.isValid = true
            limit.number = raw * 250
            limit.at = now
        }
    }

    /// The motor's speed in rpm; nil where it is not known.
    func speed(of axle: Axle, at now: Int64, within timeout: Int64) -> Int? {
        speeds[axle].fresh(at: now, within: timeout)
    }

    /// What the battery allows in watts; nil where it says nothing valid.
    func dischargeLimit(at now: Int64, within timeout: Int64) -> Int? {
        limit.fresh(at: now, within: timeout)
    }
}
