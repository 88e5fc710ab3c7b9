import Foundation
import Testing

extension RunningPrograms {
    /// `axlesim identify` as people and scripts use it.
    @Suite struct IdentifyCommandTests {
        /// The log of a drive with a plant that is known, made by the plant itself.
        private func drive(in folder: TestFolder) async throws -> String {
            let log = folder.file("drive.log")
            let run = try Program("axlesim", ["run", "launch", "--log", log], in: folder)
            #expect(try await run.end() == 0, "\(run.errors)")
            return log
        }

        @Test("a plant's own recording gives its coefficients back, in a file that runs")
        func ownDrive() async throws {
            let folder = try TestFolder()
            let log = try await drive(in: folder)
            let out = folder.file("found.yaml")
            let tool = try Program(
                "axlesim",
                ["identify", log, "--out", out, "--json"],
                in: folder
            )
            #expect(try await tool.end() == 0, "\(tool.errors)")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(tool.output.utf8))
            let copper = try #require(answer.coefficients["motor_losses.copper"])
            #expect(abs(copper.value / 0.118 - 1) < 0.1, "\(tool.output)")
            #expect(copper.unit == "W/Nm2")
            #expect(answer.drive_units == 2)
            #expect(!tool.output.lowercased().contains("nan"))
            let text = try String(contentsOfFile: out, encoding: .utf8)
            #expect(text.contains("W/Nm2 # identified on \(log)"), "\(text)")
            let check = try Program("axlesim", ["identify", log, "--check", out], in: folder)
            #expect(try await check.end() == 0, "\(check.errors)")
            #expect(check.output.contains("pack voltage: RMS "), "\(check.output)")
            let run = try Program("axlesim", ["run", "launch", "--plant", out], in: folder)
            #expect(try await run.end() != 2, "\(run.errors)")
        }

        @Test(
            "people see each coefficient with unit, error and sign, what is left, and what is doubtful"
        )
        func table() async throws {
            let folder = try TestFolder()
            let tool = try Program(
                "axlesim",
                ["identify", try await drive(in: folder)],
                in: folder
            )
            #expect(try await tool.end() == 0, "\(tool.errors)")
            for words in [
                "motor_losses.copper", "W/Nm2", "physical", "battery.series_resistance", "mohm",
                "left of power: RMS ", "left of voltage: RMS ", "warning: ",
                "samples by torque and speed",
            ] {
                #expect(tool.output.contains(words), "\(words) in \(tool.output)")
            }
            #expect(!tool.output.contains("NOT PHYSICAL"))
        }

        @Test("a log that does not tell enough ends it with 1 and a sentence")
        func little() async throws {
            let folder = try TestFolder()
            let other = try folder.write(
                "(1.000000) can0 123#00\n(2.000000) can0 123#00\n",
                to: "other.log"
            )
            let lines = try String(contentsOfFile: try await drive(in: folder), encoding: .utf8)
                .split(separator: "\n")
            let short = try folder.write(
                lines.prefix(2000).joined(separator: "\n") + "\n",
                to: "short.log"
            )
            for (log, sentence) in [
                (other, "other.log: found no torque, allowed a log of an EV-CAN"),
                (short, "short.log: found "),
            ] {
                let tool = try Program("axlesim", ["identify", log], in: folder)
                #expect(try await tool.end() == 1)
                #expect(tool.errors.contains(sentence), "\(tool.errors)")
                #expect(tool.errors.filter { $0 == "\n" }.count == 1)
                #expect(tool.output.isEmpty)
            }
        }

        @Test("files and arguments that are wrong end it with 2 and a sentence")
        func wrong() async throws {
            let folder = try TestFolder()
            let empty = try folder.write("", to: "empty.log")
            let broken = try folder.write("(1.0) can0 zzz#\n(2.0) can0 123#00\n", to: "broken.log")
            let whole = try folder.write("(1.0) can0 123#00\n", to: "whole.log")
            for (arguments, sentence) in [
                ([empty], "empty.log: has no frames"),
                ([broken], "broken.log:1:"),
                ([folder.file("none.log")], "none.log"),
                ([whole, "--check", "none.yaml"], "none.yaml: cannot be read"),
                ([whole, "--check", "a.yaml", "--out", "b.yaml"], "--out: found with --check"),
            ] {
                let tool = try Program("axlesim", ["identify"] + arguments, in: folder)
                #expect(try await tool.end() == 2, "\(arguments)")
                #expect(tool.errors.contains(sentence), "\(tool.errors)")
                #expect(tool.output.isEmpty)
            }
        }

        /// The part of the JSON that is looked at.
        private struct Answer: Decodable {
            struct Coefficient: Decodable {
                let value: Double
                let unit: String
            }

            let coefficients: [String: Coefficient]
            let drive_units: Int
        }
    }
}
