import CANFrames
import Testing
import TorqueMonitor

/// A message of its own for one more input: 16 bits, signed, low byte first, on the car's bus.
func extraField(_ input: MonitorInput) -> SignalField {
    field(
        .car,
        0x700 + UInt32(input.rawValue),
        place(0, 16, high: false, signed: true),
        age: 100 * millisecond
    )
}

/// The usual inputs and some more.
func makeInputs(with more: MonitorInput...) -> InputFields {
    var inputs = makeInputs()
    for input in more { inputs[input] = extraField(input) }
    return inputs
}

extension Rig {
    /// An armed rig whose vehicle was so from the start.
    static func armed(
        _ settings: MonitorSettings?,
        prepare: (inout Rig) throws -> Void
    ) throws -> Rig {
        var rig = try Rig(settings)
        try prepare(&rig)
        try rig.vehicle()
        _ = try rig.send(rig.command(0, 0))
        try #require(rig.monitor.state == .armed)
        return rig
    }

    /// Sends one more input's message, now.
    mutating func say(_ input: MonitorInput, _ value: Int) throws {
        let bits = UInt16(truncatingIfNeeded: value)
        let id = 0x700 + UInt32(input.rawValue)
        let frame = try plain(id, [UInt8(bits & 0xFF), UInt8(bits >> 8), 0, 0, 0, 0, 0, 0])
        monitor.observe(frame, on: .car, isLoopback: false, at: now)
    }

    /// Sends 0x1DB with a voltage and a current out of the battery, each in halves.
    mutating func battery(halfVolts: Int, halfAmperes: Int) throws {
        let volts = UInt16(halfVolts) << 6
        let amperes = UInt16(truncatingIfNeeded: -halfAmperes) << 4
        let bytes = [
            0, 0, UInt8(volts >> 8), UInt8(volts & 0xFF), 0, UInt8(amperes >> 8),
            UInt8(amperes & 0xF0) | vehicleCounter, 0,
        ]
        monitor.observe(try protected(0x1DB, bytes), on: .front, isLoopback: false, at: now)
    }

    /// Drives in reverse, where everything is mirrored.
    mutating func reverse() {
        gear = PerAxle(both: 2)
        speed = PerAxle(front: -speed.front, rear: -speed.rear)
    }
}
