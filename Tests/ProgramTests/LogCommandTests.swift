import Foundation
import Testing

extension RunningPrograms {
    /// `axlectl decode`, `encode` and `summary`.
    @Suite struct LogCommandTests {
        private let folder: TestFolder
        private let database: String

        init() throws {
            folder = try TestFolder()
            database = try SmallDatabase.write(in: folder)
        }

        private func decode(
            _ log: String,
            _ options: [String] = [],
            _ database: String? = nil
        ) async throws -> ToolOutcome {
            let path = try folder.write(log, to: "frames.log")
            return try await ToolOutcome.of(
                ["decode", "--dbc", database ?? self.database] + options + [path]
            )
        }

        private func encode(_ arguments: String...) async throws -> ToolOutcome {
            try await ToolOutcome.of(["encode", "--dbc", database] + arguments)
        }

        // MARK: - decode

        @Test("a frame comes out as one object with its values")
        func values() async throws {
            let decoded = try await decode(
                "(1700000000.123456) can0 100#FFE1.0A.2A0200\n(1700000001.000000) can1 7FF#00\n"
            )
            #expect(decoded.status == 0)
            #expect(
                decoded.lines == [
                    #"{"t":1700000000.123456,"bus":"can0","id":"100","message":"Motor","signals":"#
                        + #"{"Speed":-1,"State":1,"Page":10},"checks":{"crc":"none","counter":"none","#
                        + #""multiplexor":"unknown"}}"#,
                    #"{"t":1700000001.000000,"bus":"can1","id":"7FF","message":null,"signals":{},"#
                        + #""checks":{"crc":"none","counter":"none"}}"#,
                ]
            )
        }

        @Test("--raw gives value, count, label and unit")
        func raw() async throws {
            let decoded = try await decode("(1.000000) can0 100#FFE101E80300\n", ["--raw"])
            let signals = try Answer(decoded.lines[0]).object("signals")
            #expect(signals.object("Speed")["raw"] == -2)
            #expect(signals.object("Speed")["value"] == -1)
            #expect(signals.object("Speed")["unit"] == "rpm")
            #expect(signals.object("State")["label"] == "Ready")
            #expect(signals.object("State").names == ["value", "raw", "label", "unit"])
            #expect(signals.object("Hot")["value"] == 60.0)
            #expect(signals.object("Hot")["raw"] == 1000)
        }

        @Test("whole numbers beyond 2^53 are strings, NaN is null")
        func large() async throws {
            let decoded = try await decode(
                "(1.000000) can0 18FF0000##0FFFFFFFFFFFFFFFF0000C07F00000000\n",
                ["--raw"]
            )
            let signals = try Answer(decoded.lines[0]).object("signals")
            #expect(signals.object("Total")["value"] == "18446744073709551615")
            #expect(signals.object("Total")["raw"] == "18446744073709551615")
            #expect(decoded.output.contains(#""Ratio":{"value":null,"raw":null,"label":null"#))
        }

        @Test("--raw gives a float's number, which encode takes back")
        func rawFloat() async throws {
            for (raw, digits) in [("1.5", "0000C03F"), ("1", "0000803F"), ("-2", "000000C0")] {
                let encoded = try await encode("Large", "Ratio=raw:\(raw)")
                #expect(encoded.output == "18FF0000##00000000000000000\(digits)00000000\n")
                let decoded = try await decode("(1.000000) can0 \(encoded.output)", ["--raw"])
                #expect(decoded.output.contains("\"raw\":\(raw),"))
            }
            try await encode("Large", "Ratio=raw:1e39").expectRefusal("Ratio", "1e+39", "e+38")
            try await encode("Motor", "Speed=raw:1.5").expectRefusal("Speed", "1.5", "-2048")
        }

        @Test("--signals leaves out other signals, and frames without any")
        func selection() async throws {
            let log = """
                (1.000000) can0 100#000001000000
                (2.000000) can0 100#000002000000
                (3.000000) can0 18FF0000#00

                """
            let decoded = try await decode(log, ["--signals", "Hot,Large.Total"])
            #expect(decoded.lines.count == 1)
            #expect(try Answer(decoded.lines[0]).object("signals").names == ["Hot"])
            let both = try await decode(log, ["--signals", "Speed", "--signals", "Motor.Cold"])
            #expect(both.lines.count == 2)
            #expect(try Answer(both.lines[1]).object("signals").names == ["Speed", "Cold"])
            try await decode(log, ["--signals", "Speed,Sped"])
                .expectRefusal("no database has a signal Sped")
            try await decode(log, ["--signals", ","]).expectRefusal("--signals")
        }

        @Test("--lenient uses what could be read, and says what could not")
        func lenient() async throws {
            let broken = SmallDatabase.text + "SIG_VALTYPE_ 1234 Speed : 1;\n"
            let path = try folder.write(broken, to: "broken.dbc")
            let log = "(1.000000) can0 100#FFE101000000\n"
            try await decode(log, [], path).expectRefusal("\(path):19:", "1234")
            let decoded = try await decode(log, ["--lenient"], path)
            #expect(decoded.status == 0)
            #expect(try Answer(decoded.lines[0]).object("signals")["Speed"] == -1)
            #expect(decoded.errors.contains("\(path):19:"), "\(decoded.errors)")
        }

