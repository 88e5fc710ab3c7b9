import CANFrames
import StateClient
import StateProtocol
import StateServer
import Testing
import VehicleModel

@Suite struct SubscriptionTests {
    private func values(_ update: JSONValue) -> [JSONValue] {
        update["params"]?["values"]?.elements ?? []
    }

    @Test("the first update holds every signal, with null for what was never seen")
    func snapshotFirst() async throws {
        try await ServerBench.run { bench in
            try bench.pushStatus(bus: 0, current: -5)
            try await bench.settle()
            var client = try bench.state()
            let answer = try client.ask("signal.subscribe", #"{"names":["*.LB_Current"]}"#)
            #expect(answer["result"]?["subscription"] == 1)
            #expect(
                answer["result"]?["signals"] == [
                    "front.LB_Status.LB_Current", "rear.LB_Status.LB_Current",
                ]
            )
            let update = try client.read()
            #expect(update["method"] == "signal.update")
            #expect(update["params"]?["subscription"] == 1)
            #expect(update["params"]?["seq"] == 0)
            #expect(update["params"]?["snapshot"] == true)
            #expect(update["params"]?["dropped"] == 0)
            #expect(update["params"]?["time"]?.double != nil)
            #expect(Int64(update["params"]?["monotonic_ns"]?.text ?? "") != nil)
            #expect(values(update).map { $0["value"] } == [-5.0, .null])
            #expect(values(update)[1]["quality"] == "missing")
        }
    }

