import StateProtocol
import StateServer
import Testing
import VehicleModel

@Suite struct RequestTests {
    @Test("hello comes first and says who answers")
    func hello() async throws {
        try await ServerBench.run { bench in
            let client = try bench.state()
            #expect(client.hello["jsonrpc"]?.text == "2.0")
            #expect(client.hello["method"]?.text == "hello")
            let hello = try #require(client.hello["params"])
            #expect(hello["protocol"] == 1)
            #expect(hello["program"] == "axled")
            #expect(hello["version"] == "9.9.9")
            #expect(hello["vehicle"] == "test car")
            #expect(hello["mode"] == "control")
            let front: JSONValue = ["name": "front", "address": "can0"]
            #expect(hello["buses"]?.elements.first == front)
            #expect(try bench.control().hello["params"]?["socket"] == "control.sock")
        }
    }

    @Test("hello names the mode in force once there is one")
    func helloMode() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 1) { $0.report.mode = .shadow }
            try await bench.settle()
            #expect(try bench.state().hello["params"]?["mode"] == "shadow")
        }
    }

    @Test(
        "each malformed request gets its code and a sentence",
        arguments: [
            ("{", -32700, "parse error"),
            ("[1,2", -32700, "parse error"),
            ("1", -32600, "a request is an object"),
            ("[]", -32600, "a batch of 0"),
            (#"{"id":1,"method":"state.get"}"#, -32600, "jsonrpc"),
            (#"{"jsonrpc":"1.0","id":1,"method":"state.get"}"#, -32600, "jsonrpc"),
            (#"{"jsonrpc":"2.0","id":1}"#, -32600, "method"),
            (#"{"jsonrpc":"2.0","id":1,"method":5}"#, -32600, "method"),
            (#"{"jsonrpc":"2.0","id":[],"method":"state.get"}"#, -32600, "id"),
            (#"{"jsonrpc":"2.0","id":1,"method":"state.gett"}"#, -32601, "did you mean state.get?"),
            (#"{"jsonrpc":"2.0","id":1,"method":"control.arm"}"#, -32601, "method not found"),
            (#"{"jsonrpc":"2.0","id":1,"method":"state.get","params":[1]}"#, -32602, "params"),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"state.get","params":{"x":1}}"#, -32602,
                "x: state.get takes no parameters"
            ),
            (#"{"jsonrpc":"2.0","id":1,"method":"signal.get"}"#, -32602, "names: missing"),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"signal.get","params":{"nams":[]}}"#, -32602,
                "did you mean names?"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"signal.get","params":{"names":[]}}"#, -32602,
                "names: found an array"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"signal.get","params":{"names":"a"}}"#, -32602,
                "names: found a string"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"signal.get","params":{"names":[7]}}"#, -32602,
                "names: found 7"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"unsubscribe","params":{"subscription":9}}"#,
                -32602, "subscription: found 9"
            ),
            (#"{"jsonrpc":"2.0","id":1,"method":"unsubscribe"}"#, -32602, "subscription: missing"),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"fault.list","params":{"all":1}}"#, -32602,
                "all: found 1, true or false is allowed"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"signal.list","params":{"pattern":1}}"#, -32602,
                "pattern: found 1, a string is allowed"
            ),
        ]
    )
    func errors(line: String, code: Int64, part: String) async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            try client.send(line)
            let answer = try client.read()
            #expect(answer["error"]?["code"] == .integer(code))
            let message = answer["error"]?["message"]?.text ?? ""
            #expect(message.contains(part), "\(message)")
            // The connection goes on.
            #expect(try client.ask("state.get")["result"] != nil)
        }
    }

    @Test(
        "subscription parameters outside what is allowed are refused by name",
        arguments: [
            (#"{"names":["axle.gear"],"mode":"often"}"#, "mode: found \"often\""),
            (#"{"names":["axle.gear"],"deadband":-1}"#, "deadband: found -1"),
            (#"{"names":["axle.gear"],"mode":"every","deadband":1}"#, "deadband: found with mode"),
            (#"{"names":["axle.gear"],"interval_ms":50}"#, "interval_ms: found with mode"),
            (#"{"names":["axle.gear"],"mode":"interval","interval_ms":9}"#, "interval_ms: found 9"),
            (#"{"names":["axle.gear"],"queue":1001}"#, "queue: found 1001"),
            (#"{"names":["axle.gear"],"queue":0.5}"#, "queue: found 0.5"),
        ]
    )
    func subscriptionErrors(parameters: String, part: String) async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            let error = try client.ask("signal.subscribe", parameters)["error"]
            #expect(error?["code"] == -32602)
            #expect(error?["message"]?.text?.contains(part) == true, "\(error?.line ?? "")")
        }
    }

    @Test("each socket has its own methods and none of the other's")
    func twoTables() async throws {
        try await ServerBench.run { bench in
            var state = try bench.state()
            for method in ControlMethod.allCases {
                #expect(try state.ask(method.rawValue)["error"]?["code"] == -32601)
            }
            for method in RecordMethod.allCases where method != .status {
                let error = try state.ask(method.rawValue)["error"]
                #expect(error?["code"] == -32601)
                #expect(error?["message"]?.text?.hasSuffix("it is on control.sock") == true)
            }
            var control = try bench.control()
            for method in StateMethod.allCases {
                #expect(try control.ask(method.rawValue)["error"]?["code"] == -32601)
            }
            #expect(bench.requests.pop() == nil)
        }
    }

    @Test("a request of 64 KiB is read, one byte more is refused and the connection closed")
    func requestCap() async throws {
        try await ServerBench.run { bench in
            let request = #"{"jsonrpc":"2.0","id":1,"method":"bus.list"}"#
            let padding = String(repeating: " ", count: 65_536 - request.utf8.count)
            var client = try bench.state()
            try client.send(request + padding)
            #expect(try client.read()["result"] != nil)
            try client.send(request + padding + " ")
            let error = try client.read()["error"]
            #expect(error?["code"] == -32700)
            #expect(error?["message"]?.text?.contains("65536") == true)
            #expect(try client.isClosed())
        }
    }

    @Test("a line that never ends is refused as soon as it is too long")
    func endlessLine() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            try client.send(bytes: [UInt8](repeating: 0x5B, count: 65_537))
            #expect(try client.read()["error"]?["code"] == -32700)
            #expect(try client.isClosed())
        }
    }

    @Test("nesting beyond any stack is a parse error")
    func deepNesting() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            try client.send(String(repeating: "[", count: 65_000))
            #expect(try client.read()["error"]?["code"] == -32700)
            #expect(try client.ask("bus.list")["result"] != nil)
        }
    }

    @Test("a batch is answered in one line, each error in its place, notifications not")
    func batch() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            try client.send(
                #"[{"jsonrpc":"2.0","id":"a","method":"bus.list"},"#
                    + #"{"jsonrpc":"2.0","method":"bus.list"},7,"#
                    + #"{"jsonrpc":"2.0","id":2.5,"method":"nonsense"}]"#
            )
            let answers = try client.read().elements
            try #require(answers.count == 3)
            #expect(answers[0]["id"] == "a")
            #expect(answers[0]["result"] != nil)
            #expect(answers[1]["id"] == .null)
            #expect(answers[1]["error"]?["code"] == -32600)
            #expect(answers[2]["id"] == 2.5)
            #expect(answers[2]["error"]?["code"] == -32601)
        }
    }

    @Test("a batch above the limit is refused whole")
    func hugeBatch() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            try client.send("[" + Array(repeating: "1", count: 101).joined(separator: ",") + "]")
            #expect(try client.read()["error"]?["code"] == -32600)
        }
    }

    @Test("notifications are not answered, alone or in a batch, and blank lines are nothing")
    func notifications() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            try client.send(#"{"jsonrpc":"2.0","method":"state.get"}"#)
            try client.send(#"[{"jsonrpc":"2.0","method":"nonsense"}]"#)
            try client.send(" \r")
            // The next line read answers the next request, so nothing came between.
            #expect(try client.ask("bus.list")["id"] == 1)
        }
    }

    @Test("a request without a line end is answered when the client ends its sending")
    func halfClosed() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            try client.send(bytes: Array(#"{"jsonrpc":"2.0","id":1,"method":"bus.list"}"#.utf8))
            client.endSending()
            #expect(try client.read()["result"] != nil)
            #expect(try client.isClosed())
        }
    }

    @Test("connections above the limit are told so and closed, and others go on")
    func clientLimit() async throws {
        try await ServerBench.run {
            $0.clientLimit = 1
        } _: { bench in
            var first = try bench.state()
            var second = try bench.state()
            #expect(second.hello["error"]?["code"] == -32000)
            #expect(try second.isClosed())
            #expect(try first.ask("bus.list")["result"] != nil)
            // The other socket has a limit of its own.
            #expect(try bench.control().hello["method"] == "hello")
        }
    }

    @Test(
        "random bytes and mutilated requests never end the server",
        arguments: 0..<20 as Range<UInt64>
    )
    func fuzz(seed: UInt64) async throws {
        try await ServerBench.run { bench in
            var random = SeededGenerator(seed)
            let seeds = StateMethod.allCases.map {
                #"{"jsonrpc":"2.0","id":1,"method":"\#($0.rawValue)","params":"#
                    + #"{"names":["*"],"mode":"every","queue":3,"subscription":1}}"#
            }
            for socket in 0..<2 {
                var client = socket == 0 ? try bench.state() : try bench.control()
                for _ in 0..<40 {
                    var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
                    for _ in 0..<Int.random(in: 0...8, using: &random) {
                        let place = Int.random(in: 0..<bytes.count, using: &random)
                        bytes[place] = UInt8.random(in: 0...255, using: &random)
                    }
                    try client.send(bytes: bytes + [0x0A])
                }
            }
            var client = try bench.state()
            #expect(try client.ask("bus.list")["result"] != nil)
        }
    }
}
