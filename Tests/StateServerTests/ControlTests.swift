import Glibc
import StateProtocol
import StateServer
import Testing
import VehicleModel

@Suite struct ControlTests {
    private let arm = #"{"jsonrpc":"2.0","id":1,"method":"control.arm","params":{"lease_ms":500}}"#

    @Test("arming reaches the control thread with lease, deadline and client, and is logged")
    func arms() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(arm)
            let request = try await bench.nextRequest()
            #expect(request.kind == .arm)
            #expect(request.lease == 500_000_000)
            let margin = request.deadline.nanoseconds - ServerBench.now
            #expect(margin <= 250_000_000)
            bench.answer(request, armingID: 1 << 62)
            let result = try client.read()["result"]
            #expect(result?["armed"] == true)
            #expect(result?["arming_id"] == "4611686018427387904")
            #expect(result?["lease_ms"] == 500.0)
            #expect(bench.log.contains("control.arm: client 1 on control.sock, pid \(getpid())"))
            #expect(bench.log.contains("uid \(getuid())"))
        }
    }

    @Test("a lease renewed and a refusal repeated are logged once, and what changes each time")
    func logsChanges() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            for (outcome, missing, lines) in [
                (
                    ControlAnswer.Outcome.preconditions,
                    [.guardian, .pedal] as MissingPreconditions, 1
                ),
                (.preconditions, .pedal, 2), (.done, .nothing, 3), (.done, .pedalReleased, 4),
            ] {
                for _ in 0..<5 { try await ask(&client, bench, outcome, missing) }
                #expect(bench.log.count(of: "control.arm") == lines)
            }
            #expect(bench.log.contains("control.arm refused, preconditions (guardian, pedal): "))
            for _ in 1...2 {
                try client.send(#"{"jsonrpc":"2.0","id":1,"method":"control.disarm"}"#)
                bench.answer(try await bench.nextRequest())
                _ = try client.read()
            }
            #expect(bench.log.count(of: "control.disarm: client 1") == 2)
            try await ask(&client, bench, .done, .pedalReleased)
            #expect(bench.log.count(of: "control.arm") == 5)
        }
    }

    private func ask(
        _ client: inout RawClient,
        _ bench: ServerBench,
        _ outcome: ControlAnswer.Outcome,
        _ missing: MissingPreconditions
    ) async throws {
        try client.send(arm)
        bench.answer(try await bench.nextRequest(), outcome, missing: missing)
        _ = try client.read()
    }

    @Test("an arming's answer says what it waits for before it gives torque")
    func waiting() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(arm)
            bench.answer(try await bench.nextRequest(), missing: .pedalReleased)
            let waiting = try client.read()["result"]?["waiting"]?.elements
            #expect(waiting?.map { $0["name"] } == ["pedal-released"])
        }
    }

    @Test("an answer that the control thread gave is passed on by a server that stops")
    func lastAnswer() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(#"{"jsonrpc":"2.0","id":1,"method":"control.stop"}"#)
            bench.answer(try await bench.nextRequest())
            await bench.server.stop()
            #expect(try client.read()["result"]?["stopping"] == true)
        }
    }

    @Test("a refused arming says what is missing, in words")
    func refusal() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(arm)
            bench.answer(
                try await bench.nextRequest(),
                .preconditions,
                missing: [.guardian, .pedalReleased]
            )
            let error = try client.read()["error"]
            #expect(error?["code"] == -32010)
            let message = error?["message"]?.text ?? ""
            #expect(message.contains("the guardian does not answer"))
            #expect(message.contains("release it below 2 %"))
            let names = error?["data"]?["missing"]?.elements.map { $0["name"] }
            #expect(names == ["guardian", "pedal-released"])
        }
    }

    @Test(
        "every other refusal has its code",
        arguments: [
            (ControlAnswer.Outcome.leaseHeld, -32011 as Int64), (.late, -32012), (.noLease, -32013),
        ]
    )
    func otherRefusals(outcome: ControlAnswer.Outcome, code: Int64) async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(arm)
            bench.answer(try await bench.nextRequest(), outcome)
            #expect(try client.read()["error"]?["code"] == .integer(code))
        }
    }

    @Test(
        "a lease outside what is allowed is refused before the control thread sees it",
        arguments: ["1001", "0", "-5", "0.5", "\"1000\"", "1e9"]
    )
    func leaseRange(lease: String) async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            let error = try client.ask("control.arm", #"{"lease_ms":\#(lease)}"#)["error"]
            #expect(error?["code"] == -32602)
            let message = error?["message"]?.text ?? ""
            #expect(message.contains("lease_ms: found"))
            #expect(message.contains("from 1 to 1000"))
            #expect(bench.requests.pop() == nil)
        }
    }

    @Test("every precondition, fault and limit has a name of its own")
    func namesAreUnique() {
        let preconditions = Set(Precondition.all.map(\.name))
        #expect(preconditions.count == Precondition.all.count)
        let bits = Precondition.all.reduce(0) { $0 | $1.member.rawValue }
        #expect(bits.nonzeroBitCount == Precondition.all.count)
        #expect(Set(Fault.allCases.map(\.wireName)).count == Fault.allCases.count)
        #expect(Set(BindingLimit.allCases.map(\.wireName)).count == BindingLimit.allCases.count)
    }

    @Test("disarm and stop pass on, and their answers come back")
    func disarmAndStop() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            for (method, kind, result) in [
                ("control.disarm", ControlRequest.Kind.disarm, ["armed": false] as JSONValue),
                ("control.stop", .stop, ["stopping": true]),
            ] {
                try client.send(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)"}"#)
                let request = try await bench.nextRequest()
                #expect(request.kind == kind)
                bench.answer(request)
                #expect(try client.read()["result"] == result)
                #expect(bench.log.contains("\(method): client 1"))
            }
        }
    }

    @Test("a client that leaves while armed is disarmed")
    func leavingDisarms() async throws {
        try await ServerBench.run { bench in
            let number = try await armAndLeave(bench)
            let request = try await bench.nextRequest()
            #expect(request.kind == .disarm)
            #expect(request.client == number)
        }
    }

    private func armAndLeave(_ bench: ServerBench) async throws -> UInt64 {
        var client = try bench.control()
        try client.send(arm)
        let request = try await bench.nextRequest()
        bench.answer(request)
        #expect(try client.read()["result"] != nil)
        return request.client
    }

    @Test("a client that leaves before its arming is answered is disarmed with the answer")
    func leavingEarlyDisarms() async throws {
        try await ServerBench.run { bench in
            let request = try await askAndLeave(bench)
            try await eventually("the server notices") { bench.log.contains("disconnected") }
            #expect(bench.requests.pop() == nil)
            bench.answer(request)
            let next = try await bench.nextRequest()
            #expect(next.kind == .disarm)
            #expect(next.client == request.client)
        }
    }

    private func askAndLeave(_ bench: ServerBench) async throws -> ControlRequest {
        var client = try bench.control()
        try client.send(arm)
        return try await bench.nextRequest()
    }

    @Test("a client without the lease leaves without disarming the one that has it")
    func strangersDoNotDisarm() async throws {
        try await ServerBench.run { bench in
            var holder = try bench.control()
            try holder.send(arm)
            let first = try await bench.nextRequest()
            bench.answer(first)
            #expect(try holder.read()["result"] != nil)
            let refused = try await askAndLeave(bench)
            bench.answer(refused, .leaseHeld)
            try await eventually("the server notices") { bench.log.contains("refused, leaseHeld") }
            try await eventually("the server notices") { bench.log.contains("disconnected") }
            // The next thing that the control thread hears is the holder's renewal.
            try holder.send(arm)
            let next = try await bench.nextRequest()
            #expect(next.kind == .arm)
            #expect(next.client == first.client)
        }
    }

    @Test("a renewal never begins a new arming after the old one ended")
    func renewalOfWhatEnded() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            var other = try bench.control()
            try client.send(arm)
            bench.answer(try await bench.nextRequest(), armingID: 5)
            #expect(try client.read()["result"] != nil)

            let renewal = #"{"lease_ms":1000,"arming_id":"5"}"#
            try client.send(
                #"{"jsonrpc":"2.0","id":1,"method":"control.arm","params":\#(renewal)}"#
            )
            bench.answer(try await bench.nextRequest(), armingID: 5)
            #expect(try client.read()["result"]?["arming_id"] == "5")

            try other.send(#"{"jsonrpc":"2.0","id":1,"method":"control.disarm"}"#)
            bench.answer(try await bench.nextRequest())
            #expect(try other.read()["result"] != nil)
            #expect(try client.ask("control.arm", renewal)["error"]?["code"] == -32013)
            #expect(bench.requests.pop() == nil)
        }
    }

    @Test("a renewal is refused once the report says that the arming is over")
    func renewalAfterTrip() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            bench.publish(cycle: 10)
            try await bench.settle()
            try client.send(arm)
            bench.answer(try await bench.nextRequest(), armingID: 5)
            #expect(try client.read()["result"] != nil)
            bench.publish(cycle: 100) {
                $0.report.arming = .tripped
                $0.report.armingID = 5
                $0.report.guardian.lastTrip = .silence
            }
            try await bench.settle()
            let error = try client.ask("control.arm", #"{"arming_id":"5"}"#)["error"]
            #expect(error?["code"] == -32013)
            let message = error?["message"]?.text ?? ""
            #expect(message.contains("arming 5 of this connection is over: the guardian took"))
            #expect(message.contains("no valid command for both axles came in time"))
            let bad = try client.ask("control.arm", #"{"arming_id":"x"}"#)["error"]
            #expect(bad?["code"] == -32602)
        }
    }

    @Test("a control thread that does not answer, or cannot take more, is told of")
    func noAnswer() async throws {
        try await ServerBench.run {
            $0.answerLimit = .milliseconds(300)
        } _: { bench in
            var client = try bench.control()
            // The ring holds four; the fifth is refused at once, the others in time.
            for id in 1...5 {
                try client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"control.disarm"}"#)
            }
            #expect(try client.read()["error"]?["code"] == -32002)
            for _ in 1...4 { #expect(try client.read()["error"]?["code"] == -32001) }
        }
    }

    @Test("a batch on the control socket is answered when its last request is")
    func controlBatch() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send("[\(arm),\(arm),{}]")
            let first = try await bench.nextRequest()
            let second = try await bench.nextRequest()
            bench.answer(second)
            #expect(try client.readIfAny(within: .milliseconds(50)) == nil)
            bench.answer(first, .leaseHeld)
            let answers = try client.read().elements
            #expect(answers.count == 3)
            #expect(answers.filter { $0["error"] != nil }.count == 2)
        }
    }
}
