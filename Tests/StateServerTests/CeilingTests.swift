import StateProtocol
import Testing
import VehicleModel

/// `control.ceiling` and what `axlectl` makes of it.
@Suite struct CeilingTests {
    private func ask(_ parameters: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"control.ceiling","params":\#(parameters)}"#
    }

    private func answer(
        to request: ControlRequest,
        _ outcome: ControlAnswer.Outcome = .done
    ) -> ControlAnswer {
        var answer = ControlAnswer(
            number: request.number,
            outcome: outcome,
            armingID: 0,
            missing: .nothing
        )
        answer.ceilings = OperatorCeilings().changed(by: request.ceilings)
        return answer
    }

    @Test("ceilings reach the control thread in SI units, and what holds after it comes back")
    func sets() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(
                ask(#"{"torque_Nm":100,"discharge_kW":20.5,"charge_kW":0,"speed_kmh":36}"#)
            )
            let request = try await bench.nextRequest()
            #expect(request.kind == .setCeilings)
            var expected = OperatorCeilings()
            expected.torque = Torque(100)
            expected.discharge = Power(20_500)
            expected.charge = .zero
            expected.speed = Speed(kilometresPerHour: 36)
            #expect(request.ceilings == expected)
            bench.answers.push(answer(to: request))
            let result = try client.read()["result"]
            #expect(result?["torque_Nm"] == 100.0 && result?["discharge_kW"] == 20.5)
            #expect(result?["charge_kW"] == 0.0 && result?["speed_kmh"] == 36.0)
            let logged = #"control.ceiling {"torque_Nm":100.0,"discharge_kW":20.5"#
            #expect(bench.log.contains(logged))
        }
    }

    @Test("null lifts, what is not named is left, and a late one is refused")
    func lifts() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(ask(#"{"torque_Nm":null}"#))
            let request = try await bench.nextRequest()
            #expect(request.ceilings.torque == Torque(.infinity))
            #expect(request.ceilings.discharge == nil && request.ceilings.speed == nil)
            bench.answers.push(answer(to: request))
            #expect(try client.read()["result"]?["torque_Nm"] == .null)
            try client.send(ask("{}"))
            let question = try await bench.nextRequest()
            #expect(question.ceilings == OperatorCeilings())
            bench.answers.push(answer(to: question, .late))
            #expect(try client.read()["error"]?["code"] == -32012)
        }
    }

    @Test(
        "what is no ceiling never reaches the control thread",
        arguments: [
            (#"{"torque_Nm":-1}"#, "torque_Nm: found -1"), (#"{"torque_Nm":2001}"#, "0 to 2000"),
            (#"{"discharge_kW":"5"}"#, "discharge_kW: found"), (#"{"speed_kmh":501}"#, "0 to 500"),
            (#"{"charge_kW":true}"#, "charge_kW: found"), (#"{"power_kW":5}"#, "power_kW"),
        ]
    )
    func refused(parameters: String, sentence: String) async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            let error = try client.ask("control.ceiling", parameters)["error"]
            #expect(error?["code"] == -32602)
            #expect(error?["message"]?.text?.contains(sentence) == true)
            #expect(bench.requests.pop() == nil)
        }
    }

    @Test("there is no such method on the state socket")
    func notOnStateSocket() async throws {
        try await ServerBench.run { bench in
            var client = try bench.state()
            #expect(try client.ask("control.ceiling")["error"]?["code"] == -32601)
        }
    }

    @Test("a client that leaves leaves its ceilings")
    func leaves() async throws {
        try await ServerBench.run { bench in
            try await setAndLeave(bench)
            try await eventually("the server notices") { bench.log.contains("disconnected") }
            #expect(bench.requests.pop() == nil)
        }
    }

    private func setAndLeave(_ bench: ServerBench) async throws {
        var client = try bench.control()
        try client.send(ask(#"{"torque_Nm":5}"#))
        bench.answers.push(answer(to: try await bench.nextRequest()))
        #expect(try client.read()["result"] != nil)
    }

    @Test("the state and the control core's quantities say what holds")
    func isTold() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 7) {
                $0.report.ceilings.torque = Torque(90)
                $0.report.ceilings.discharge = Power(kilowatts: 11)
            }
            try await bench.settle()
            var client = try bench.state()
            let ceilings = try client.ask("state.get")["result"]?["ceilings"]
            #expect(ceilings?["torque_Nm"] == 90.0 && ceilings?["discharge_kW"] == 11.0)
            #expect(ceilings?["charge_kW"] == .null && ceilings?["speed_kmh"] == .null)
            let values = try client.ask("signal.get", #"{"names":["axle.ceiling.*"]}"#)["result"]
            let numbers = values?["values"]?.elements.map { $0["value"] }
            #expect(numbers == [90.0, 11.0, .null, .null])
        }
    }

    @Test("axlectl ceiling sets, lifts and prints, in the units that people write")
    func tool() async throws {
        try await ServerBench.run { bench in
            let socket = ["--socket", bench.configuration.statePath]
            let set = try AxlectlProgram(
                ["ceiling", "--power", "100kW", "--torque", "80.5 Nm", "--speed", "10m/s"]
                    + ["--charge-power", "1500 W"] + socket
            )
            let request = try await bench.nextRequest()
            #expect(request.ceilings.discharge == Power(kilowatts: 100))
            #expect(request.ceilings.charge == Power(1500))
            #expect(request.ceilings.torque == Torque(80.5))
            #expect(request.ceilings.speed == Speed(10))
            bench.answers.push(answer(to: request))
            let text =
                "torque: 80.5 Nm a motor\npower: 100 kW\ncharge power: 1.5 kW\nspeed: 36 km/h\n"
            #expect(try await set.outcome().output == text)

            let lift = try AxlectlProgram(["ceiling", "--torque", "none", "--json"] + socket)
            let lifting = try await bench.nextRequest()
            #expect(lifting.ceilings.torque == Torque(.infinity))
            bench.answers.push(answer(to: lifting))
            #expect(try await lift.outcome().output.hasPrefix(#"{"torque_Nm":null,"#))
        }
    }
}