    @Test("on change: only what differs by more than the deadband from what was told")
    func deadband() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            _ = try client.ask(
                "signal.subscribe",
                #"{"names":["front.LB_Status.LB_Current"],"deadband":2}"#
            )
            _ = try client.read()
            // 10 is new; 12 and 8 differ by the deadband, not more; 12.5 differs by more.
            for current in [10, 12, 8, 12.5, 14.5, 10.5, 10] {
                try bench.pushStatus(current: current)
            }
            var seen: [Double?] = []
            while seen.count < 3 {
                let update = try client.read()
                #expect(update["params"]?["snapshot"] == false)
                seen += values(update).map { $0["value"]?.double }
            }
            #expect(seen == [10, 12.5, 10])
        }
    }

    @Test("a value that becomes stale is told though no frame comes")
    func staleIsTold() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            _ = try client.ask("signal.subscribe", #"{"names":["front.LB_Status.LB_Current"]}"#)
            _ = try client.read()
            try bench.pushStatus(current: 10, age: 0)
            var qualities: [String?] = []
            while qualities.last != "stale" {
                qualities += values(try client.read()).map { $0["quality"]?.text }
            }
            #expect(qualities.dropLast().allSatisfy { $0 == "valid" })
        }
    }

    @Test("every value: each frame's, in order, also unchanged ones")
    func every() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            _ = try client.ask(
                "signal.subscribe",
                #"{"names":["front.Selector.Position"],"mode":"every"}"#
            )
            _ = try client.read()
            for position: UInt8 in [1, 1, 2, 2, 4] { try bench.push(id: 768, bytes: [position]) }
            var seen: [Int64?] = []
            while seen.count < 5 { seen += values(try client.read()).map { $0["value"]?.integer } }
            #expect(seen == [1, 1, 2, 2, 4])
        }
    }

    @Test("a frame that leaves a multiplexed signal out does not repeat it")
    func everyMultiplexed() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            _ = try client.ask(
                "signal.subscribe",
                #"{"names":["front.Sensors.Alpha"],"mode":"every"}"#
            )
            _ = try client.read()
            for bytes: [UInt8] in [[0, 1, 0, 0], [1, 9, 0, 0], [0, 2, 0, 0]] {
                try bench.push(id: 512, bytes: bytes)
            }
            var seen: [Int64?] = []
            while seen.count < 2 { seen += values(try client.read()).map { $0["value"]?.integer } }
            #expect(seen == [1, 2])
        }
    }

    @Test("at an interval: all signals, again and again, changed or not")
    func interval() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            _ = try client.ask(
                "signal.subscribe",
                #"{"names":["axle.gear","axle.mode"],"mode":"interval","interval_ms":20}"#
            )
            for sequence in 0..<4 as Range<Int64> {
                let update = try client.read()
                #expect(update["params"]?["seq"] == .integer(sequence))
                #expect(values(update).count == 2)
            }
        }
    }

    @Test("state.subscribe: null before the first cycle, then each cycle that the server sees")
    func stateSubscribe() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            _ = try client.ask("state.subscribe", #"{"mode":"every"}"#)
            let first = try client.read()
            #expect(first["method"] == "state.update")
            #expect(first["params"]?["snapshot"] == true)
            #expect(first["params"]?["state"] == .null)
            for cycle: UInt64 in 1...3 {
                bench.publish(cycle: cycle)
                let update = try client.read()
                #expect(update["params"]?["state"]?["cycle"] == .integer(Int64(cycle)))
                #expect(update["params"]?["seq"] == .integer(Int64(cycle)))
            }
        }
    }

    @Test("unsubscribe ends one subscription and leaves the others")
    func unsubscribe() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            let all = #"{"names":["front.Selector.Position"],"mode":"every"}"#
            _ = try client.ask("signal.subscribe", all)
            _ = try client.read()
            _ = try client.ask("signal.subscribe", all)
            _ = try client.read()
            let answer = try client.ask("unsubscribe", #"{"subscription":1}"#)
            #expect(answer["result"] == ["subscription": 1, "ended": true])
            try bench.push(id: 768, bytes: [1])
            #expect(try client.read()["params"]?["subscription"] == 2)
            try bench.push(id: 768, bytes: [2])
            #expect(try client.read()["params"]?["subscription"] == 2)
            #expect(try client.ask("unsubscribe", #"{"subscription":1}"#)["error"] != nil)
        }
    }

    @Test("a connection has a limited number of subscriptions")
    func subscriptionLimit() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            for number in 1...8 as ClosedRange<Int64> {
                let answer = try client.ask("state.subscribe", #"{"interval_ms":3600000}"#)
                #expect(answer["result"]?["subscription"] == .integer(number))
                _ = try client.read()
            }
            let refused = try client.ask("state.subscribe", #"{"interval_ms":3600000}"#)
            #expect(refused["error"]?["message"]?.text?.contains("at most 8") == true)
        }
    }

    @Test(
        "a slow client's drops are counted in-band: none goes missing uncounted",
        arguments: [0, 2]
    )
    func dropsAreCounted(queue: Int) async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            _ = try client.ask(
                "signal.subscribe",
                #"{"names":["front.Wide.Odometer"],"mode":"every","queue":\#(queue)}"#
            )
            #expect(values(try client.read()).count == 1)
            var pushed: Int64 = 0
            // Nothing is read meanwhile: kernel and server fill up, then values are dropped.
            for _ in 0..<12 {
                for _ in 0..<1_000 {
                    pushed += 1
                    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: pushed >> ($0 * 8)) }
                    try bench.push(id: 256, bytes: bytes)
                }
                try await bench.settle()
            }
            var received: Int64 = 0
            var dropped: Int64 = 0
            var last: Int64?
            var sequence: Int64 = 0
            while last != pushed {
                let update = try client.read()
                received += Int64(values(update).count)
                dropped = update["params"]?["dropped"]?.integer ?? 0
                let newest = update["params"]?["seq"]?.integer ?? 0
                #expect(newest > sequence)
                sequence = newest
                for value in values(update).compactMap({ $0["value"]?.integer }) {
                    #expect(value > last ?? 0)
                    last = value
                }
            }
            #expect(dropped > 0)
            #expect(received + dropped == pushed)
        }
    }

    @Test("a client that takes nothing is disconnected with a reason in the log, others go on")
    func stuckClient() async throws {
        try await ServerBench.run {
            $0.stuckLimit = .milliseconds(200)
        } _: { bench in
            var stuck = try bench.state()
            var other = try bench.state()
            _ = try stuck.ask(
                "signal.subscribe",
                #"{"names":["front.Wide.Odometer"],"mode":"every"}"#
            )
            for _ in 0..<8 {
                for _ in 0..<1_000 { try bench.push(id: 256, bytes: [0, 0, 0, 0, 0, 0, 0, 1]) }
                try await bench.settle()
            }
            try await eventually("the server gives up on the stuck client") {
                bench.log.contains("took nothing for 200 ms")
            }
            #expect(try stuck.isClosed())
            #expect(try other.ask("bus.list")["result"] != nil)
        }
    }

    @Test("requests beyond what a client reads wait, and are all answered when it does")
    func slowReaderOfAnswers() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            for id in 0..<200 {
                try client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"signal.list"}"#)
            }
            for id in 0..<200 as Range<Int64> { #expect(try client.read()["id"] == .integer(id)) }
        }
    }
}
