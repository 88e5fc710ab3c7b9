import StateClient
import StateProtocol
import StateServer
import Testing
import VehicleModel

@Suite struct StateMethodTests {
    /// A cycle with a number of its own in each place.
    private func drive(_ snapshot: inout DaemonSnapshot) {
        snapshot.report.mode = .control
        snapshot.report.arming = .armed
        snapshot.report.armingID = 1 << 60
        snapshot.report.gear = .drive
        snapshot.report.pedal = 0.5
        snapshot.report.vehicleSpeed = Speed(kilometresPerHour: 36)
        snapshot.report.stateOfCharge = 0.801
        snapshot.report.dischargeLimit = Power(kilowatts: 227)
        snapshot.report.predictedPower = Power(kilowatts: 180)
        snapshot.report.axles.front.asked = Torque(340)
        snapshot.report.axles.front.given = Torque(287.25)
        snapshot.report.axles.front.binding = .discharge
        snapshot.report.axles.front.measured = Torque(.nan)
        snapshot.report.axles.front.margins[Int(BindingLimit.envelope.rawValue)] = Torque(12.5)
        snapshot.report.axles.rear.speed = RotationalSpeed(revolutionsPerMinute: 5432)
        snapshot.report.missing = [.pedal, .mainRelay]
        snapshot.report.faults.note(.pedalLost, isPresent: true, at: snapshot.report.time)
        snapshot.report.faults.note(.busLost, isPresent: true, at: snapshot.report.time)
        snapshot.report.faults.note(.busLost, isPresent: false, at: snapshot.report.time)
        snapshot.buses[0].state = .up
        snapshot.buses[0].link.acknowledgement = .acknowledges
        snapshot.buses[0].received = 5
        snapshot.buses[0].lastArrival = snapshot.report.time
    }

