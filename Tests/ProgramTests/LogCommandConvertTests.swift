import Foundation
import Testing

extension RunningPrograms {
    /// `axlectl log convert`.
    @Suite struct LogCommandConvertTests {
        private let folder: TestFolder

        init() throws { folder = try TestFolder() }

        private static let candump = """
            (1436509052.000000) can0 044#2A366C2BBA R
            (1436509053.000001) can1 12345678#1122334455667788 T
            (1436509053.100000) can0 123#R4 R
            (1436509053.300000) can0 123##1DEADBEEF R

            """

        private func convert(_ arguments: String...) async throws -> ToolOutcome {
            try await ToolOutcome.of(["log", "convert"] + arguments)
        }

        private func text(_ name: String) throws -> String {
            try String(contentsOfFile: folder.file(name), encoding: .utf8)
        }

        @Test("a log goes to ASC and back by the names of files, and by pipes, and stays the same")
        func bothWays() async throws {
            let log = try folder.write(Self.candump, to: "a.log")
            let asc = folder.file("a.asc")
            #expect(try await convert(log, asc).status == 0)
            #expect(try text("a.asc").contains("\n   1.000001 2  12345678x       Tx   d 8 11 22"))
            #expect(try await convert(asc, folder.file("b.log")).status == 0)
            #expect(try text("b.log") == Self.candump)
            let piped = try await ToolOutcome.of(
                ["log", "convert", "--to", "asc", "-", "-"],
                input: Self.candump
            )
            #expect(piped.output == (try text("a.asc")))
            let back = try await ToolOutcome.of(
                ["log", "convert", "--from", "asc", "--to", "candump", "-", "-"],
                input: piped.output
            )
            #expect(back.output == Self.candump)
        }

        @Test("asc2log reads what the tool makes, and the tool what log2asc makes")
        func canUtils() async throws {
            let log = try folder.write(Self.candump, to: "a.log")
            let theirs = try Program(
                "/usr/bin/log2asc",
                ["-I", log, "-O", folder.file("theirs.asc"), "can0", "can1"],
                in: folder
            )
            #expect(try await theirs.end() == 0)
            #expect(try await convert(log, folder.file("ours.asc")).status == 0)
            // The column of a CAN FD identifier has another width in each version of the tool.
            let lines = { (text: String) in
                text.split(separator: "\n").filter { !$0.hasPrefix("//") }
                    .map { $0.split(separator: " ").joined(separator: " ") }
            }
            #expect(lines(try text("ours.asc")) == lines(try text("theirs.asc")))
            #expect(try await convert(folder.file("theirs.asc"), folder.file("b.log")).status == 0)
            #expect(try text("b.log") == Self.candump)
            let reader = try Program(
                "/usr/bin/asc2log",
                ["-I", folder.file("ours.asc")],
                in: folder
            )
            #expect(try await reader.end() == 0)
            let frames = { (text: String) in text.split(separator: "\n").map { $0.dropFirst(20) } }
            #expect(frames(reader.output) == frames(Self.candump))
        }

        @Test("--channels numbers the channels")
        func channels() async throws {
            let log = try folder.write(Self.candump, to: "a.log")
            let asc = try await convert("--channels", "can1,can0", "--to", "asc", log, "-")
            #expect(asc.output.contains("// channel 2: can0\n   0.000000 2  44 "))
            #expect(asc.output.contains("// channel 1: can1\n   1.000001 1  12345678x"))
        }

        @Test("a frame is converted before the next one comes")
        func live() async throws {
            let pipe = Pipe()
            let tool = try Program(
                "axlectl",
                ["log", "convert", "--to", "asc", "-", "-"],
                in: folder,
                input: pipe
            )
            for second in 1...2 {
                try pipe.fileHandleForWriting.write(
                    contentsOf: Data("(\(second).000000) can0 100#00\n".utf8)
                )
                try await eventually(within: 60, "\(second) frames") {
                    tool.output.split(separator: "\n").count == 3 + second
                }
            }
            try pipe.fileHandleForWriting.close()
            #expect(try await tool.end() == 0)
        }

