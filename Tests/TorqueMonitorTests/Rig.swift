import CANFrames
import Testing
import TorqueMonitor

/// The LEAF's checksum of single bytes, made bit by bit: a second source for the monitor's table.
private let remainders = (0..<256).map { byte in
    var remainder = byte
    for _ in 0..<8 { remainder = remainder << 1 & 0xFF ^ (remainder >> 7 == 1 ? 0x85 : 0) }
    return UInt8(remainder)
}

/// The LEAF's checksum of a frame's first seven bytes, or of all there are.
func checksum(_ bytes: some Sequence<UInt8>) -> UInt8 {
    var remainder: UInt8 = 0
    for byte in bytes { remainder = remainders[Int(remainder ^ byte)] }
    return remainder
}

/// A frame whose last byte is replaced by its checksum.
func protected(_ id: UInt32, _ bytes: [UInt8]) throws -> Frame {
    var bytes = bytes
    bytes[bytes.count - 1] = checksum(bytes[..<(bytes.count - 1)])
    return try plain(id, bytes)
}

/// What a test asked for is no frame.
struct NoFrame: Error {}

func plain(_ id: UInt32, _ bytes: [UInt8]) throws -> Frame {
    guard let id = FrameID(standard: id), let frame = Frame(id: id, bytes: bytes) else {
        throw NoFrame()
    }
    return frame
}

/// 0x1D4 with a torque in 0.25 Nm.
func torqueFrame(
    _ torque: Int,
    counter: UInt8,
    state: UInt8 = 7,
    ceiling: UInt8 = 136,
    floor: UInt8 = 136
) throws -> Frame {
    let bits = UInt16(truncatingIfNeeded: torque) & 0x0FFF
    return try protected(
        0x1D4,
        [
            ceiling, floor, UInt8(bits >> 4), UInt8(bits & 0xF) << 4, counter << 6 | state, 0x44,
            0x01, 0,
        ]
    )
}

/// 0x11A with a gear and the counter's pattern.
func gearFrame(_ gear: UInt8, counter: UInt8) throws -> Frame {
    let pattern: UInt8 = counter == 0 || counter == 3 ? 0xAA : 0x55
    return try protected(
        0x11A,
        [gear << 4 | 0x0E, 0x40, 0x04, pattern, (counter &+ 3 & 3) << 6, 0, counter, 0]
    )
}

/// 0x1DA with a speed in rpm.
func statusFrame(_ speed: Int, counter: UInt8, isValid: Bool = true) throws -> Frame {
    let bits = UInt16(truncatingIfNeeded: speed << 1) | (isValid ? 1 : 0)
    return try protected(
        0x1DA,
        [0xBC, 0x32, 0x18, 0, UInt8(bits >> 8), UInt8(bits & 0xFF), counter, 0]
    )
}

/// The same from an inverter that does not say its torque.
func silentStatusFrame(_ speed: Int, counter: UInt8) throws -> Frame {
    var bytes = try statusFrame(speed, counter: counter).bytes
    // -512 Nm, which is out of range.
    bytes[2] = 0x04
    bytes[3] = 0
    return try protected(0x1DA, bytes)
}

/// 0x1DC with a discharge and a charge limit in 0.25 kW.
func limitFrame(_ limit: Int, charge: Int = 1000, counter: UInt8) throws -> Frame {
    try protected(
        0x1DC,
        [
            UInt8(limit >> 2), UInt8(limit & 3) << 6 | UInt8(charge >> 4), UInt8(charge & 15) << 4,
            0xFD, 1, 0x2C, counter, 0,
        ]
    )
}

/// 0x239 with both pedal tracks in 0.5 % and the brake switch.
func pedalFrame(_ a: Int, _ b: Int, isBraking: Bool = false) throws -> Frame {
    try plain(0x239, [UInt8(a), UInt8(255 - b), 0, 0, isBraking ? 0x20 : 0, 0, 0, 0])
}

extension MonitorCommand {
    /// Adds a frame that must fit.
    mutating func put(_ frame: Frame, for axle: Axle) throws {
        guard append(frame, for: axle) else { throw NoFrame() }
    }
}

/// What went out on one axle's bus; checks the checksum and the counter of every frame.
struct Wire {
    var frames: [Frame] = []
    var torques: [Int] = []
    private var torqueCounter: UInt8?
    private var gearCounter: UInt8?

    mutating func take(_ frame: Frame) {
        frames.append(frame)
        switch frame.id.rawValue {
        case 0x1D4:
            check(frame)
            let counter = frame[4] >> 6
            if let torqueCounter, counter != (torqueCounter + 1) & 3 { fail("counter", frame) }
            torqueCounter = counter
            torques.append(Int(Int16(bitPattern: UInt16(frame[2]) << 8 | UInt16(frame[3])) >> 4))
        case 0x11A:
            check(frame)
            let counter = frame[6] & 3
            if let gearCounter, counter != (gearCounter + 1) & 3 { fail("counter", frame) }
            if frame[4] >> 6 != (counter + 3) & 3 { fail("counter before", frame) }
            let pattern: UInt8 = counter == 0 || counter == 3 ? 0xAA : 0x55
            if frame[3] != pattern { fail("pattern", frame) }
            gearCounter = counter
        default: break
        }
    }

