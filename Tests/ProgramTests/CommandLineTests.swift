import Foundation
import Glibc
import Testing

extension RunningPrograms {
    /// What the programs do with sockets, signals and wrong input; without buses.
    @Suite struct CommandLineTests {
        @Test("state.sock answers a plain socket and does not know how to arm")
        func plainSocket() async throws {
            let prototype = try Prototype()
            try await prototype.startDaemon(mode: "observe")
            let socket = StateSocket(path: prototype.stateSocket)
            let state = try socket.answer(to: #"{"jsonrpc":"2.0","id":1,"method":"state.get"}"#)
            #expect(state.contains(#""mode":"observe""#))
            #expect(state.contains(#""id":1"#))
            let arming = try socket.answer(
                to: #"{"jsonrpc":"2.0","id":2,"method":"control.arm","params":{"lease_ms":1000}}"#
            )
            #expect(arming.contains(#""code":-32601"#))
            #expect(arming.lowercased().contains("method not found"))
            #expect(try await prototype.state().arming == "disarmed")
        }

        @Test("buses that are not there are absent, and the daemon runs")
        func absentBuses() async throws {
            let prototype = try Prototype()
            try await prototype.startDaemon(mode: "observe")
            #expect(
                try await prototype.state().buses.map(\.state) == ["absent", "absent", "absent"]
            )
        }

        @Test("without a daemon axlectl ends with 3 and a sentence")
        func noDaemon() async throws {
            let folder = try TestFolder()
            let socket = folder.file("state.sock")
            let tool = try Program("axlectl", ["status", "--socket", socket], in: folder)
            #expect(try await tool.end() == 3)
            #expect(tool.errors.contains("no daemon listens on \(socket)"))
        }

        @Test(
            "a broken configuration ends the daemon with 2, and names file and line",
            arguments: [
                ("mode: observe\nvehicel: x.yaml\n", 2, "vehicle"),
                ("mode: fly\n", 1, "observe"),
                ("mode: [\n", 2, "YAML"),
            ]
        )
        func brokenConfiguration(text: String, line: Int, hint: String) async throws {
            let folder = try TestFolder()
            let file = try folder.write(text, to: "axled.yaml")
            let daemon = try Program("axled", ["--config", file], in: folder)
            #expect(try await daemon.end() == 2)
            #expect(daemon.errors.contains("\(file):\(line):"), "\(daemon.errors)")
            #expect(daemon.errors.contains(hint), "\(daemon.errors)")
        }

        @Test("a configuration that is not there ends the daemon with 2")
        func missingConfiguration() async throws {
            let folder = try TestFolder()
            let daemon = try Program("axled", ["--config", folder.file("none.yaml")], in: folder)
            #expect(try await daemon.end() == 2)
            #expect(daemon.errors.contains("none.yaml"))
        }

        @Test(
            "SIGTERM ends the daemon with 0, and its sockets are gone",
            arguments: [SIGTERM, SIGINT]
        )
        func termination(signal: Int32) async throws {
            let prototype = try Prototype()
            try await prototype.startDaemon(mode: "observe")
            prototype.daemon?.signal(signal)
            #expect(try await prototype.daemon?.end() == 0)
            #expect(!FileManager.default.fileExists(atPath: prototype.stateSocket))
        }

        @Test("a second daemon on the same sockets is refused, and the first one still answers")
        func secondDaemon() async throws {
            let prototype = try Prototype()
            try await prototype.startDaemon(mode: "observe")
            let second = try Program(
                "axled",
                ["--config", prototype.folder.file("axled.yaml")],
                in: prototype.folder
            )
            #expect(try await second.end() != 0)
            #expect(second.errors.contains("state.sock"), "\(second.errors)")
            #expect(try await prototype.state().mode == "observe")
        }

        @Test("a replay tells its own mode, answers after its end, and ends when asked to stop")
        func replay() async throws {
            let prototype = try Prototype()
            try await prototype.startDaemon()
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let log = try prototype.folder.write(
                "(1700000000.000000) car 174#000000BB00000000\n"
                    + "(1700000000.500000) car 174#000000BB00000000\n",
                to: "short.log"
            )
            let replay = try Program(
                "axled",
                ["--config", prototype.folder.file("axled.yaml"), "--replay", log],
                in: prototype.folder
            )
            try await eventually(within: 60, "the log's end: \(replay.errors)") {
                replay.errors.contains("played 2 frames")
            }
            #expect(try await prototype.state().mode == "shadow")
            let refused = try Program(
                "axlectl",
                ["arm", "--socket", prototype.stateSocket],
                in: prototype.folder
            )
            #expect(try await refused.end() == 1)
            #expect(refused.errors.contains("the mode is not control"), "\(refused.errors)")
            #expect(try await prototype.ask("stop").contains("the daemon stops"))
            #expect(try await replay.end() == 0)
        }
    }
}
