import Foundation
import StateProtocol
import StateServer
import Testing
import VehicleModel

/// `fault.list`, `fault.clear` and what `axlectl` makes of them.
@Suite struct FaultTests {
    /// A fault that is there, one that heals, one that is latched and one that is over.
    private func spoil(_ snapshot: inout DaemonSnapshot) {
        let now = snapshot.report.time
        snapshot.report.ladder = .limp
        snapshot.report.axles.rear.asked = Torque(120)
        for fault in [Fault.gearLost, .brakeLost, .batteryFramesBroken, .busLost] {
            snapshot.report.faults.note(fault, isPresent: true, at: now)
        }
        snapshot.freezeFrames.step(snapshot.report)
        for fault in [Fault.brakeLost, .batteryFramesBroken, .busLost] {
            snapshot.report.faults.note(fault, isPresent: false, at: now)
        }
        snapshot.report.faults.note(.brakeLost, isHealing: true, isLatched: false)
        snapshot.report.faults.note(.batteryFramesBroken, isHealing: false, isLatched: true)
    }

    @Test("the faults say whether they heal, are latched, may be cleared, and what ends them")
    func list() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 5, spoil)
            try await bench.settle()
            var client = try bench.state()
            #expect(try client.ask("state.get")["result"]?["ladder"] == "limp")
            let result = try client.ask("fault.list")["result"]
            #expect(result?["ladder"] == "limp")
            var faults: [String: JSONValue] = [:]
            for fault in result?["faults"]?.elements ?? [] {
                faults[fault["name"]?.text ?? ""] = fault
                #expect(fault["first_frame"] == nil)
            }
            for (name, isHealing, isLatched, isClearable) in [
                ("gear-lost", false, false, false), ("brake-lost", true, false, false),
                ("battery-frames-broken", false, true, true), ("bus-lost", false, false, true),
            ] {
                #expect(faults[name]?["healing"] == .bool(isHealing), "\(name)")
                #expect(faults[name]?["latched"] == .bool(isLatched), "\(name)")
                #expect(faults[name]?["clearable"] == .bool(isClearable), "\(name)")
            }
            let broken = faults["battery-frames-broken"]
            #expect(broken?["level"] == "limp" && broken?["latched_until"] == "key-cycle")
            #expect(broken?["remedy"]?.text?.hasPrefix("clear it once it is gone") == true)
            #expect(faults["gear-lost"]?["reaction"] == "no-torque")
            #expect(
                faults["gear-lost"]?["remedy"] == "500 ms after it is gone, with the pedal released"
            )
        }
    }

    @Test("freeze frames come where they are asked for")
    func frames() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 5, spoil)
            try await bench.settle()
            var client = try bench.state()
            let faults = try client.ask("fault.list", #"{"frames":true}"#)["result"]?["faults"]
            let frame = faults?.elements.first?["first_frame"]
            #expect(frame?["ladder"] == "limp")
            #expect(frame?["axles"]?["rear"]?["asked_Nm"] == 120.0)
            #expect(frame?["speed_kmh"] == .null)
        }
    }

    @Test("an order to clear reaches the control thread with the faults it names, or with all")
    func orders() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            for (parameters, expected) in [
                (#"{"names":["gear-lost","bus-lost"]}"#, [Fault.gearLost, .busLost]),
                ("{}", Fault.allCases),
            ] {
                try client.send(
                    #"{"jsonrpc":"2.0","id":1,"method":"fault.clear","params":\#(parameters)}"#
                )
                let request = try await bench.nextRequest()
                #expect(request.kind == .clearFaults)
                #expect(Fault.allCases.filter(request.faults.contains) == expected)
                var answer = answer(to: request)
                answer.clearing.cleared.insert(.gearLost)
                answer.clearing.present.insert(.busLost)
                bench.answers.push(answer)
                let result = try client.read()["result"]
                #expect(result?["cleared"] == ["gear-lost"])
                let kept = result?["kept"]?.elements.first
                #expect(kept?["name"] == "bus-lost" && kept?["reason"] == "it is still there")
            }
        }
    }

    private func answer(to request: ControlRequest) -> ControlAnswer {
        ControlAnswer(number: request.number, outcome: .done, armingID: 0, missing: .nothing)
    }

    @Test("what may not be cleared is refused with each reason")
    func refused() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            try client.send(
                #"{"jsonrpc":"2.0","id":1,"method":"fault.clear","params":{"names":["gear-lost"]}}"#
            )
            var refusal = answer(to: try await bench.nextRequest())
            refusal.outcome = .faultsStand
            refusal.clearing.present.insert(.gearLost)
            refusal.clearing.healing.insert(.brakeLost)
            refusal.clearing.latched.insert(.foreignSender)
            bench.answers.push(refusal)
            let error = try client.read()["error"]
            #expect(error?["code"] == -32014)
            let message = error?["message"]?.text ?? ""
            #expect(message.contains("gear-lost: it is still there"))
            #expect(message.contains("brake-lost: it heals 500 ms after it is gone"))
            #expect(message.contains("foreign-sender: disarm once it is gone"))
            #expect(error?["data"]?["kept"]?.elements.count == 3)
        }
    }

    @Test(
        "a fault that there is not never reaches the control thread, and the nearest one is named"
    )
    func unknown() async throws {
        try await ServerBench.run { bench in
            var client = try bench.control()
            let error = try client.ask("fault.clear", #"{"names":["gear-los"]}"#)["error"]
            #expect(error?["code"] == -32602)
            #expect(error?["message"]?.text?.contains("did you mean gear-lost?") == true)
            #expect(try client.ask("fault.clear", #"{"names":[]}"#)["error"]?["code"] == -32602)
            #expect(bench.requests.pop() == nil)
        }
    }

    @Test("axlectl prints the table, the freeze frame of one fault, and what was cleared")
    func tool() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 5, spoil)
            try await bench.settle()
            let path = bench.configuration.statePath
            let list = try await AxlectlProgram(["faults", "--socket", path]).outcome()
            #expect(list.status == 0)
            #expect(list.output.hasPrefix("ladder: limp\n"))
            for part in ["active", "healing", "latched", "gone", "limp"] {
                #expect(list.output.contains(part), "\(list.output)")
            }
            let freeze = ["faults", "--freeze", "gear-lost", "--socket", path]
            let frame = try await AxlectlProgram(freeze).outcome()
            #expect(frame.status == 0)
            #expect(frame.output.contains("rear asked, Nm"), "\(frame.output)")
            let wrong = ["faults", "--freeze", "nothing", "--socket", path]
            #expect(try await AxlectlProgram(wrong).outcome().status == 2)
            let program = try AxlectlProgram(["faults", "clear", "--socket", path])
            var answer = answer(to: try await bench.nextRequest())
            answer.clearing.cleared.insert(.busLost)
            bench.answers.push(answer)
            #expect(try await program.outcome().output == "cleared: bus-lost\n")
        }
    }
}
