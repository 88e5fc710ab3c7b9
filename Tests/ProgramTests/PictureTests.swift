import Foundation
import Testing

extension RunningPrograms {
    /// `axlesim run --svg` and `axlectl plot` as people use them.
    @Suite struct PictureTests {
        private let folder: TestFolder

        init() throws { folder = try TestFolder() }

        private func text(_ name: String) throws -> String {
            try String(contentsOfFile: folder.file(name), encoding: .utf8)
        }

        private func plot(_ arguments: String...) async throws -> ToolOutcome {
            try await ToolOutcome.of(["plot"] + arguments)
        }

        /// A log of the small database's message and of another bus.
        private func smallLog() throws -> String {
            var lines = (0..<200).map { index in
                let speed = index * 4
                let state = index < 100 ? 1 : 4
                let bytes = [speed >> 4, (speed & 0xF) << 4 | state, 0, 0, 0, 0]
                let data = bytes.map { String(format: "%02X", $0 & 0xFF) }.joined()
                return String(format: "(1436509052.%06d) can0 100#%@", index * 5000, data)
            }
            lines.insert("# mark (1436509052.500000) the lamp <blinks>", at: 100)
            return try folder.write(lines.joined(separator: "\n") + "\n", to: "small.log")
        }

        @Test("a run is drawn, the same each time, and its log is drawn with the same code")
        func run() async throws {
            for name in ["one", "two"] {
                let arguments = [
                    "run", "limit-step", "--svg", folder.file(name + ".svg"), "--log",
                    folder.file(name + ".log"),
                ]
                let run = try Program("axlesim", arguments, in: folder)
                #expect(try await run.end() == 0, "\(run.errors)")
            }
            let picture = try text("one.svg")
            #expect(picture == (try text("two.svg")))
            #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
            for words in [
                ">limit step: LEAF e+ AWD prototype</text>",
                "Power at the battery&#39;s terminals (kW)",
                ">front bound by</text>", ">discharge</text>", ">full pedal</text>",
                ">Pack voltage (V)</text>", ">time from the scenario&#39;s start (s)</text>",
            ] {
                #expect(picture.contains(words), "\(words)")
            }
            let drawn = try await plot(
                folder.file("one.log"),
                "--signals",
                "axle.predicted_power_kW,axle.discharge_limit_kW,axle.rear.binding,axle.gear",
                "--svg",
                folder.file("plot.svg"),
                "--from",
                "2",
                "--to",
                "9"
            )
            #expect(drawn.status == 0 && drawn.errors.isEmpty, "\(drawn.errors)")
            let plotted = try text("plot.svg")
            for words in [
                ">Power (kW)</text>", ">axle.discharge_limit_kW</text>", ">States</text>",
                ">discharge</text>", ">D</text>", ">axle.gear</text>",
            ] {
                #expect(plotted.contains(words), "\(words)")
            }
        }

        @Test("signals of a database are drawn, states with their names, marks as lines")
        func decoded() async throws {
            let log = try smallLog()
            let database = try SmallDatabase.write(in: folder)
            let outcome = try await plot(
                log,
                "--dbc",
                database,
                "--signals",
                "Speed,Motor.State",
                "--svg",
                "-"
            )
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            for words in [
                ">Speed (rpm)</text>", ">Motor.State</text>", ">Ready</text>",
                ">the lamp &lt;blinks&gt;</text>", ">begins 2015-07-10 06:17:32 UTC</text>",
            ] {
                #expect(outcome.output.contains(words), "\(words)")
            }
            // From another form of log, and from a pipe, the same picture but for its name.
            let piped = try await ToolOutcome.of(
                ["plot", "-", "--dbc", database, "--signals", "Speed,Motor.State", "--svg", "-"],
                input: try text("small.log")
            )
            #expect(
                piped.output.replacingOccurrences(of: "standard input", with: "small.log")
                    == outcome.output
            )
        }

