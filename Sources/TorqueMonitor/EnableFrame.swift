import CANFrames

/// The guardian's own word that torque is allowed, for whoever switches the inverters' enable line.
///
/// Its absence means no, as in the end of this process; so does a wrong checksum.
enum EnableFrame {
    // byte 0 bit 0: torque allowed | 1 low nibble: counter
    // last: CRC-8 of SAE J1850 over the identifier as data id, low byte first, and what is before
    static func counter(_ frame: borrowing Frame) -> UInt8 { frame[1] & 0x0F }

    static func make(
        _ allowed: AllowedFrame,
        isAllowed: Bool,
        counter: UInt8,
        _ checksum: Checksum.Steps
    ) -> Frame? {
        guard var frame = Frame(id: allowed.id, length: Int(allowed.length)) else { return nil }
        frame[0] = isAllowed ? 1 : 0
        frame[1] = counter & 0x0F
        let id = UInt16(truncatingIfNeeded: allowed.id.rawValue)
        frame[Int(allowed.length) - 1] = checksum.withID(id, of: frame)
        return frame
    }
}

extension TorqueMonitor {
    /// Says whether torque is allowed where that is due or has changed; idle nothing is said.
    mutating func appendEnable(
        at now: Int64,
        links: PerAxle<Bool>,
        to decision: inout Decision
    ) {
        guard state != .idle else { return }
        let isAllowed = state == .armed
        for place in 0..<settings.allowList.count {
            guard let allowed = settings.allowList.listed[place], allowed.role == .enable else {
                continue
            }
            let since = now &- slots[place].turnAt
            let counter = slots[place].sentCounter.map { $0 &+ 1 } ?? 0
            guard isAllowed != isEnabled[allowed.axle] || since >= allowed.period,
                let frame = EnableFrame.make(
                    allowed,
                    isAllowed: isAllowed,
                    counter: counter,
                    enableChecksum.steps
                )
            else { continue }
            slots[place].turnAt = now
            isEnabled[allowed.axle] = isAllowed
            guard links[allowed.axle] else {
                transmissions[allowed.axle].dropped &+= 1
                continue
            }
            decision.append(
                OutgoingFrame(axle: allowed.axle, frame: frame, torque: nil, entry: place)
            )
        }
    }
}
