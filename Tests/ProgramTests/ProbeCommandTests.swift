import Foundation
import Testing

extension RunningPrograms {
    /// `axlectl buses --probe` and `log probe` on local buses.
    @Suite struct ProbeCommandTests {
        private static let databases = repository + "/DBC"

        /// The plant of the shipped vehicle, standing, on its three buses.
        private func plant() async throws -> Prototype {
            let prototype = try Prototype()
            try await prototype.serveBuses()
            try await prototype.startPlant(["--drive", "idle"])
            return prototype
        }

        @Test("on the plant's buses each database is found, on both buses at once")
        func plantBuses() async throws {
            let prototype = try await plant()
            let buses = prototype.buses
            let outcome = try await ToolOutcome.of(
                ["buses", "--probe", buses.front, buses.car, "--seconds", "2", "--json"]
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            let answer = try ProbeAnswer(parsing: outcome.output)
            #expect(answer.buses.map(\.bus) == [buses.front, buses.car])
            for (bus, file) in zip(answer.buses, ["leaf-ev.dbc", "leaf-car.dbc"]) {
                #expect(bus.state == "up")
                #expect(bus.acknowledgement == "virtual")
                #expect(bus.lost == 0)
                #expect(bus.silence.isEmpty)
                #expect(bus.seconds >= 2)
                #expect(bus.best?.hasSuffix("/DBC/" + file) == true)
                #expect(bus.databases.map(\.verdict) == ["fits", "no", "no"])
                #expect(bus.databases[0].frames == bus.frames)
                #expect(bus.databases[0].wrongLengths == 0)
                #expect(bus.databases[0].wrongChecksums == 0)
            }
            let battery = try #require(answer.buses[0].ids.first { $0.id == "1DB" })
            #expect(battery.message == "LB_Status")
            #expect(battery.cycleMs == 10)
            #expect(battery.count > 100)
            #expect((8...12).contains(try #require(battery.periodMs).median))
            #expect(answer.buses[0].databases[0].rightChecksums > 300)
            #expect(answer.buses[0].databases[0].rightCounterSteps > 300)
            // Nobody commands torque.
            #expect(answer.buses[0].notHeard.contains { $0.message == "VCM_TorqueRequest" })
        }

        @Test("for people: the verdict, the databases, and the identifiers with their periods")
        func text() async throws {
            let prototype = try await plant()
            let outcome = try await ToolOutcome.of(
                ["buses", "--probe", prototype.buses.front, "--seconds", "1"]
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.isEmpty)
            #expect(outcome.lines[0].hasPrefix("\(prototype.buses.front): "))
            #expect(outcome.output.contains("\nleaf-ev.dbc fits: "))
            #expect(outcome.lines.contains { $0.hasPrefix("fit ") && $0.hasSuffix(" database") })
            #expect(outcome.lines.contains { $0.hasPrefix("1DB  LB_Status ") })
            #expect(outcome.lines.contains { $0.hasSuffix("not heard from VCM") })
        }

        @Test("the configuration's databases are known by --config, each once")
        func configuration() async throws {
            let prototype = try await plant()
            let outcome = try await ToolOutcome.of([
                "buses", "--probe", prototype.buses.rear, "--seconds", "1", "--json", "--config",
                repository + "/Config/axled.yaml",
            ])
            let bus = try #require(try ProbeAnswer(parsing: outcome.output).buses.first)
            #expect(bus.databases.count == 3)
            #expect(bus.best?.hasSuffix("leaf-ev.dbc") == true)
        }

        @Test("$AXLE_DATABASES names files and folders")
        func environment() async throws {
            let folder = try TestFolder()
            let small = try SmallDatabase.write(in: folder)
            let log = try folder.write("(1.000000) can0 100#010203040506\n", to: "a.log")
            let tool = try Program(
                "axlectl",
                ["log", "probe", "--json", log],
                in: folder,
                tracer: ["/usr/bin/env", "AXLE_DATABASES=\(small):\(Self.databases)"]
            )
            #expect(try await tool.end() == 1)
            let bus = try #require(try ProbeAnswer(parsing: tool.output).buses.first)
            #expect(bus.databases.count == 4)
            #expect(bus.databases[0].file == small)
            #expect(bus.databases[0].idsAgreeing == 1)
            #expect(bus.databases[0].verdict == "no")
        }

        @Test("silence is said, with what it can mean, and ends with 1")
        func silence() async throws {
            let prototype = try Prototype()
            try await prototype.serveBuses()
            let arguments = ["buses", "--probe", prototype.buses.front, "--seconds", "0.3"]
            let outcome = try await ToolOutcome.of(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("nothing was heard in 0.3 s"))
            #expect(outcome.output.contains("nobody sends on this local bus"))
            let answer = try ProbeAnswer(
                parsing: try await ToolOutcome.of(arguments + ["--json"]).output
            )
            #expect(answer.buses[0].frames == 0)
            #expect(answer.buses[0].silence == ["nobody sends on this local bus"])
        }

        @Test("Ctrl-C ends listening, and what was heard is reported")
        func interruption() async throws {
            let prototype = try await plant()
            let tool = try Program(
                "axlectl",
                ["buses", "--probe", prototype.buses.front, "--seconds", "600", "--json"],
                in: prototype.folder
            )
            // Long enough for eight frames of the battery, and for a start on a busy machine.
            try await Task.sleep(for: .seconds(2))
            tool.signal(SIGINT)
            #expect(try await tool.end() == 0, "\(tool.errors)")
            let bus = try #require(try ProbeAnswer(parsing: tool.output).buses.first)
            #expect(bus.best?.hasSuffix("leaf-ev.dbc") == true)
            #expect(bus.seconds < 60)
        }

        @Test("a bus that vanishes ends listening, and is said")
        func vanishing() async throws {
            let prototype = try Prototype()
            try await prototype.serveBuses()
            let tool = try Program(
                "axlectl",
                ["buses", "--probe", prototype.buses.front, "--seconds", "600"],
                in: prototype.folder
            )
            try await Task.sleep(for: .seconds(1))
            try await prototype.hubs?.killAndReap()
            #expect(try await tool.end() == 1, "\(tool.errors)")
            #expect(tool.output.contains("the bus vanished after"))
        }

        @Test("a database that cannot be read is one line on standard error, and left out")
        func unreadable() async throws {
            let folder = try TestFolder()
            let log = try folder.write("(1.000000) can0 1DB#0000000000000000\n", to: "a.log")
            for wrong in [WrongFile.missing, .empty, .binary] {
                let path = try wrong.make(in: folder)
                let outcome = try await ToolOutcome.of([
                    "log", "probe", "--json", "--database", path, "--database",
                    Self.databases + "/leaf-ev.dbc", log,
                ])
                #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
                #expect(outcome.errors.contains("left out"), "\(wrong): \(outcome.errors)")
                #expect(try ProbeAnswer(parsing: outcome.output).buses[0].databases.count == 1)
            }
        }

        @Test("what is wrong with the arguments ends with 2")
        func usage() async throws {
            let folder = try TestFolder()
            let absent = "unix:" + folder.file("none")
            for (arguments, words) in [
                (["--seconds", "1"], "go with --probe"),
                (["--probe"], "--probe"),
                (["--probe", "a/b"], "is not a bus address"),
                (["--probe", absent, "--seconds", "0"], "--seconds"),
                (["--probe", absent, "--seconds", "nan"], "--seconds"),
                (
                    ["--probe", absent, "--database", "a.dbc", "--config", "b"],
                    "exclude each other"
                ),
                (["--probe", absent, "--database", folder.file("none.dbc")], "no database"),
                (["--probe", absent, "--config", folder.file("none.yaml")], "none.yaml"),
                (["--probe", absent, "--database", Self.databases], "nobody serves it"),
            ] {
                let outcome = try await ToolOutcome.of(["buses"] + arguments)
                #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
                #expect(outcome.output.isEmpty)
            }
        }
    }
}

/// `axlectl buses --probe --json`.
private struct ProbeAnswer: Decodable {
    struct Bus: Decodable {
        let bus: String
        let seconds: Double
        let state: String?
        let acknowledgement: String?
        let frames: Int
        let lost: Int
        let silence: [String]
        let best: String?
        let databases: [Score]
        let ids: [Identifier]
        let notHeard: [Missing]
    }

    struct Score: Decodable {
        let file: String
        let verdict: String
        let idsAgreeing: Int
        let frames: Int
        let wrongLengths: Int
        let rightChecksums: Int
        let wrongChecksums: Int
        let rightCounterSteps: Int
    }

    struct Identifier: Decodable {
        struct Period: Decodable {
            let median: Double
        }

        let id: String
        let count: Int
        let periodMs: Period?
        let message: String?
        let cycleMs: Int?
    }

    struct Missing: Decodable {
        let message: String
    }

    let buses: [Bus]
}