    @Test("state.get gives the cycle's report with units in its keys")
    func stateGet() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 42, drive)
            try await bench.settle()
            var client = try bench.state()
            let state = try #require(try client.ask("state.get")["result"])
            #expect(state["cycle"] == 42)
            #expect(state["mode"] == "control")
            #expect(state["arming"] == "armed")
            #expect(state["arming_id"] == "1152921504606846976")
            #expect(state["gear"] == "D")
            #expect(state["pedal_percent"] == 50.0)
            #expect(state["speed_kmh"] == 36.0)
            #expect(state["soc_percent"] == 80.1)
            #expect(state["limits"]?["discharge_kW"] == 227.0)
            #expect(state["power"]?["predicted_kW"] == 180.0)
            #expect(state["power"]?["measured_kW"] == .null)
            let front = state["axles"]?["front"]
            #expect(front?["asked_Nm"] == 340.0)
            #expect(front?["given_Nm"] == 287.25)
            #expect(front?["measured_Nm"] == .null)
            #expect(front?["binding"] == "discharge")
            #expect(front?["margins_Nm"] == ["envelope": 12.5])
            #expect(state["axles"]?["rear"]?["speed_rpm"] == 5432.0)
            #expect(state["missing"]?.elements.map { $0["name"] } == ["pedal", "main-relay"])
            #expect(state["faults"]?.elements.map { $0["name"] } == ["pedal-lost"])
            #expect(state["time"] == 1_700_000_000.42)
        }
    }

    /// A guardian that cut off too much once, and refused an arming another time.
    private func trip(_ snapshot: inout DaemonSnapshot) {
        snapshot.report.waiting = .guardianAcceptance
        snapshot.report.guardian.isPresent = true
        snapshot.report.guardian.reasons = .foreignSender
        snapshot.report.guardian.lastTrip = .clamping
        snapshot.report.guardian.lastTripReasons = GuardianReasons(rawValue: 1 << 0 | 1 << 2)
        snapshot.report.guardian.lastRefusal = GuardianReasons(rawValue: 1 << 18)
        let time = snapshot.report.time
        for fault in [Fault.guardianTripped, .guardianRefuses, .foreignSender] {
            snapshot.report.faults.note(fault, isPresent: true, at: time)
        }
        snapshot.report.faults.note(.guardianTripped, isPresent: false, at: time)
    }

    @Test("the state and the faults say why the guardian tripped and what it refuses")
    func guardian() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 42, trip)
            try await bench.settle()
            var client = try bench.state()
            let state = try #require(try client.ask("state.get")["result"])
            #expect(state["waiting"]?.elements.map { $0["name"] } == ["guardian-acceptance"])
            let guardian = try #require(state["guardian"])
            #expect(guardian["present"] == true)
            #expect(guardian["reasons"]?.elements.map { $0["name"] } == ["foreign-sender"])
            #expect(guardian["last_trip"]?["name"] == "clamping")
            let cut = guardian["last_trip"]?["reasons"]?.elements.map { $0["name"] }
            #expect(cut == ["envelope", "power"])
            #expect(guardian["last_refusal"]?.elements.map { $0["name"] } == ["used-arming"])
            let faults = try client.ask("fault.list")["result"]?["faults"]?.elements ?? []
            let names = faults.map { $0["name"]?.text ?? "" }
            try #require(names == ["guardian-tripped", "guardian-refuses", "foreign-sender"])
            let sentence = faults[0]["sentence"]?.text ?? ""
            #expect(sentence.contains("took the torque to zero: more than its tolerance had to be"))
            #expect(
                sentence.contains("above the motor's envelope at its speed; the torque is above")
            )
            #expect(faults[1]["sentence"]?.text?.contains("was used, or is ahead") == true)
            #expect(faults[2]["forbids_torque"] == true)
        }
    }

    @Test(
        "state and buses tell what became of the guardian's frames; nothing where it is not there"
    )
    func transmission() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 1) { snapshot in
                snapshot.report.guardian.isPresent = true
                snapshot.report.guardian.transmission.front.queued = 1000
                snapshot.report.guardian.transmission.front.dropped = 12
                snapshot.report.guardian.transmission.front.confirmed = 990
                snapshot.report.guardian.transmission.front.unconfirmed = 7
                snapshot.report.guardian.transmission.front.newestEcho = 268_400
                snapshot.report.guardian.transmission.front.greatestEcho = 1_130_900
                snapshot.report.guardian.transmission.rear.queued = 1000
                snapshot.report.guardian.transmission.rear.unconfirmed = 990
                snapshot.report.guardian.transmission.rear.overdue = 64
            }
            try await bench.settle()
            var client = try bench.state()
            let state = try #require(try client.ask("state.get")["result"])
            let list = try #require(try client.ask("bus.list")["result"])
            let told = try #require(list["transmission"])
            #expect(state["guardian"]?["transmission"] == told)
            let front: JSONValue = [
                "queued": 1000, "dropped": 12, "confirmed": 990, "unconfirmed": 7, "overdue": 0,
                "newest_echo_us": 268.4, "greatest_echo_us": 1130.9, "warning": .null,
            ]
            #expect(told["front"] == front)
            #expect(told["rear"]?["newest_echo_us"] == .null)
            let warning =
                "of 1000 frames sent 0 were seen on the wire, and of the newest 64 frames none "
                + "within 50 ms: nobody acknowledges there, the adapter is listen-only, or the bus is cut"
            #expect(told["rear"]?["warning"]?.text == warning)
            let lines = [
                "guardian to front: sent 1000, on the wire 990, unconfirmed 7, dropped 12; torque is on "
                    + "the wire after 0.268 ms, at most 1.131 ms",
                "guardian to rear: sent 1000, on the wire 0, unconfirmed 990, dropped 0",
                "warning: guardian to rear: " + warning,
            ]
            #expect(TransmissionText.lines(told) == lines)
            let status = StatusText.lines(StateView(state), hello: .null)
            #expect(lines.allSatisfy { status.contains($0) })

            bench.publish(cycle: 2)
            try await bench.settle()
            #expect(try client.ask("bus.list")["result"]?["transmission"] == .null)
            #expect(TransmissionText.lines(.null).isEmpty)
        }
    }

    @Test("a guardian that never tripped has no trip to tell of")
    func quietGuardian() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 1)
            try await bench.settle()
            var client = try bench.state()
            let guardian = try client.ask("state.get")["result"]?["guardian"]
            #expect(guardian?["last_trip"] == .null)
            #expect(guardian?["reasons"] == [])
            #expect(guardian?["last_refusal"] == [])
        }
    }

    @Test("before the first cycle hello and state tell the mode in force, not the configured one")
    func modeBeforeFirstCycle() async throws {
        try await ServerBench.run {
            $0.mode = .shadow
        } _: { bench in
            var client = try bench.state()
            #expect(client.hello["params"]?["mode"] == "shadow")
            let state = try client.ask("state.get")["result"]
            #expect(state?["mode"] == "shadow")
            #expect(state?["configured_mode"] == "control")
        }
    }

    @Test("signal.get decodes the last frame of the bus that is asked for")
    func signalGet() async throws {
        try await ServerBench.run { bench in
            try bench.pushStatus(bus: 0, current: -100)
            try bench.pushStatus(bus: 0, current: -82.5)
            try bench.pushStatus(bus: 1, current: 7, age: 3_000_000_000)
            try await bench.settle()
            var client = try bench.state()
            let names = #"{"names":["front.LB_Status.LB_Current","rear.LB_Status.LB_Current"]}"#
            let values = try client.ask("signal.get", names)["result"]?["values"]?.elements ?? []
            try #require(values.count == 2)
            #expect(values[0]["name"] == "front.LB_Status.LB_Current")
            #expect(values[0]["value"] == -82.5)
            #expect(values[0]["unit"] == "A")
            #expect(values[0]["t"] == 1_700_000_000.123456)
            #expect(values[1]["value"] == 7.0)
            #expect(values[1]["quality"] == "stale")
            #expect(values[1]["age_ms"]?.double ?? 0 >= 3_000)
        }
    }

    @Test("quality tells what is wrong with a value")
    func qualities() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            func current(_ client: inout RawClient) throws -> JSONValue {
                let names = #"{"names":["front.LB_Status.LB_Current"]}"#
                let result = try client.ask("signal.get", names)["result"]
                return try #require(result?["values"]?.elements.first)
            }
            #expect(try current(&client)["quality"] == "missing")
            #expect(try current(&client)["value"] == .null)
            #expect(try current(&client)["age_ms"] == .null)

            try bench.pushStatus(current: -100)
            try await bench.settle()
            #expect(try current(&client)["quality"] == "valid")
            try bench.pushStatus(current: -100) { $0[7] ^= 1 }
            try await bench.settle()
            #expect(try current(&client)["quality"] == "bad-checksum")
            try bench.pushStatus(current: 500)
            try await bench.settle()
            #expect(try current(&client)["quality"] == "out-of-range")
            // The counter has two bits: four frames later it repeats the last one.
            let message = try #require(bench.database.message(named: "LB_Status"))
            try bench.pushStatus(current: 1)
            try bench.pushStatus(current: 2) { frame in
                message.protection.protect(&frame, counter: 3)
            }
            try await bench.settle()
            #expect(try current(&client)["quality"] == "bad-counter")
            try bench.push(id: 475, bytes: [0, 0])
            try await bench.settle()
            #expect(try current(&client)["quality"] == "bad-checksum")
        }
    }

    @Test("whole numbers beyond 2^53 are strings, NaN is null, labels have their names")
    func values() async throws {
        try await ServerBench.run { bench in
            try bench.push(id: 256, bytes: [255, 255, 255, 255, 255, 255, 255, 255])
            try bench.push(id: 769, bytes: [0, 0, 0xC0, 0x7F])
            try bench.push(id: 768, bytes: [4])
            try await bench.settle()
            var client = try bench.state()
            func value(_ name: String, _ client: inout RawClient) throws -> JSONValue? {
                try client.ask("signal.get", #"{"names":["front.\#(name)"]}"#)["result"]?["values"]?
                    .elements.first
            }
            #expect(try value("Wide.Odometer", &client)?["value"] == "18446744073709551615")
            #expect(try value("Single.Real", &client)?["value"] == .null)
            #expect(try value("Single.Real", &client)?["quality"] == "not-available")
            #expect(try value("Selector.Position", &client)?["value"] == 4)
            #expect(try value("Selector.Position", &client)?["label"] == "D")
        }
    }

    @Test("a multiplexed signal keeps the last frame that held it")
    func multiplexed() async throws {
        try await ServerBench.run { bench in
            try bench.push(id: 512, bytes: [0, 11, 0, 0])
            try bench.push(id: 512, bytes: [1, 22, 0, 0])
            try await bench.settle()
            var client = try bench.state()
            let names = #"{"names":["front.Sensors.Alpha","front.Sensors.Beta"]}"#
            let values = try client.ask("signal.get", names)["result"]?["values"]?.elements ?? []
            #expect(values.map { $0["value"] } == [11, 22])
        }
    }

    @Test("patterns, short names, ambiguous and unknown names")
    func names() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            func ask(_ names: String, _ client: inout RawClient) throws -> JSONValue {
                try client.ask("signal.get", #"{"names":[\#(names)]}"#)
            }
            let both = try ask(#""*.LB_Current","front.LB_Status.LB_Current""#, &client)
            #expect(
                both["result"]?["values"]?.elements.map { $0["name"] } == [
                    "front.LB_Status.LB_Current", "rear.LB_Status.LB_Current",
                ]
            )
            let short = try ask(#""speed_kmh""#, &client)
            #expect(short["result"]?["values"]?.elements.first?["name"] == "axle.speed_kmh")
            for (name, part) in [
                ("LB_Current", "ambiguous: front.LB_Status.LB_Current, rear.LB_Status.LB_Current"),
                ("LB_Curent", "did you mean LB_Current?"),
                ("front.LB_Status.LB_Curren", "did you mean front.LB_Status.LB_Current?"),
                ("front.*.Nothing", "no signal matches"),
                ("xyzzy", "see signal.list"),
            ] {
                let message = try ask("\"\(name)\"", &client)["error"]?["message"]?.text ?? ""
                #expect(message.contains(part), "\(message)")
            }
            let long = String(repeating: "*", count: 201)
            #expect(try ask("\"\(long)\"", &client)["error"]?["code"] == -32602)
        }
    }

    @Test("signal.list describes signals, and narrows by pattern or part of a name")
    func signalList() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            let all = try client.ask("signal.list")["result"]?["signals"]?.elements ?? []
            #expect(all.count == CoreSignal.all.count + 2 * 10)
            let some = try client.ask("signal.list", #"{"pattern":"front.*_Current"}"#)
            let expected: JSONValue = [
                "name": "front.LB_Status.LB_Current", "unit": "A", "minimum": -480.0,
                "maximum": 480.0, "labels": [:], "id": "1DB", "cycle_ms": 10, "comment": "",
            ]
            #expect(some["result"]?["signals"] == .array([expected]))
            let part = try client.ask("signal.list", #"{"pattern":"Position"}"#)
            #expect(
                part["result"]?["signals"]?.elements.first?["labels"] == ["2": "R", "4": "D"]
            )
        }
    }

    @Test("bus.list warns of a bus that is acknowledged though the program is silent")
    func busList() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 1, drive)
            try await bench.settle()
            var client = try bench.state()
            let buses = try client.ask("bus.list")["result"]?["buses"]?.elements ?? []
            try #require(buses.count == 2)
            #expect(buses[0]["name"] == "front")
            #expect(buses[0]["address"] == "can0")
            #expect(buses[0]["state"] == "up")
            #expect(buses[0]["acknowledgement"] == "acknowledges")
            #expect(buses[0]["received"] == 5)
            let warning = buses[0]["warning"]?.text ?? ""
            #expect(warning.contains("the kernel acknowledges frames even for a silent program"))
            #expect(warning.contains("listen-only"))
            #expect(buses[1]["state"] == "absent")
            #expect(buses[1]["warning"] == .null)
            #expect(buses[1]["last_frame_age_ms"] == .null)
        }
    }

    @Test("fault.list has what appeared, with times of day and a sentence")
    func faultList() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 100, drive)
            try await bench.settle()
            var client = try bench.state()
            let faults = try client.ask("fault.list")["result"]?["faults"]?.elements ?? []
            try #require(faults.count == 2)
            #expect(faults[0]["name"] == "pedal-lost")
            #expect(faults[0]["active"] == true)
            #expect(faults[0]["forbids_torque"] == true)
            #expect(faults[0]["occurrences"] == 1)
            #expect(faults[0]["first"] == 1_700_000_001.0)
            #expect(faults[1]["name"] == "bus-lost")
            #expect(faults[1]["active"] == false)
            let all = try client.ask("fault.list", #"{"all":true}"#)["result"]?["faults"]
            #expect(all?.elements.count == Fault.count)
        }
    }

    @Test("the control core's quantities are signals: missing before a cycle, then valid")
    func coreSignals() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            let names = #"{"names":["axle.front.given_Nm","axle.front.measured_Nm","axle.gear"]}"#
            func ask(_ client: inout RawClient) throws -> [JSONValue] {
                try client.ask("signal.get", names)["result"]?["values"]?.elements ?? []
            }
            #expect(try ask(&client).map { $0["quality"] } == ["missing", "missing", "missing"])
            var values: [JSONValue] = []
            // Published again while it is asked, as reports older than 200 ms are stale.
            try await eventually("the report's values are valid") {
                bench.publish(cycle: 3, drive)
                values = try ask(&client)
                return values.map { $0["quality"] } == ["valid", "not-available", "valid"]
            }
            #expect(values[0]["value"] == 287.25)
            #expect(values[0]["unit"] == "Nm")
            #expect(values[2]["value"] == 2)
            #expect(values[2]["label"] == "D")
        }
    }
}
