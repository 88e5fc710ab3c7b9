import Foundation
import Testing

extension RunningPrograms {
    /// `axlesim table` and `axlesim check` as people and scripts use them.
    @Suite struct TableCommandTests {
        @Test("a table of two cars: one row and one sentence each, and JSON lines")
        func table() async throws {
            let folder = try TestFolder()
            let cars = ["leaf-nismo-rc", "leaf-eplus-awd"]
            let text = try Program("axlesim", ["table"] + cars, in: folder)
            #expect(try await text.end() == 0, "\(text.errors)")
            #expect(text.output.contains("\nleaf-nismo-rc      3.40 s"), "\(text.output)")
            #expect(text.output.contains(" hp)") && text.output.contains(" lb-ft)"))
            #expect(text.output.contains("leaf-eplus-awd: torque is held back by"))
            #expect(text.output.contains("Nothing is published: a prediction, "))
            #expect(text.errors.isEmpty)
            let json = try Program("axlesim", ["table", "--json"] + cars, in: folder)
            #expect(try await json.end() == 0, "\(json.errors)")
            let lines = json.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0].contains(#""vehicle":"leaf-nismo-rc""#))
        }

        @Test("a check of two scenarios tells each expectation; one that is missed ends it with 1")
        func check() async throws {
            let folder = try TestFolder()
            let good = try Program("axlesim", ["check", "limit-step", "limit-frozen"], in: folder)
            #expect(try await good.end() == 0, "\(good.errors)")
            #expect(good.output.contains("2 scenarios, "), "\(good.output)")
            #expect(good.output.contains(" expectations, 0 not met\n"))
            let shipped = try String(
                contentsOfFile: repository + "/Config/scenarios/limit-step.yaml",
                encoding: .utf8
            )
            let broken = shipped.replacingOccurrences(of: "max: 11 kJ", with: "max: 1 kJ")
            try #require(broken != shipped)
            let file = try folder.write(broken, to: "broken.yaml")
            let bad = try Program("axlesim", ["check", "limit-frozen", file], in: folder)
            #expect(try await bad.end() == 1)
            #expect(bad.output.contains("FAIL") && !bad.output.contains(", 0 not met"))
            #expect(bad.errors.contains("energy_over_limit in phase"), "\(bad.errors)")
            let json = try Program("axlesim", ["check", "--json", "limit-frozen"], in: folder)
            #expect(try await json.end() == 0)
            #expect(json.output.contains(#""met":true"#))
        }

        @Test(
            "a name that is none ends it with 2 and a sentence",
            arguments: [
                (["table", "none"], "Config/plants/none.yaml: cannot be read"),
                (["check", "none"], "Config/scenarios/none.yaml: cannot be read"),
            ]
        )
        func wrong(arguments: [String], sentence: String) async throws {
            let folder = try TestFolder()
            let run = try Program("axlesim", arguments, in: folder)
            #expect(try await run.end() == 2)
            #expect(run.errors.contains(sentence), "\(run.errors)")
        }
    }
}
