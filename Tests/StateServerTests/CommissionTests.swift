import StateProtocol
import Testing
import VehicleModel

/// `control.commission`.
@Suite struct CommissionTests {
    private func ask(_ parameters: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"control.commission","params":\#(parameters)}"#
    }

    @Test("axle and torque reach the control thread, and are logged once")
    func asks() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            for torque in [1.0, 2.5, -10] {
                try client.send(ask(#"{"axle":"rear","torque_Nm":\#(torque)}"#))
                let request = try await bench.nextRequest()
                #expect(request.kind == .commission && request.axle == .rear)
                #expect(request.torque == Torque(torque))
                bench.answer(request)
                let result = try client.read()["result"]
                #expect(result?["axle"] == "rear" && result?["torque_Nm"] == .number(torque))
            }
            #expect(bench.log.count(of: "control.commission {") == 1)
            #expect(bench.log.contains(#"control.commission {"axle":"rear","torque_Nm":1.0}"#))
        }
    }

    @Test(
        "the control thread's refusals have codes of their own, and words",
        arguments: [
            (ControlAnswer.Outcome.benchNeeded, -32015, "turn the bench's key"),
            (.motorsTurn, -32016, "both below 50 rpm"), (.noLease, -32013, "holds no lease"),
            (.late, -32012, "too late"),
        ] as [(ControlAnswer.Outcome, Int64, String)]
    )
    func refusals(outcome: ControlAnswer.Outcome, code: Int64, sentence: String) async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(ask(#"{"axle":"front","torque_Nm":3}"#))
            bench.answer(try await bench.nextRequest(), outcome)
            let error = try client.read()["error"]
            #expect(error?["code"] == .integer(code))
            #expect(error?["message"]?.text?.contains(sentence) == true)
            #expect(bench.log.contains("control.commission refused, \(outcome)"))
        }
    }

    @Test(
        "what is no torque for an axle never reaches the control thread",
        arguments: [
            (#"{"axle":"front"}"#, "torque_Nm: missing, a number from -10 to 10"),
            (#"{"torque_Nm":3}"#, #"axle: missing, allowed are "front", "rear""#),
            (#"{"axle":"both","torque_Nm":3}"#, #"axle: found "both""#),
            (#"{"axle":"front","torque_Nm":10.1}"#, "torque_Nm: found 10.1"),
            (#"{"axle":"front","torque_Nm":-10.1}"#, "torque_Nm: found -10.1"),
            (#"{"axle":"front","torque_Nm":null}"#, "torque_Nm: found null"),
            (#"{"axle":"front","torque_Nm":3,"lease_ms":9}"#, "lease_ms"),
        ]
    )
    func wrong(parameters: String, sentence: String) async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            let error = try client.ask("control.commission", parameters)["error"]
            #expect(error?["code"] == -32602)
            #expect(error?["message"]?.text?.contains(sentence) == true)
            #expect(bench.requests.pop() == nil)
        }
    }

    @Test("the state says whether the bench state is in force and load shall be shed")
    func told() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            for (cycle, holds) in [(UInt64(7), true), (8, false)] {
                bench.publish(cycle: cycle) {
                    $0.report.isBench = holds
                    $0.report.isSheddingAsked = holds
                }
                try await bench.settle()
                let state = try client.ask("state.get")["result"]
                #expect(state?["bench"] == .bool(holds))
                #expect(state?["power"]?["shed_request"] == .bool(holds))
                let names = #"{"names":["axle.bench","axle.shed_request"]}"#
                let values = try client.ask("signal.get", names)["result"]?["values"]
                #expect(
                    values?.elements.map { $0["value"]?.double } == [holds ? 1 : 0, holds ? 1 : 0]
                )
            }
        }
    }

    @Test("axlectl commission begins nothing outside the bench state, and says why")
    func tool() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 7) { $0.report.isBraking = true }
            try await bench.settle()
            let socket = ["--socket", bench.configuration.statePath]
            let outcome = try await AxlectlProgram(["commission", "--yes"] + socket).outcome()
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            for words in ["bench's key", "the gear is P: select D", "release it"] {
                #expect(outcome.errors.contains(words), "\(outcome.errors)")
            }
            for torque in ["11Nm", "0.5 Nm", "8", "-3Nm"] {
                let wrong = try await AxlectlProgram(
                    ["commission", "--torque=\(torque)"] + socket
                ).outcome()
                #expect(wrong.status == 2 && wrong.errors.contains("1 to 10 with Nm"))
            }
            #expect(bench.requests.pop() == nil)
        }
    }

    @Test("without somebody who agrees axlectl commission gives no torque")
    func notAgreed() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 7) {
                $0.report.isBench = true
                $0.report.gear = .drive
            }
            try await bench.settle()
            let socket = ["--socket", bench.configuration.statePath]
            let outcome = try await AxlectlProgram(["commission"] + socket).outcome()
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("gets up to 10 Nm forward"), "\(outcome.errors)")
            #expect(outcome.errors.contains("not begun: nobody agreed"))
            #expect(bench.requests.pop() == nil)
        }
    }
}
