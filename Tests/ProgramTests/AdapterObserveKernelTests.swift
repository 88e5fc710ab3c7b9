import CANTransport
import SerialAdapter
import Testing

extension RunningPrograms.DaemonAdapterKernelTests {
    /// A daemon that observes this interface as its front bus, and a second one as its rear bus.
    private func observing(
        _ front: String,
        rear: String? = nil,
        beside interfaces: VirtualBuses
    ) async throws -> Prototype {
        let prototype = try Prototype(
            Prototype.Buses(
                front: front,
                rear: rear ?? interfaces.buses.rear,
                car: interfaces.buses.car
            )
        )
        try await prototype.startDaemon(mode: "observe")
        _ = try await prototype.bus("front", becomes: "up")
        return prototype
    }

    /// Waits until the front bus's controller has a state.
    private func controller(of prototype: Prototype, becomes state: String) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while try await prototype.bus("front").controller?.state != state {
            guard ContinuousClock.now < deadline else {
                throw NotInTime(description: "the controller is not \(state)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test("a controller's warning, passive and bus-off states are shown, and their frames counted")
    func controllerStates() async throws {
        let interfaces = try await VirtualBuses()
        let adapter = try SerialLineAdapter()
        let prototype = try await observing(adapter.interface, beside: interfaces)
        let states = [
            ("sw096000", "error-warning"), ("sp128000", "error-passive"), ("sb000255", "bus-off"),
        ]
        for (number, (message, state)) in states.enumerated() {
            adapter.say(message)
            try await controller(of: prototype, becomes: state)
            let bus = try await prototype.bus("front")
            #expect(bus.errors == number + 1)
            #expect(bus.state == (state == "bus-off" ? "bus-off" : "up"))
            #expect(try await prototype.ask("buses").contains("front: controller \(state)"))
        }
        try adapter.setUp(false)
        try adapter.setUp(true)
        try await controller(of: prototype, becomes: "error-active")
        _ = try await prototype.bus("front", becomes: "up")
        adapter.say("t7A02AABB")
        let bus = try await prototype.bus("front", hasSeen: states.count + 1)
        #expect(bus.errors == states.count)
        #expect(bus.attachments == 1)
    }

    @Test("an adapter that is unplugged is absent, and one that is plugged in is attached to again")
    func unplugged() async throws {
        let interfaces = try await VirtualBuses()
        let adapter = try SerialLineAdapter()
        let name = adapter.interface
        let prototype = try await observing(name, beside: interfaces)
        adapter.say("t7A02AABB")
        _ = try await prototype.bus("front", hasSeen: 1)
        adapter.unplug()
        #expect(try await prototype.bus("front", becomes: "absent").controller == nil)
        let other = try SerialLineAdapter()
        if other.interface != name {
            try other.setUp(false)
            try await Program.run(
                "ip",
                ["link", "set", other.interface, "name", name],
                in: prototype.folder
            )
            try await Program.run("ip", ["link", "set", name, "up"], in: prototype.folder)
        }
        #expect(try await prototype.bus("front", becomes: "up", attachments: 2).attachments == 2)
        other.say("t7A02AABB")
        #expect(try await prototype.bus("front", hasSeen: 2).lost == 0)
    }

    @Test("two controllers are observed on one wire, also after one was stopped and started again")
    func twoControllers() async throws {
        let interfaces = try await VirtualBuses()
        for name in ["can0", "can1"] { try await configure(name, listenOnly: false) }
        let prototype = try await observing("can0", rear: "can1", beside: interfaces)
        _ = try await prototype.bus("rear", becomes: "up")
        let count = 200
        func exchange(total: Int) async throws {
            for sender in ["can0", "can1"] {
                let load = try NumberedLoad.start(
                    on: sender,
                    count: count,
                    gap: 1,
                    in: prototype.folder
                )
                #expect(try await load.end() == 0)
            }
            for name in ["front", "rear"] {
                let bus = try await prototype.bus(name, hasSeen: total)
                #expect(bus.received == total, "\(bus)")
                #expect(bus.lost == 0)
                #expect(bus.controller?.bitrate == 500_000)
            }
        }
        try await exchange(total: 2 * count)
        try await Program.run("ip", ["link", "set", "can1", "down"], in: prototype.folder)
        let stopped = try await prototype.bus("rear", becomes: "down")
        #expect(stopped.controller?.state == "stopped")
        #expect(try await prototype.bus("front").state == "up")
        try await Program.run("ip", ["link", "set", "can1", "up"], in: prototype.folder)
        #expect(try await prototype.bus("rear", becomes: "up").attachments == 1)
        try await exchange(total: 4 * count)
        print(try await prototype.ask("buses"))
    }
}
