import StateClient
import StateProtocol
import StateServer
import Testing
import VehicleModel

/// `bus.list`, as it comes and as `axlectl buses` prints it.
@Suite struct BusListTests {
    @Test("bus.list tells the controller's state, and where frames were lost")
    func controller() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 1) { snapshot in
                snapshot.buses[0].state = .busOff
                snapshot.buses[0].lost = 3
                snapshot.buses[0].counterGaps = 7
                snapshot.buses[0].stamps = .software
                var link = LinkHealth()
                link.hasController = true
                link.state = .busOff
                link.bitrate = 500_000
                link.samplePoint = 875
                link.modes = 0b10
                link.possibleModes = 0b1_1011
                link.restartMilliseconds = 100
                link.hasErrorCounters = true
                link.transmitErrors = 256
                link.busOffs = 2
                link.receiveDrops = 4
                link.load = 242
                snapshot.buses[0].link = link
            }
            try await bench.settle()
            var client = try bench.state()
            let buses = try client.ask("bus.list")["result"]?["buses"]?.elements ?? []
            let bus = try #require(buses.first)
            #expect(bus["state"] == "bus-off")
            #expect([bus["lost"], bus["interface_dropped"], bus["counter_gaps"]] == [3, 4, 7])
            #expect(bus["stamps"] == "software")
            let expected: JSONValue = [
                "state": "bus-off", "bitrate": 500_000, "sample_point": 0.875,
                "data_bitrate": .null, "modes": ["listen-only"],
                "possible_modes": ["loopback", "listen-only", "one-shot", "berr-reporting"],
                "restart_ms": 100, "transmit_errors": 256, "receive_errors": 0,
                "error_warning_times": 0, "error_passive_times": 0, "bus_off_times": 2,
                "restarts": 0,
            ]
            #expect(bus["controller"] == expected)
            #expect(bus["load"] == 0.242)
            #expect(buses.last?["controller"] == .null)
            let text = ListTexts.buses(buses)
            #expect(
                text.contains(
                    "front: controller bus-off; 500 kbit/s, sample point 87.5 %; load at least 24.2 %; error counters 256 "
                        + "transmit, 0 receive; listen-only; stamped by the kernel; kernel restart 100 ms "
                        + "after bus-off; bus-off 2 times; can loopback, listen-only, one-shot, berr-reporting"
                ),
                "\(text)"
            )
        }
    }

    @Test(
        "what was refused in setting an adapter up is one sentence",
        arguments: [
            (
                AdapterOutcome.Progress.failed, AdapterStep?.some(.bitrate), Int32(1),
                "it needs CAP_NET_ADMIN"
            ),
            (.failed, .modes, 95, "setting the modes was refused: the adapter's driver does not"),
            (.failed, .stop, 0, "taking the interface down was refused: no reason was given"),
            (.failed, nil, 0, "there was no thread"),
            (.hangs, nil, 0, "the kernel does not answer"),
        ]
    )
    func setup(
        progress: AdapterOutcome.Progress,
        step: AdapterStep?,
        errno: Int32,
        part: String
    ) throws {
        var outcome = AdapterOutcome(progress)
        outcome.step = step
        outcome.errno = errno
        let reason = try #require(SetupDocument(outcome)?.json["reason"]?.text)
        #expect(reason.contains(part), "\(reason)")
    }

    @Test("an adapter that nobody asked to set up says nothing, and one that is done no reason")
    func setupWithoutReason() throws {
        #expect(SetupDocument(AdapterOutcome()) == nil)
        for progress in [AdapterOutcome.Progress.waiting, .done] {
            #expect(SetupDocument(AdapterOutcome(progress))?.json["reason"] == .null)
        }
    }

    @Test("a silent or virtual bus and one that is down get no warning")
    func noWarning() {
        for (state, acknowledgement, warns) in [
            (BusState.up, Acknowledgement.silent, false), (.up, .virtual, false),
            (.up, .acknowledges, true), (.up, .unknown, true), (.down, .acknowledges, false),
        ] {
            var health = BusHealth()
            health.state = state
            health.link.acknowledgement = acknowledgement
            let bus = BusDocument(
                identity: BusIdentity(name: "front", address: "can0"),
                health: health,
                now: Instant(nanoseconds: 0)
            )
            #expect((bus.warning != nil) == warns)
        }
    }
}
