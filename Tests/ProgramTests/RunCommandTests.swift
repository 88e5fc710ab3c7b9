import Foundation
import Testing

extension RunningPrograms {
    /// `axlesim run` as people and scripts use it.
    @Suite struct RunCommandTests {
        @Test("a run is recorded as the daemon would, and axlectl why explains its cycles")
        func recorded() async throws {
            let folder = try TestFolder()
            let log = folder.file("step.log")
            let run = try Program("axlesim", ["run", "limit-step", "--log", log], in: folder)
            #expect(try await run.end() == 0, "\(run.errors)")
            #expect(run.output.contains("as expected: energy_over_limit in phase"))
            #expect(run.errors.isEmpty)
            let why = try Program("axlectl", ["why", log, "--at", "6"], in: folder)
            #expect(try await why.end() == 0, "\(why.errors)")
            #expect(why.output.contains("in D the pedal at 100 % asked for"), "\(why.output)")
            let info = try Program("axlectl", ["log", "info", "--json", log], in: folder)
            #expect(try await info.end() == 0, "\(info.errors)")
            #expect(info.output.contains("1D4"), "\(info.output)")
        }

        @Test("a missed expectation ends the run with 1 and one sentence, also beside JSON")
        func missed() async throws {
            let folder = try TestFolder()
            let shipped = try String(
                contentsOfFile: repository + "/Config/scenarios/launch.yaml",
                encoding: .utf8
            )
            let bound = "zero_to_100: { min: 4.6 s, max: 5.2 s }"
            try #require(shipped.contains(bound))
            let text = shipped.replacingOccurrences(of: bound, with: "zero_to_100: { max: 2 s }")
            let file = try folder.write(text, to: "fast.yaml")
            let run = try Program("axlesim", ["run", file, "--json"], in: folder)
            #expect(try await run.end() == 1)
            #expect(run.errors.hasPrefix("launch: zero_to_100: found "), "\(run.errors)")
            #expect(run.errors.hasSuffix(" s, expected at most 2 s\n"), "\(run.errors)")
            #expect(run.errors.filter { $0 == "\n" }.count == 1)
            #expect(run.output.contains(#""measure":"zero_to_100","met":false"#), "\(run.output)")
        }

        @Test(
            "files and arguments that are wrong end it with 2 and a sentence",
            arguments: [
                (["run", "nothing"], "Config/scenarios/nothing.yaml: cannot be read"),
                (["run", "launch", "--car", "none"], "Config/plants/none.yaml: cannot be read"),
                (["run", "launch", "--vehicle", "none.yaml"], "none.yaml: found no such file"),
                (["run", "launch", "--guard", "none.yaml"], "none.yaml"),
                (
                    ["run", "launch", "--log", "/nowhere/a.log"],
                    "/nowhere/a.log: cannot be written"
                ),
                (["run", "launch", "--cycle-phase", "10"], "allowed 0 to 9"),
                (["run", "launch", "--at-most", "0"], "--at-most"),
            ]
        )
        func wrong(arguments: [String], sentence: String) async throws {
            let folder = try TestFolder()
            let run = try Program("axlesim", arguments, in: folder)
            #expect(try await run.end() == 2)
            #expect(run.errors.contains(sentence), "\(run.errors)")
            #expect(run.output.isEmpty)
        }

        @Test("a scenario that is not at its end in time ends with 1")
        func unfinished() async throws {
            let folder = try TestFolder()
            let run = try Program("axlesim", ["run", "launch", "--at-most", "3"], in: folder)
            #expect(try await run.end() == 1)
            #expect(run.output.contains("launch, not at its end after 3"), "\(run.output)")
        }
    }
}