        @Test("--pgn finds a message whatever its priority, source and destination")
        func parameterGroups() async throws {
            // 0x18EF1234 goes to one node; 0x18FEF100 to all.
            let text = """
                VERSION ""
                BU_: ECU
                BO_ \(0x98EF_1234 as UInt32) ToOne: 8 ECU
                 SG_ A : 0|8@1+ (1,0) [0|0] "" ECU
                BO_ \(0x98FE_F100 as UInt32) ToAll: 8 ECU
                 SG_ B : 0|8@1+ (1,0) [0|0] "" ECU

                """
            let path = try folder.write(text, to: "j1939.dbc")
            let log = """
                (1.000000) can0 0CEF5678#01
                (2.000000) can0 0CFEF121#02
                (3.000000) can0 18FEF200#03
                (4.000000) can0 18FEF100#04
                (5.000000) can0 0F1#05

                """
            func messages(_ options: [String]) async throws -> [String?] {
                let decoded = try await decode(log, options, path)
                #expect(decoded.status == 0)
                return try decoded.lines.map { try Answer($0)["message"] }
            }
            #expect(try await messages(["--pgn"]) == ["ToOne", "ToAll", nil, "ToAll", nil])
            #expect(try await messages([]) == [nil, nil, nil, "ToAll", nil])
        }

        @Test("a short frame and an unknown multiplexor are said, and error and remote frames too")
        func flags() async throws {
            let decoded = try await decode(
                """
                (1.000000) can0 100#FFE101
                (2.000000) can0 100#FFE101E80300
                (3.000000) can0 20000004#0000000000000000
                (4.000000) can0 100#R6

                """
            )
            let lines = try decoded.lines.map { try Answer($0) }
            let lengths = lines.map { $0.object("checks")["length"] as String? }
            #expect(lengths == ["short", nil, nil, nil])
            #expect(lines[0].object("signals").names == ["Speed", "State", "Page"])
            #expect(lines.map { $0["frame"] as String? } == [nil, nil, "error", "remote"])
            #expect(decoded.lines[2].contains(#""error":["controller problem"],"message""#))
            #expect(lines[1].object("checks").names == ["crc", "counter"])
        }

        @Test("of two signals with one name the first is written, and only once")
        func twins() async throws {
            let text = """
                VERSION ""
                BU_: ECU
                BO_ 256 M: 2 ECU
                 SG_ S : 0|8@1+ (1,0) [0|0] "" ECU
                 SG_ S : 8|8@1+ (1,0) [0|0] "" ECU

                """
            let path = try folder.write(text, to: "twins.dbc")
            let decoded = try await decode("(1.000000) can0 100#0102\n", [], path)
            #expect(decoded.lines.first?.contains(#""signals":{"S":1},"#) == true)
        }

        @Test("an identifier that one database has goes before a parameter group of another")
        func exactBeforeGroup() async throws {
            func text(_ identifier: UInt32, _ name: String) -> String {
                """
                VERSION ""
                BU_: ECU
                BO_ \(identifier) \(name): 8 ECU
                 SG_ A : 0|8@1+ (1,0) [0|0] "" ECU

                """
            }
            let group = try folder.write(text(0x8CF0_0400, "EEC1"), to: "group.dbc")
            let own = try folder.write(text(0x8CF0_040A, "Mine"), to: "own.dbc")
            let log = "(1.000000) can0 0CF0040A#01\n(2.000000) can0 0CF0040B#01\n"
            let decoded = try await decode(log, ["--dbc", own, "--pgn"], group)
            let messages = try decoded.lines.map { try Answer($0)["message"] as String? }
            #expect(messages == ["Mine", "EEC1"])
        }

        @Test("from a pipe a frame is printed before the next one comes")
        func live() async throws {
            let pipe = Pipe()
            let tool = try Program(
                "axlectl",
                ["decode", "--dbc", database, "-"],
                in: folder,
                input: pipe
            )
            for second in 1...3 {
                let line = "(\(second).000000) can0 100#000001000000\n"
                try pipe.fileHandleForWriting.write(contentsOf: Data(line.utf8))
                try await eventually(within: 20, "\(second) lines") {
                    tool.output.split(separator: "\n").count == second
                }
            }
            // Half a line must not keep back the whole one before it.
            try pipe.fileHandleForWriting.write(
                contentsOf: Data("(4.000000) can0 100#00\n(5.0000".utf8)
            )
            try await eventually(within: 20, "4 lines") {
                tool.output.split(separator: "\n").count == 4
            }
            try pipe.fileHandleForWriting.write(contentsOf: Data("00) can0 100#00\n".utf8))
            try pipe.fileHandleForWriting.close()
            #expect(try await tool.end() == 0)
            #expect(tool.output.split(separator: "\n").count == 5)
        }

