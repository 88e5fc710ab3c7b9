import CANFrames
import Testing
import TorqueMonitor

@Suite struct WireNumberTests {
    @Test("each reason is a bit of its own, in the order in which the wire has them")
    func reasons() {
        let all: [Reasons] = [
            .envelope, .speedUnknown, .power, .gear, .notReady, .oppositeSigns, .linkDown,
            .pairBroken, .ceiling, .tripped, .token, .cycle, .age, .notAllowed, .length, .checksum,
            .counter, .incomplete, .usedArming, .armingTorque, .foreignSender, .pedal, .brake,
            .lift, .abs, .charge, .rearShare, .againstGear, .bench, .clampedAgain, .emergencyStop,
        ]
        for (bit, reason) in all.enumerated() {
            #expect(reason.rawValue == 1 << UInt32(bit))
            #expect(!reason.isEmpty)
        }
        #expect(Reasons().isEmpty)
    }

    @Test("reasons contain others when they have all of them")
    func contain() {
        var reasons = Reasons.power
        reasons.insert(.gear)
        reasons.insert(.gear)
        #expect(reasons.rawValue == 0b1100)
        #expect(reasons.contains(.power))
        #expect(reasons.contains(.gear))
        #expect(reasons.contains(Reasons(rawValue: 0b1100)))
        #expect(!reasons.contains(Reasons(rawValue: 0b0101)))
        #expect(!reasons.contains(.envelope))
        #expect(reasons.contains(Reasons()))
    }

    @Test("a command takes eight frames, and no ninth")
    func capacity() throws {
        var command = MonitorCommand(armingID: 1, cycle: 2, token: 3, issued: 4)
        let frame = try plain(0x100, [1])
        for _ in 0..<8 { try command.put(frame, for: .rear) }
        let isIn = command.append(frame, for: .rear)
        #expect(!isIn)
    }

    @Test("each axle has its bus, and the car's is no axle's")
    func buses() {
        #expect(MonitorBus(.front) == .front)
        #expect(MonitorBus(.rear) == .rear)
        #expect(MonitorBus.front.axle == .front)
        #expect(MonitorBus.rear.axle == .rear)
        #expect(MonitorBus.car.axle == nil)
    }
}