        @Test(
            "a file that is there is refused, and overwritten only by --force; the log itself never"
        )
        func existing() async throws {
            let log = try folder.write(Self.candump, to: "a.log")
            let asc = try folder.write("mine", to: "a.asc")
            try await convert(log, asc).expectRefusal(asc, "File exists", "--force")
            #expect(try text("a.asc") == "mine")
            #expect(try await convert("--force", log, asc).status == 0)
            #expect(try text("a.asc").hasPrefix("date "))
            try await convert("--force", log, log).expectRefusal(log, "to be read")
            #expect(try text("a.log") == Self.candump)
        }

        @Test("what is wrong is one sentence")
        func refusals() async throws {
            let log = try folder.write(Self.candump, to: "a.log")
            try await convert(log, folder.file("a.txt")).expectRefusal("a.txt", ".log, .asc, .csv")
            try await convert(folder.file("none.log"), folder.file("a.asc"))
                .expectRefusal("none.log", "No such file")
            #expect(!FileManager.default.fileExists(atPath: folder.file("a.asc")))
            try await convert(log, folder.file("none/a.asc")).expectRefusal("none/a.asc", "No such")
            try await convert(log, folder.file("a.csv")).expectRefusal("--signals")
            try await convert("--rate", "0", "--signals", "x", log, folder.file("a.csv"))
                .expectRefusal("--rate", "0.001 to 10000")
            #expect(try await convert("--to", "blf", log, "-").status == 2)
            let broken = try folder.write(Self.candump + "(1.0) can0 123\n", to: "b.log")
            let outcome = try await convert(broken, folder.file("b.asc"))
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("\(broken):5:"), "\(outcome.errors)")
            #expect(
                try text("b.asc").hasSuffix(
                    "   1.300000 CANFD   1 Rx        123"
                        + "                                   1 0 4  4 DE AD BE EF"
                        + "   130000  130     3000 0 0 0 0 0\n"
                )
            )
        }

        @Test("a log that was cut by a crash is converted, and the cut is said")
        func cut() async throws {
            let log = try folder.write(Self.candump + "(1436509054.1", to: "a.log")
            let outcome = try await convert("--to", "candump", log, "-")
            #expect(outcome.status == 0)
            #expect(outcome.output == Self.candump)
            #expect(outcome.errors.contains("\(log):5:"), "\(outcome.errors)")
            #expect(outcome.errors.contains("cut"), "\(outcome.errors)")
        }

        @Test("what a disk does not take is said with status 1")
        func fullDisk() async throws {
            let log = try folder.write(Self.candump, to: "a.log")
            let outcome = try await convert("--to", "asc", log, "/dev/full")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("/dev/full: write: No space left on device"))
        }

        // MARK: - CSV

        private func csv(_ log: String, _ arguments: String...) async throws -> ToolOutcome {
            let database = try SmallDatabase.write(in: folder)
            let path = try folder.write(log, to: "frames.log")
            return try await ToolOutcome.of(
                ["log", "convert", "--to", "csv", "--dbc", database] + arguments + [path, "-"]
            )
        }

        @Test("rows come at the rate, hold the newest value, and are empty before the first")
        func rows() async throws {
            let log = """
                (1000.000000) can0 18FF0000##000000000000000000000000000000000
                (1000.150000) can0 100#000001000000
                (1000.200000) can0 100#FFE101E80300
                (1000.390000) can0 7FF#00

                """
            let table = try await csv(log, "--rate", "10", "--signals", "Speed,Hot,Large.Total")
            #expect(table.status == 0, "\(table.errors)")
            #expect(
                table.lines == [
                    "time [s],Motor.Speed [rpm],Motor.Hot [degC],Large.Total", "0.000000,,,0",
                    "0.100000,,,0", "0.200000,-1,60,0", "0.300000,-1,60,0",
                ]
            )
            let absolute = try await csv(log, "--rate", "5", "--absolute", "--signals", "Speed")
            #expect(absolute.lines[1...] == ["1000.000000,", "1000.200000,-1"])
        }

        @Test("at a hundred rows a second each frame of a 10 ms message has a row")
        func defaultRate() async throws {
            var log = ""
            for index in 0..<200 {
                let micros = String(1_000_000 + index * 10_000 % 1_000_000).dropFirst()
                let speed = String(0x1000 + index * 2, radix: 16, uppercase: true).dropFirst()
                log += "(\(index / 100).\(micros)) can0 100#\(speed)000000000\n"
            }
            let table = try await csv(log, "--signals", "Motor.Speed")
            #expect(table.lines.count == 201)
            let speeds = table.lines.dropFirst().map {
                $0.split(separator: ",").last.flatMap { Double($0) }
            }
            #expect(speeds == (0..<200).map { Double($0) })
        }

        @Test("whole numbers are exact, what is not finite is an empty cell")
        func exact() async throws {
            let log = "(1.000000) can0 18FF0000##0FFFFFFFFFFFFFFFF0000C07F00000000\n"
            let table = try await csv(log, "--signals", "Total,Ratio")
            #expect(
                table.lines == [
                    "time [s],Large.Total,Large.Ratio", "0.000000,18446744073709551615,",
                ]
            )
        }

        @Test("a frame with a wrong checksum gives no values, and counts for the time")
        func badChecksum() async throws {
            let log = """
                (1.000000) can0 1DB#FCE0AF2A00000042
                (1.100000) can0 1DB#00E0AF2A00000042

                """
            let path = try folder.write(log, to: "frames.log")
            let table = try await convert(
                "--to",
                "csv",
                "--dbc",
                "DBC/leaf-ev.dbc",
                "--signals",
                "LB_Current",
                "--rate",
                "10",
                path,
                "-"
            )
            #expect(table.lines.dropFirst() == ["0.000000,-12.5", "0.100000,-12.5"])
        }

        @Test("a message on two buses must be asked for by its bus")
        func twoBuses() async throws {
            let log = "(1.000000) front 100#FFE100000000\n(1.010000) rear 100#FFC100000000\n"
            let refused = try await csv(log, "--signals", "Speed")
            #expect(refused.status == 2)
            for word in ["frames.log:2:", "front.Motor.Speed", "rear.Motor.Speed"] {
                #expect(refused.errors.contains(word), "\(refused.errors)")
            }
            let table = try await csv(
                log,
                "--signals",
                "rear.Motor.Speed,front.Motor.Speed,rear.Motor.Speed"
            )
            #expect(
                table.lines == [
                    "time [s],rear.Motor.Speed [rpm],front.Motor.Speed [rpm]", "0.000000,,-1",
                    "0.010000,-2,-1",
                ]
            )
        }

        @Test("an hour without frames has no rows")
        func holes() async throws {
            let log =
                "(1.000000) can0 100#FFE100000000\n(1000000001.500000) can0 100#FFC100000000\n"
            let table = try await csv(log, "--rate", "1", "--signals", "Speed")
            #expect(table.lines[1...] == ["0.000000,-1"])
            let next = try await csv(
                log + "(1000000003.000000) can0 100#FFE100000000\n",
                "--rate",
                "1",
                "--signals",
                "Speed"
            )
            #expect(
                next.lines[1...] == ["0.000000,-1", "1000000001.000000,-2", "1000000002.000000,-1"]
            )
        }

        @Test("signals that no database has are refused")
        func unknownSignals() async throws {
            try await csv("", "--signals", "Sped").expectRefusal("--signals", "Sped")
            try await csv("", "--signals", "Large.Speed").expectRefusal("Large.Speed")
            try await csv("", "--signals", "a.b.c.d").expectRefusal("[BUS.]MESSAGE.NAME")
            try await csv("", "--signals", ",").expectRefusal("--signals")
            let empty = try await csv("", "--signals", "Speed")
            #expect(empty.output == "time [s],Motor.Speed [rpm]\n")
        }
    }
}
