import Foundation
import Testing

extension RunningPrograms {
    /// `axlesim run --set` and `axlesim sweep` as people and scripts use it.
    @Suite struct SweepCommandTests {
        /// The first seconds of a launch, so that a test does not take long.
        private func pull(in folder: TestFolder) throws -> String {
            try folder.write(
                Scenarios.pull.replacingOccurrences(
                    of: "  - {phase: part pedal, selector: D, accelerator: 60 %, brake: 0 %, "
                        + "pedals_take: 0.1 s}",
                    with: "expect:\n  trips: {max: 0}"
                ),
                to: "pull.yaml"
            )
        }

        @Test("run --set changes the plant alone: a heavier car is slower")
        func set() async throws {
            let folder = try TestFolder()
            let run = try Program(
                "axlesim",
                ["run", "launch", "--set", "body.mass=x1.5", "--json"],
                in: folder
            )
            #expect(try await run.end() == 1, "\(run.errors)")
            #expect(run.errors.hasPrefix("launch: zero_to_100: found 7"), "\(run.errors)")
            let wrong = try Program(
                "axlesim",
                ["run", "launch", "--set", "body.mas=2000 kg"],
                in: folder
            )
            #expect(try await wrong.end() == 2)
            let sentence = "--set body.mas: found a key that is not known, allowed for example mass"
            #expect(wrong.errors.contains(sentence), "\(wrong.errors)")
        }

        @Test("a sweep prints a row for each value, and a grid for two ranges")
        func table() async throws {
            let folder = try TestFolder()
            let sweep = try Program(
                "axlesim",
                [
                    "sweep", try pull(in: folder), "--set", "battery.discharge_limit=60..250 kW/2",
                    "--set", "body.mass=x1..x1.2/2", "--measure", "peak_electrical,trips",
                ],
                in: folder
            )
            #expect(try await sweep.end() == 0, "\(sweep.errors)")
            let lines = sweep.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 5, "\(sweep.output)")
            for word in ["battery.discharge_limit", "body.mass", "peak_electrical", "trips"] {
                #expect(lines[0].contains(word), "\(lines[0])")
            }
            #expect(lines[1].hasPrefix("60.0 kW") && lines[4].hasPrefix("250.0 kW"))
            #expect(sweep.errors.isEmpty, "\(sweep.errors)")
        }

        @Test("JSON has an object a run, and hidden plants of one seed are equal each time")
        func random() async throws {
            let folder = try TestFolder()
            let script = try pull(in: folder)
            var outputs: [String] = []
            for seed in ["3", "3", "4"] {
                let sweep = try Program(
                    "axlesim",
                    ["sweep", script, "--random", "3", "--seed", seed, "--json"],
                    in: folder
                )
                #expect(try await sweep.end() == 0, "\(sweep.errors)")
                outputs.append(sweep.output)
            }
            #expect(outputs[0] == outputs[1] && outputs[0] != outputs[2])
            let lines = outputs[0].split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines[0].contains(#""motor_losses.copper":"x"#), "\(lines[0])")
            #expect(lines[3].contains(#""peak_over_limit_kW":{"p100":"#), "\(lines[3])")
            #expect(lines[3].contains(#""plants":3"#), "\(lines[3])")
        }

        @Test(
            "arguments that are wrong end it with 2 and a sentence",
            arguments: [
                (["launch"], "found neither --set nor --random"),
                (["launch", "--set", "body.mass=1..2 kg/1"], "allowed FROM..TO/STEPS"),
                (["launch", "--set", "body.mass=1..2000 kg/2"], "found 1.0 kg, allowed 200 to"),
                (["launch", "--random", "0"], "--random: found 0, allowed 1 to 10000"),
                (["launch", "--random", "1", "--measure", "speed"], "--measure: found speed"),
                (["nothing", "--random", "1"], "Config/scenarios/nothing.yaml: cannot be read"),
                (
                    [
                        "launch", "--set", "body.mass=x1..x2/1000", "--set",
                        "body.drag_area=x1..x2/11",
                    ],
                    "found 11000 runs, allowed 10000"
                ),
            ]
        )
        func wrong(arguments: [String], sentence: String) async throws {
            let folder = try TestFolder()
            let sweep = try Program("axlesim", ["sweep"] + arguments, in: folder)
            #expect(try await sweep.end() == 2)
            #expect(sweep.errors.contains(sentence), "\(sweep.errors)")
            #expect(sweep.output.isEmpty)
        }
    }
}
