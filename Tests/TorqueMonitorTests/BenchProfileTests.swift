import CANFrames
import Testing
import TorqueMonitor

@Suite struct BenchProfileTests {
    private func bench(speed: Int = 400, key: Int = 1, limit: Int = 1000) throws -> Rig {
        try Rig.armed(makeSettings(inputs: makeInputs(with: .benchKey, .escActive))) {
            $0.speed = PerAxle(both: speed)
            $0.pedal = nil
            $0.limit = limit
            try $0.monitor.observe(
                pedalFrame(0, 0),
                on: .car,
                isLoopback: false,
                at: $0.now
            )
            try $0.say(.benchKey, key)
        }
    }

    @Test(
        "with the key each axle has 30 Nm without a pedal, and not a step more",
        arguments: [119, 120, 121]
    )
    func ceiling(torque: Int) throws {
        var rig = try bench()
        let decision = try rig.nextCycle(torque, torque)
        #expect(decision.torque.front == min(120, torque))
        #expect(decision.reasons.front.contains(.bench) == (torque > 120))
    }

    @Test("above its speed there is no torque on the bench", arguments: [500, 501, -501])
    func speed(speed: Int) throws {
        var rig = try bench(speed: speed)
        #expect(try rig.nextCycle(100, 100).torque.front == (speed == 500 ? 100 : 0))
    }

    @Test("the axles may pull against each other on the bench, and while stability control acts")
    func opposite() throws {
        var rig = try bench()
        #expect(try rig.nextCycle(100, -100).torque.rear == -100)
        var without = try bench(key: 0)
        #expect(try without.nextCycle(100, -99).torque.rear == -48)
        try without.say(.escActive, 1)
        #expect(try without.nextCycle(100, -99).torque.rear == -99)
    }

    @Test("the key widens no other bound: battery, gear, speed, brake")
    func others() throws {
        var rig = try bench(limit: 0)
        #expect(try rig.nextCycle(100, 100).torque.front == 0)
        rig = try bench()
        rig.gear = PerAxle(both: 3)
        #expect(try rig.nextCycle(100, 100).torque.front == 0)
        rig = try bench(speed: 0)
        #expect(try rig.nextCycle(-100, -100).torque.front == 0)
        rig = try bench()
        rig.pedal = (0, 0)
        rig.isBraking = true
        for _ in 0..<30 { _ = try rig.nextCycle(1, 1) }
        #expect(try rig.nextCycle(100, 100).torque.front == 0)
    }
}
