import DBC
import Glibc
import StateProtocol
import StateServer
import Synchronization
import Testing
import VehicleModel

@Suite struct ReloadTests {
    /// The daemon's part of a reload, which the test steps through.
    private final class Reloader: Sendable {
        private struct State {
            var generation: UInt32 = 0
            var text = TestDatabase.text
            var failure: DatabaseReloadError?
            var runs = 0
            var isPrepared = false
            var isHeld = false
        }

        private let state = Mutex(State())

        /// What the next one reads.
        func edit(_ change: (String) -> String) {
            state.withLock { $0.text = change($0.text) }
        }

        /// What the control thread or the files say to the next one.
        var failure: DatabaseReloadError? {
            get { state.withLock { $0.failure } }
            set { state.withLock { $0.failure = newValue } }
        }

        /// Whether the control thread's answer lets wait for itself.
        var isHeld: Bool {
            get { state.withLock { $0.isHeld } }
            set { state.withLock { $0.isHeld = newValue } }
        }

        var runs: Int { state.withLock { $0.runs } }
        var isPrepared: Bool { state.withLock { $0.isPrepared } }

        func reload(
            _ prepare: (ReloadedDatabases) throws(DatabaseReloadError) -> Void
        ) throws(DatabaseReloadError) -> [LoadedDatabase] {
            let (generation, text, failure) = state.withLock { state in
                state.generation += 1
                state.runs += 1
                state.isPrepared = false
                return (state.generation, state.text, state.failure)
            }
            if case .broken = failure, let failure { throw failure }
            let (database, _) = DBCReader.parse(bytes: Array(text.utf8), file: "test.dbc")
            let compiled = CompiledDatabase(database)
            try prepare(
                ReloadedDatabases(generation: generation, databases: ["front": compiled])
            )
            state.withLock { $0.isPrepared = true }
            let deadline = ContinuousClock.now + .seconds(20)
            while isHeld, ContinuousClock.now < deadline { usleep(1_000) }
            if let failure { throw failure }
            return [
                LoadedDatabase(
                    file: "test.dbc",
                    buses: ["front"],
                    messages: 5,
                    signals: 11,
                    warnings: 2
                )
            ]
        }
    }

    private let reloader = Reloader()

    private func run(_ body: (ServerBench) async throws -> Void) async throws {
        try await ServerBench.run { [reloader] in
            $0.reload = { (prepare) throws(DatabaseReloadError) in try reloader.reload(prepare) }
        } _: {
            try await body($0)
        }
    }

    private func values(_ update: JSONValue) -> [JSONValue] {
        update["params"]?["values"]?.elements ?? []
    }