    private func check(_ frame: Frame) {
        var remainder: UInt8 = 0
        for index in 0..<7 { remainder = remainders[Int(remainder ^ frame[index])] }
        if remainder != frame[7] { fail("checksum", frame) }
    }

    private func fail(_ what: String, _ frame: Frame) {
        Issue.record("wrong \(what) on the wire: \(frame.bytes)")
    }
}

/// A monitor with a vehicle around it and a daemon that commands it.
struct Rig {
    var monitor: TorqueMonitor
    var now: Int64 = 5_000 * millisecond
    var cycle: UInt64 = 1000
    var arming: UInt64 = 70
    var counter: UInt8 = 0
    var vehicleCounter: UInt8 = 0
    var gear = PerAxle<UInt8>(both: 4)
    var startState: UInt8 = 7
    var speed = PerAxle(both: 2000)
    var limit = 1000
    var charge = 1000
    /// Both tracks in 0.5 %; nil: no such frame is sent.
    var pedal: (a: Int, b: Int)? = (200, 200)
    var isBraking = false
    var links = PerAxle(both: true)
    /// The axle whose inverter says nothing.
    var silent: Axle?
    /// The axle whose bus takes nothing though it claimed to.
    var broken: Axle?
    var front = Wire()
    var rear = Wire()

    /// The axle without a motor, for which nothing is commanded.
    let undriven: Axle?

    init(_ settings: MonitorSettings? = makeSettings()) throws {
        let settings = try #require(settings)
        monitor = TorqueMonitor(settings: settings)
        undriven = settings.allowList.undriven
    }

    /// An armed rig whose vehicle is known.
    static func armed(_ settings: MonitorSettings? = makeSettings()) throws -> Rig {
        var rig = try Rig(settings)
        try rig.vehicle()
        let decision = try rig.send(rig.command(0, 0))
        #expect(rig.monitor.state == .armed)
        #expect(decision.count == (rig.undriven == nil ? 4 : 2))
        return rig
    }

    /// The vehicle's frames, now.
    mutating func vehicle() throws {
        for axle in [Axle.front, .rear] where axle != silent && axle != undriven {
            let status = try statusFrame(speed[axle], counter: vehicleCounter)
            monitor.observe(status, on: MonitorBus(axle), isLoopback: false, at: now)
        }
        try driver()
        let limits = try limitFrame(limit, charge: charge, counter: vehicleCounter)
        monitor.observe(limits, on: .front, isLoopback: false, at: now)
        vehicleCounter = (vehicleCounter + 1) & 3
    }

    /// The driver's frame, now.
    mutating func driver() throws {
        guard let pedal else { return }
        let frame = try pedalFrame(pedal.a, pedal.b, isBraking: isBraking)
        monitor.observe(frame, on: .car, isLoopback: false, at: now)
    }

    /// A good command with these torques in 0.25 Nm, issued now.
    func command(_ front: Int, _ rear: Int) throws -> MonitorCommand {
        var command = emptyCommand()
        if undriven != .front { try add(front, .front, to: &command) }
        if undriven != .rear { try add(rear, .rear, to: &command) }
        return command
    }

    func emptyCommand() -> MonitorCommand {
        MonitorCommand(armingID: arming, cycle: cycle, token: token(cycle), issued: now)
    }

    func add(_ torque: Int, _ axle: Axle, to command: inout MonitorCommand) throws {
        let frame = try torqueFrame(torque, counter: counter, state: startState)
        let gear = try gearFrame(gear[axle], counter: counter)
        try command.put(frame, for: axle)
        try command.put(gear, for: axle)
    }

    func token(_ cycle: UInt64) -> UInt64 { 0xCB27_C718_A265_496F ^ cycle }

    /// Gives a command to the monitor and sends what it decides.
    mutating func send(_ command: MonitorCommand) -> Decision {
        var decision = monitor.step(command, at: now, links: links)
        carryOut(&decision)
        return decision
    }

    mutating func tick() -> Decision {
        var decision = monitor.tick(at: now, links: links)
        carryOut(&decision)
        return decision
    }

    /// One cycle of 10 ms later: the vehicle's frames, then a good command.
    mutating func nextCycle(_ front: Int, _ rear: Int) throws -> Decision {
        advance()
        try vehicle()
        return try send(command(front, rear))
    }

    mutating func advance(_ nanoseconds: Int64 = 10 * millisecond) {
        now += nanoseconds
        cycle += 1
        counter = (counter + 1) & 3
    }

    /// Raises the torque in steps until it is what is asked.
    mutating func drive(_ front: Int, _ rear: Int) throws {
        let decision = try nextCycle(front, rear)
        #expect(decision.torque.front == front)
        #expect(decision.torque.rear == rear)
    }

    private mutating func carryOut(_ decision: inout Decision) {
        for index in 0..<decision.count {
            guard let outgoing = decision[index] else { continue }
            let delivered = decision.mayStillSend(outgoing) && outgoing.axle != broken
            if delivered {
                switch outgoing.axle {
                case .front: front.take(outgoing.frame)
                case .rear: rear.take(outgoing.frame)
                }
            }
            monitor.record(outgoing, delivered: delivered, at: now, in: &decision)
        }
    }
}