        @Test("a malformed line ends with 2 and its place, after what came before it")
        func malformed() async throws {
            let decoded = try await decode("(1.000000) can0 100#00\n(2.000000) can0 1G0#00\n")
            #expect(decoded.status == 2)
            #expect(decoded.lines.count == 1)
            #expect(decoded.errors.contains("frames.log:2:17: error: found "), "\(decoded.errors)")
        }

        @Test("decode and summary refuse a database or a log that cannot be read")
        func unreadable() async throws {
            let log = try folder.write("", to: "empty.log")
            for command in ["decode", "summary"] {
                for file in [WrongFile.missing, .folder] {
                    let path = try file.make(in: folder)
                    try await ToolOutcome.of([command, "--dbc", path, log]).expectRefusal(path)
                    try await ToolOutcome.of([command, "--dbc", database, path])
                        .expectRefusal(path)
                }
                let binary = try WrongFile.binary.make(in: folder)
                let refused = try await ToolOutcome.of([command, "--dbc", binary, log])
                #expect(refused.status == 2)
                #expect(refused.errors.contains("\(binary):1:2: error: "), "\(refused.errors)")
                let asLog = try await ToolOutcome.of([command, "--dbc", database, binary])
                #expect(asLog.output.contains("\"") == false, "\(asLog.output)")
            }
            let empty = try await ToolOutcome.of(["decode", "--dbc", database, log])
            #expect(empty.status == 0)
            #expect(empty.output.isEmpty)
        }

        // MARK: - encode

        @Test("a frame in the form of cansend, with start values where nothing is given")
        func encodes() async throws {
            let encoded = try await encode("Motor", "Speed=-1", "State=Ready")
            #expect(encoded.status == 0)
            #expect(encoded.output == "100#FFE100000000\n")
            #expect(try await encode("0x100", "State=raw:0x3").output == "100#000300000000\n")
            #expect(try await encode("256", "State=label:2").output == "100#000200000000\n")
            #expect(try await encode("Motor").output == "100#000000000000\n")
            #expect(
                try await encode("Motor", "Page=1", "Hot=60").output == "100#000001E80300\n"
            )
        }

        @Test("more than eight bytes are an FD frame; whole numbers are exact beyond 2^53")
        func encodesLarge() async throws {
            let encoded = try await encode("Large", "Total=18446744073709551615", "Ratio=0.5")
            #expect(encoded.output == "18FF0000##0FFFFFFFFFFFFFFFF0000003F00000000\n")
        }

        @Test("the checksum is the database's, but for one that is given")
        func checksum() async throws {
            let values = ["LB_Current=-12.5", "LB_Total_Voltage=350", "LB_Status_Counter=2"]
            let encoded = try await ToolOutcome.of(
                ["encode", "--dbc", "DBC/leaf-ev.dbc", "LB_Status"] + values
            )
            #expect(encoded.status == 0)
            let decoded = try await decode(
                "(1.000000) can0 \(encoded.output)",
                [],
                "DBC/leaf-ev.dbc"
            )
            let answer = try Answer(decoded.lines[0])
            #expect(answer.object("checks")["crc"] == "ok")
            #expect(answer.object("signals")["LB_Current"] == -12.5)
            #expect(answer.object("signals")["LB_Total_Voltage"] == 350.0)
            #expect(answer.object("signals")["LB_Status_Counter"] == 2)
            let wrong = try await ToolOutcome.of(
                ["encode", "--dbc", "DBC/leaf-ev.dbc", "475", "LB_Status_CRC=1"] + values
            )
            #expect(wrong.output.hasSuffix("01\n"), "\(wrong.output)")
        }

        @Test("what is wrong with a value is one sentence with signal, value and range")
        func refusals() async throws {
            try await encode("Motor", "Speed=2000")
                .expectRefusal("Speed", "2000", "-1024", "1023.5")
            try await encode("Motor", "Speed=nan")
                .expectRefusal("Speed", "nan", "finite", "-1024", "1023.5")
            try await encode("Motor", "Speed=raw:2048")
                .expectRefusal("Speed", "2048", "-2048", "2047")
            try await encode("Motor", "Speed=raw:x").expectRefusal("Speed", "raw:x")
            try await encode("Motor", "State=Redy").expectRefusal("State", "Redy", "Ready")
            try await encode("Motor", "Hot=1").expectRefusal("Hot", "Page")
            try await encode("Motor", "Sped=1").expectRefusal("Sped", "Speed")
            try await encode("Motor", "Speed").expectRefusal("Speed", "NAME=VALUE")
            try await encode("Motor", "Speed=1", "Speed=2").expectRefusal("Speed", "two values")
            try await encode("Moto").expectRefusal("has no message Moto")
        }

        @Test("encode refuses a database that cannot be read", arguments: WrongFile.allCases)
        func encodeWrongFile(file: WrongFile) async throws {
            let path = try file.make(in: folder)
            let refused = try await ToolOutcome.of(["encode", "--dbc", path, "Motor"])
            #expect(refused.status == 2)
            #expect(refused.output.isEmpty)
            #expect(refused.errors.contains(path))
        }
    }
}