    private func value(_ name: String, _ client: inout RawClient) throws -> JSONValue? {
        try client.ask("signal.get", #"{"names":["\#(name)"]}"#)["result"]?["values"]?.elements
            .first
    }

    private func isKnown(_ name: String, _ client: inout RawClient) throws -> Bool {
        let list = try client.ask("signal.list", #"{"pattern":"\#(name)"}"#)
        return list["result"]?["signals"]?.elements.isEmpty == false
    }

    /// Position half a byte further left, no Alpha any more, and a new Gamma.
    private func edit() {
        reloader.edit {
            $0.replacingOccurrences(of: "Position : 0|4", with: "Position : 4|4")
                .replacingOccurrences(of: "SG_ Alpha m0", with: "SG_ Gamma m0")
        }
    }

    @Test("the answer says per file what was loaded, and the log who asked")
    func answer() async throws {
        try await run { bench in
            var client = try bench.control()
            let answer = try client.ask("dbc.reload")
            #expect(
                answer["result"] == [
                    "generation": 1,
                    "files": [
                        [
                            "file": "test.dbc", "buses": ["front"], "messages": 5, "signals": 11,
                            "warnings": 2,
                        ]
                    ],
                ]
            )
            #expect(bench.log.contains("test.dbc: 5 messages, 11 signals, 2 warnings"))
            #expect(bench.log.contains("generation 1: client 1 on control.sock, pid \(getpid())"))
            #expect(try client.ask("dbc.reload")["result"]?["generation"] == 2)
            #expect(try client.ask("dbc.reload", #"{"file":"x"}"#)["error"]?["code"] == -32602)
            #expect(reloader.runs == 2)
            var state = try bench.state()
            #expect(try state.ask("dbc.reload")["error"]?["code"] == -32601)
        }
    }

    @Test("a subscription survives: found again by name, missing until received, read as is new")
    func subscription() async throws {
        try await run { bench in
            var client = try bench.state()
            var control = try bench.control()
            _ = try client.ask(
                "signal.subscribe",
                #"{"names":["front.Selector.Position","front.Sensors.Alpha"],"mode":"every"}"#
            )
            _ = try client.read()
            try bench.push(id: 768, bytes: [0x24])
            #expect(values(try client.read()).map { $0["value"] } == [4])
            try bench.push(id: 512, bytes: [0, 9, 0, 0])
            #expect(values(try client.read()).map { $0["value"] } == [9])

            edit()
            #expect(try control.ask("dbc.reload")["result"] != nil)
            let gone = values(try client.read())
            #expect(gone.map { $0["name"] } == ["front.Selector.Position", "front.Sensors.Alpha"])
            #expect(gone.map { $0["quality"] } == ["missing", "missing"])
            #expect(gone.map { $0["value"] } == [.null, .null])

            bench.generation = 1
            try bench.push(id: 768, bytes: [0x24])
            #expect(values(try client.read()).map { $0["value"] } == [2])
            // What has vanished comes back with its name.
            reloader.edit { $0.replacingOccurrences(of: "SG_ Gamma m0", with: "SG_ Alpha m0") }
            #expect(try control.ask("dbc.reload")["result"] != nil)
            #expect(values(try client.read()).map { $0["quality"] } == ["missing"])
            bench.generation = 2
            try bench.push(id: 512, bytes: [0, 7, 0, 0])
            #expect(values(try client.read()).map { $0["value"] } == [7])
        }
    }

    @Test("at an interval a vanished signal is missing, and the control core's are as before")
    func interval() async throws {
        try await run { bench in
            var client = try bench.state()
            var control = try bench.control()
            bench.publish(cycle: 1) { $0.report.gear = .drive }
            try await bench.settle()
            _ = try client.ask(
                "signal.subscribe",
                #"""
                {"names":["front.Sensors.Alpha","axle.gear"],"mode":"interval","interval_ms":10}
                """#
            )
            try bench.push(id: 512, bytes: [0, 9, 0, 0])
            while values(try client.read()).first?["value"] != 9 {}
            edit()
            _ = try control.ask("dbc.reload")
            var update: [JSONValue] = []
            while update.first?["quality"] != "missing" { update = values(try client.read()) }
            #expect(update.map { $0["value"] } == [.null, 2])
        }
    }

    @Test("names follow at once: new ones are found, vanished ones are unknown")
    func names() async throws {
        try await run { bench in
            var client = try bench.state()
            var control = try bench.control()
            #expect(try isKnown("front.Sensors.Alpha", &client))
            #expect(try !isKnown("front.Sensors.Gamma", &client))
            edit()
            _ = try control.ask("dbc.reload")
            #expect(try !isKnown("front.Sensors.Alpha", &client))
            #expect(try isKnown("front.Sensors.Gamma", &client))
            #expect(try value("front.Sensors.Gamma", &client)?["quality"] == "missing")
            let unknown = try client.ask("signal.get", #"{"names":["front.Sensors.Alpha"]}"#)
            #expect(unknown["error"]?["code"] == -32602)
        }
    }

    @Test("a frame is decoded by the databases under which it was received, or not at all")
    func generations() async throws {
        try await run { bench in
            var client = try bench.state()
            var control = try bench.control()
            try bench.push(id: 768, bytes: [0x24])
            try await bench.settle()
            #expect(try value("front.Selector.Position", &client)?["value"] == 4)

            edit()
            reloader.isHeld = true
            try control.send(#"{"jsonrpc":"2.0","id":1,"method":"dbc.reload"}"#)
            try await eventually("the new ones are prepared") { reloader.isPrepared }
            // Prepared, and not in force yet.
            try bench.push(id: 768, bytes: [0x35])
            try await bench.settle()
            #expect(try value("front.Selector.Position", &client)?["value"] == 5)
            // The control thread has changed over; its answer is still on its way.
            bench.generation = 1
            try bench.push(id: 768, bytes: [0x67])
            try await bench.settle()
            #expect(try value("front.Selector.Position", &client)?["value"] == 6)
            // No such frame can come any more; were one to come, nobody would read it.
            bench.generation = 0
            try bench.push(id: 768, bytes: [0x12])
            bench.generation = 9
            try bench.push(id: 768, bytes: [0x12])
            try await bench.settle()
            #expect(try value("front.Selector.Position", &client)?["value"] == 6)
            reloader.isHeld = false
            #expect(try control.read()["result"]?["generation"] == 1)
            #expect(try value("front.Selector.Position", &client)?["value"] == 6)
        }
    }

    @Test("frames that waited for the server when the databases changed are not decoded")
    func waiting() async throws {
        try await run { bench in
            var client = try bench.state()
            var control = try bench.control()
            edit()
            _ = try control.ask("dbc.reload")
            try bench.push(id: 768, bytes: [0x24])
            try await bench.settle()
            #expect(try value("front.Selector.Position", &client)?["quality"] == "missing")
        }
    }

    @Test(
        "a refusal has its code, leaves everything as it was, and is logged",
        arguments: [
            (DatabaseReloadError.armed, -32020 as Int64), (.unanswered, -32001),
            (.broken(["car.dbc:7:3: error: found x, a number is allowed"]), -32022),
        ]
    )
    func refusals(failure: DatabaseReloadError, code: Int64) async throws {
        try await run { bench in
            var client = try bench.state()
            var control = try bench.control()
            try bench.push(id: 768, bytes: [0x24])
            try await bench.settle()
            edit()
            reloader.failure = failure
            let error = try control.ask("dbc.reload")["error"]
            #expect(error?["code"] == .integer(code))
            #expect(error?["message"]?.text?.hasPrefix("not reloaded: ") == true)
            #expect(bench.log.contains("databases not reloaded, those in force stay: "))
            #expect(try isKnown("front.Sensors.Alpha", &client))
            #expect(try value("front.Selector.Position", &client)?["value"] == 4)
            try bench.push(id: 768, bytes: [0x25])
            try await bench.settle()
            #expect(try value("front.Selector.Position", &client)?["value"] == 5)
            reloader.failure = nil
            #expect(try control.ask("dbc.reload")["result"]?["generation"] == 2)
        }
    }

    @Test("every reason stands in the error's data and in the log")
    func reasons() async throws {
        try await run { bench in
            var control = try bench.control()
            reloader.failure = .broken(["a.dbc:1:2: error: one", "a.dbc:3:4: error: two"])
            let error = try control.ask("dbc.reload")["error"]
            #expect(
                error?["message"]
                    == "not reloaded: a.dbc:1:2: error: one (and 1 more, see data.reasons)"
            )
            #expect(
                error?["data"]?["reasons"] == ["a.dbc:1:2: error: one", "a.dbc:3:4: error: two"]
            )
            #expect(bench.log.contains("error: a.dbc:1:2: error: one"))
            #expect(bench.log.contains("error: a.dbc:3:4: error: two"))
        }
    }

    @Test(
        "nothing is read while the report says that an arming is in force or on its way out",
        arguments: [ArmState.armed, .disarming, .tripped]
    )
    func armed(state: ArmState) async throws {
        try await run { bench in
            bench.publish(cycle: 1) { $0.report.arming = state }
            try await bench.settle()
            var control = try bench.control()
            #expect(try control.ask("dbc.reload")["error"]?["code"] == -32020)
            #expect(reloader.runs == 0)
        }
    }

    @Test("of two reloads at once the second is refused, and the first goes on")
    func two() async throws {
        try await run { bench in
            var first = try bench.control()
            var second = try bench.control()
            reloader.isHeld = true
            try first.send(#"{"jsonrpc":"2.0","id":1,"method":"dbc.reload"}"#)
            try await eventually("the first is under way") { reloader.isPrepared }
            #expect(try second.ask("dbc.reload")["error"]?["code"] == -32021)
            bench.server.reloadDatabases(for: "SIGHUP")
            try await eventually("it is refused") { bench.log.contains("that is done: SIGHUP") }
            reloader.isHeld = false
            #expect(try first.read()["result"]?["generation"] == 1)
            #expect(reloader.runs == 1)
            #expect(try second.ask("dbc.reload")["result"]?["generation"] == 2)
        }
    }

    @Test("a client that leaves meanwhile does not end the reload")
    func departed() async throws {
        try await run { bench in
            reloader.isHeld = true
            do {
                var control = try bench.control()
                try control.send(#"{"jsonrpc":"2.0","id":1,"method":"dbc.reload"}"#)
                try await eventually("it is under way") { reloader.isPrepared }
            }
            reloader.isHeld = false
            try await eventually("it is done") { bench.log.contains("reloaded, generation 1") }
        }
    }

    @Test("without a client: asked for by the program, and logged")
    func signal() async throws {
        try await run { bench in
            bench.server.reloadDatabases(for: "SIGHUP")
            try await eventually("it is done") {
                bench.log.contains("databases reloaded, generation 1: SIGHUP")
            }
        }
    }

    @Test("a replay refuses, in a sentence")
    func replay() async throws {
        try await ServerBench.run { bench in
            var control = try bench.control()
            let error = try control.ask("dbc.reload")["error"]
            #expect(error?["code"] == -32023)
            #expect(error?["message"]?.text?.contains("a replay keeps the databases") == true)
        }
    }
}