        @Test("a name that nothing has ends it with 2 and the names like it")
        func unknown() async throws {
            let log = try smallLog()
            let database = try SmallDatabase.write(in: folder)
            let file = folder.file("a.svg")
            try await plot(log, "--dbc", database, "--signals", "Sped", "--svg", file)
                .expectRefusal("no database has a signal Sped", "nearest: Speed")
            try await plot(log, "--dbc", database, "--signals", "Motor.Sped", "--svg", file)
                .expectRefusal("no database has a signal Motor.Sped", "nearest: Motor.Speed")
            try await plot(log, "--signals", "Speed", "--svg", file)
                .expectRefusal("Speed needs a database")
            try await plot(log, "--signals", "axle.speed_kmh", "--svg", file)
                .expectRefusal("no control cycles are recorded in it")
            let columns = "# columns a axle.gear axle.speed_kmh\n# cycle a (1.000000) 1 2.5\n"
            let cycles = try folder.write(columns, to: "cycles.log")
            try await plot(cycles, "--signals", "axle.sped_kmh", "--svg", file)
                .expectRefusal("have no axle.sped_kmh", "nearest: axle.speed_kmh")
            #expect(!FileManager.default.fileExists(atPath: file))
        }

        @Test("a wrong time, log or file ends it with 2 and a sentence")
        func wrong() async throws {
            let log = try smallLog()
            let database = try SmallDatabase.write(in: folder)
            let file = folder.file("a.svg")
            let common = ["--dbc", database, "--signals", "Speed", "--svg"]
            func outcome(
                _ log: String,
                _ svg: String,
                _ more: String...
            ) async throws -> ToolOutcome {
                try await ToolOutcome.of(["plot", log] + common + [svg] + more)
            }
            try await outcome(log, log).expectRefusal("is the log to be read")
            try await outcome(folder.file("none.log"), file).expectRefusal("none.log")
            try await outcome(log, "/nowhere/a.svg").expectRefusal("/nowhere/a.svg")
            try await outcome(log, file, "--from", "5")
                .expectRefusal("none of the signals has a value", "from 0 s to 0.995 s")
            #expect(try await outcome(log, file, "--from", "0.5", "--to", "0.2").status == 2)
            #expect(try await outcome(log, file, "--from", "nan").status == 2)
            #expect(!FileManager.default.fileExists(atPath: file))
            #expect(try await outcome(log, file, "--from", "1436509052.5").status == 0)
        }

        @Test("a signal that comes on two buses must say which")
        func twoBuses() async throws {
            let text =
                "(1.0) a 100#000000000000\n(1.1) b 100#010000000000\n(1.2) a 100#020000000000\n"
            let log = try folder.write(
                text.replacingOccurrences(of: ".0)", with: ".000000)")
                    .replacingOccurrences(of: ".1)", with: ".100000)")
                    .replacingOccurrences(of: ".2)", with: ".200000)"),
                to: "two.log"
            )
            let database = try SmallDatabase.write(in: folder)
            let file = folder.file("a.svg")
            try await plot(log, "--dbc", database, "--signals", "Speed", "--svg", file)
                .expectRefusal("comes on a and on b")
            let both = try await plot(
                log,
                "--dbc",
                database,
                "--signals",
                "a.Motor.Speed,b.Motor.Speed",
                "--svg",
                file
            )
            #expect(both.status == 0, "\(both.errors)")
            #expect(try self.text("a.svg").contains(">b.Motor.Speed</text>"))
        }

        @Test("a picture of a run that cannot be written ends it with 2 and a sentence")
        func unwritable() async throws {
            let arguments = ["run", "launch", "--at-most", "1", "--svg", "/nowhere/a.svg"]
            let run = try Program("axlesim", arguments, in: folder)
            #expect(try await run.end() == 2)
            #expect(run.errors.contains("/nowhere/a.svg: cannot be written"), "\(run.errors)")
            #expect(run.output.isEmpty)
            let same = ["run", "launch", "--svg", folder.file("a"), "--log", folder.file("a")]
            let refused = try Program("axlesim", same, in: folder)
            #expect(try await refused.end() == 2)
            #expect(refused.errors.contains("found the file of --log"), "\(refused.errors)")
        }
    }
}
