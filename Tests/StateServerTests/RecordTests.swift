import FrameLogs
import Foundation
import Glibc
import StateProtocol
import Testing

/// The methods `record.…` on a server with a recorder.
@Suite struct RecordTests {
    private let folder: RecordingFolder

    init() throws { folder = try RecordingFolder() }

    private func run(_ arguments: [String]) async throws -> AxlectlProgram.Outcome {
        try await AxlectlProgram(arguments).outcome()
    }

    @Test("a recording is started, marked, asked for on both sockets, and stopped")
    func recording() async throws {
        let recorder = try folder.recorder()
        try await ServerBench.run(recorder) { bench in
            var client = try bench.control()
            var state = try bench.state()
            let idle = try state.ask("record.status")["result"]
            #expect(idle?["state"] == "stopped")
            #expect(idle?["path"] == .null)
            #expect(idle?["begun"] == .null)
            let started = try client.ask("record.start")["result"]
            #expect(started?["state"] == "recording")
            #expect(started?["path"] == .string(folder.file("drive.log")))
            #expect(started?["begun"]?.double ?? 0 > 1_700_000_000)
            try folder.push([1, 2], to: recorder)
            let marked = try client.ask("record.mark", #"{"text":"grün (1.0) front 1#00"}"#)
            #expect(marked["result"]?["marks"] == 1)
            #expect(marked["result"]?["frames"] == 2)
            let text = try folder.read("drive.log")
            #expect(marked["result"]?["bytes"] == .count(text.utf8.count))
            let (seen, told) = (try state.ask("record.status"), try client.ask("record.status"))
            #expect(seen == told)
            try folder.push([3], to: recorder)
            let stopped = try client.ask("record.stop")["result"]
            #expect(stopped?["state"] == "stopped")
            #expect(stopped?["frames"] == 3)
            #expect(stopped?["synced"] == 3)
            #expect(stopped?["dropped"] == 0)
            #expect(stopped?["marks"] == 1)
            #expect(stopped?["files"] == 1)
            #expect(stopped?["floor_reached"] == false)
            #expect(stopped?["failure"] == .null)
            for method in ["start", "mark", "stop"] {
                #expect(
                    bench.log.contains(
                        "info: record.\(method): client 1 on control.sock, pid \(getpid())"
                    )
                )
            }
        }
        let lines = try folder.read("drive.log").split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1] == "(1700000000.002000)  rear 123#02")
        #expect(lines[2].hasPrefix("# mark ("))
        #expect(lines[2].hasSuffix(") grün (1.0) front 1#00"))
    }

    @Test("a recording has the name that it is given; one more is refused, and so is none to stop")
    func states() async throws {
        try await ServerBench.run(try folder.recorder()) { bench in
            var client = try bench.control()
            for method in ["record.stop", "record.mark"] {
                let parameters = method == "record.mark" ? #"{"text":"x"}"# : "{}"
                let error = try client.ask(method, parameters)["error"]
                #expect(error?["code"] == -32031)
                #expect(
                    error?["message"]
                        == .string(
                            "\(method): nothing is being recorded; record.start begins it"
                        )
                )
            }
            let started = try client.ask("record.start", #"{"name":"test-7"}"#)["result"]
            #expect(started?["path"] == .string(folder.file("test-7.log")))
            let error = try client.ask("record.start")["error"]
            #expect(error?["code"] == -32031)
            let path = folder.file("test-7.log")
            #expect(
                error?["message"]
                    == .string("record.start: already recording to \(path); record.stop ends it")
            )
            #expect(bench.log.contains("notice: record.start: already recording to \(path)"))
        }
    }

    @Test(
        "wrong parameters are refused with what was found and what is allowed",
        arguments: [
            ("record.start", #"{"name":7}"#, "name: found 7, a string is allowed"),
            (
                "record.start", #"{"name":"../a"}"#,
                "name: found the name \"../a\"; allowed: 1 to 64"
            ),
            (
                "record.start", #"{"nam":"a"}"#,
                "nam: record.start has no such parameter; did you mean"
            ),
            ("record.start", #"["a"]"#, "params: found an array, an object is expected"),
            (
                "record.dump", #"{"name":"/tmp/a"}"#,
                "name: found the name \"/tmp/a\"; allowed: 1 to"
            ),
            ("record.mark", "{}", "text: missing, the mark's text is expected"),
            ("record.mark", #"{"text":null}"#, "text: found null, a string is allowed"),
            (
                "record.mark", #"{"text":""}"#,
                "text: found a mark without text; allowed: one line of 1"
            ),
            ("record.mark", #"{"text":"a\nb"}"#, "text: found a mark with a control character or"),
            (
                "record.mark", #"{"text":"a\u0000"}"#,
                "text: found a mark with a control character or"
            ),
            ("record.mark", #"{"text":"\u2028"}"#, "text: found a mark with"),
            ("record.stop", #"{"name":"a"}"#, "name: record.stop takes no parameters"),
            ("record.status", #"{"name":"a"}"#, "name: record.status takes no parameters"),
        ]
    )
    func wrongParameters(method: String, parameters: String, sentence: String) async throws {
        let recorder = try folder.recorder()
        try await ServerBench.run(recorder) { bench in
            if method == "record.mark" { try recorder.start() }
            var client = try bench.control()
            let error = try client.ask(method, parameters)["error"]
            #expect(error?["code"] == -32602)
            let message = error?["message"]?.text ?? ""
            #expect(message.hasPrefix("invalid params: " + sentence), "\(message)")
        }
        #expect(recorder.status.marks == 0)
    }

    @Test("a mark of 200 bytes is taken, one more is not, and 60,000 are no matter")
    func longMarks() async throws {
        let recorder = try folder.recorder()
        try recorder.start()
        try await ServerBench.run(recorder) { bench in
            var client = try bench.control()
            for (count, marks) in [(200, 1), (201, nil), (60_000, nil)] {
                let text = String(repeating: "x", count: count)
                let answer = try client.ask("record.mark", #"{"text":"\#(text)"}"#)
                #expect(answer["result"]?["marks"] == marks.map { JSONValue.count($0) })
                guard marks == nil else { continue }
                let message = answer["error"]?["message"]?.text ?? ""
                #expect(message.contains("found a mark of \(count) bytes; allowed: one line of 1"))
            }
        }
    }

    @Test("without a recorder each method says what to configure", arguments: RecordMethod.allCases)
    func notConfigured(method: RecordMethod) async throws {
        try await ServerBench.run(nil) { bench in
            var client = try bench.control()
            let parameters = method == .mark ? #"{"text":"x"}"# : "{}"
            let error = try client.ask(method.rawValue, parameters)["error"]
            #expect(error?["code"] == -32030)
            #expect(
                error?["message"]
                    == .string(
                        "\(method.rawValue): found no recording in the daemon's configuration; add "
                            + "recording: {path: DIRECTORY, autostart: no} to it and start axled again"
                    )
            )
        }
    }

    @Test("below the floor of free space the status says so")
    func floor() async throws {
        let recorder = try folder.recorder { $0.freeSpaceFloor = .max / 2 }
        try await ServerBench.run(recorder) { bench in
            var client = try bench.control()
            let status = try client.ask("record.start")["result"]
            #expect(status?["state"] == "paused")
            #expect(status?["floor_reached"] == true)
            #expect(status?["failure"]?.text?.contains("bytes are free, and ") == true)
        }
    }

    @Test("orders of one line are carried out in turn, more than 64 that wait are refused")
    func turns() async throws {
        let recorder = try folder.recorder()
        try await ServerBench.run(recorder) { bench in
            var client = try bench.control()
            let marks = (0..<98).map {
                #"{"jsonrpc":"2.0","id":\#($0),"method":"record.mark","params":{"text":"m\#($0)"}}"#
            }
            let start = #"{"jsonrpc":"2.0","id":"a","method":"record.start"}"#
            let stop = #"{"jsonrpc":"2.0","id":"z","method":"record.stop"}"#
            try client.send("[" + ([start] + marks + [stop]).joined(separator: ",") + "]")
            let answers = try client.read().elements
            #expect(answers.count == 100)
            let refused = answers.filter { $0["error"]?["code"] == -32002 }
            #expect(refused.count == 36)
            #expect(
                refused.first?["error"]?["message"]?.text?.hasSuffix("at most 64 may") == true
            )
            _ = try client.ask("record.stop")
        }
        let texts = try folder.read("drive.log").split(separator: "\n")
            .compactMap { $0.split(separator: " ").last }
        #expect(texts == (0..<63).map { "m\($0)" })
    }

    @Test("a disk that does not answer holds up its own orders, and neither status nor the rest")
    func hungDisk() async throws {
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        // Whatever happens, the recorder's thread must come back.
        defer { close(open(pipe, O_RDONLY | O_NONBLOCK)) }
        try await ServerBench.run(try folder.recorder { $0.path = pipe }) { bench in
            var client = try bench.control()
            // Opening a pipe waits for its reader.
            try client.send(#"{"jsonrpc":"2.0","id":"a","method":"record.start"}"#)
            try client.send(#"{"jsonrpc":"2.0","id":"b","method":"record.stop"}"#)
            #expect(try client.ask("record.status")["result"]?["state"] == "stopped")
            var state = try bench.state()
            #expect(try state.ask("bus.list")["result"] != nil)
            let reader = open(pipe, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            let started = try client.read()
            #expect(started["id"] == "a")
            #expect(started["result"]?["state"] == "recording")
            let stopped = try client.read()
            #expect(stopped["id"] == "b")
            #expect(stopped["result"]?["state"] == "stopped")
        }
    }

    @Test("an order under way is answered before the server ends, what waits is refused")
    func serverEnds() async throws {
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        // Whatever happens, the recorder's thread must come back.
        defer { close(open(pipe, O_RDONLY | O_NONBLOCK)) }
        let recorder = try folder.recorder { $0.path = pipe }
        try await ServerBench.run(recorder) { bench in
            var client = try bench.control()
            try client.send(#"{"jsonrpc":"2.0","id":"a","method":"record.start"}"#)
            try client.send(#"{"jsonrpc":"2.0","id":"b","method":"record.stop"}"#)
            #expect(try client.ask("record.status")["result"]?["state"] == "stopped")
            let server = bench.server
            let end = Task { await server.stop() }
            try await eventually("the server takes no orders any more") {
                !FileManager.default.fileExists(atPath: bench.configuration.controlPath)
            }
            let late = try client.ask("record.stop")
            let refused = try [late, client.read()].map { $0["error"]?["message"] }
            #expect(refused == ["record.stop: the daemon stops", "record.stop: the daemon stops"])
            let reader = open(pipe, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            let started = try client.read()
            #expect(started["id"] == "a")
            #expect(started["result"]?["state"] == "recording")
            await end.value
        }
    }

    @Test("axlectl record prints what the daemon answers, as text and as JSON")
    func tool() async throws {
        let recorder = try folder.recorder()
        try await ServerBench.run(recorder) { bench in
            let socket = ["--socket", bench.configuration.statePath]
            let started = try await run(["record", "start", "--name", "bench"] + socket)
            #expect(started.status == 0, "\(started.errors)")
            #expect(
                started.output == """
                    recording to \(folder.file("bench.log"))
                    0 frames, 0 bytes in 1 file; 0 frames dropped, 0 marks
                    black box: 0 frames of the newest 0.0 s, at most 30 s

                    """
            )
            try folder.push([1, 2501], to: recorder)
            let marked = try await run(["record", "mark", "pedal", "released"] + socket)
            #expect(marked.status == 0, "\(marked.errors)")
            let status = try await run(["record", "status", "--json"] + socket)
            #expect(try JSONValue(parsing: Array(status.output.utf8))["marks"] == 1)
            let dumped = try await run(["record", "dump"] + socket)
            #expect(dumped.output.contains(": 2 frames of 2.500 s, "), "\(dumped.output)")
            #expect(dumped.output.hasPrefix(folder.file("blackbox-")))
            let stopped = try await run(["record", "stop"] + socket)
            #expect(
                stopped.output.hasPrefix(
                    "not recording; the last recording is \(folder.file("bench.log"))\n2 frames, "
                )
            )
            let again = try await run(["record", "stop"] + socket)
            #expect(again.status == 1)
            #expect(again.output.isEmpty)
            #expect(again.errors.split(separator: "\n").count == 1)
        }
        #expect(try folder.read("bench.log").contains(") pedal released\n"))
    }
}
