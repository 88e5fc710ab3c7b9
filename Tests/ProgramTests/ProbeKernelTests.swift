import Foundation
import SerialAdapter
import Testing

extension RunningPrograms {
    /// `axlectl buses --probe` on virtual CAN, and on an adapter that is emulated.
    @Suite struct ProbeKernelTests {
        @Test("on virtual CAN the plant's databases are found, and nothing is sent")
        func plant() async throws {
            let interfaces = try await VirtualBuses()
            let prototype = try Prototype(interfaces.buses)
            try await prototype.startPlant(["--drive", "idle"])
            let trace = prototype.folder.file("trace")
            let tool = try Program(
                "axlectl",
                [
                    "buses", "--probe", interfaces.buses.front, interfaces.buses.car, "--seconds",
                    "5",
                ],
                in: prototype.folder,
                tracer: SystemCallTrace.tracer(writingTo: trace)
            )
            #expect(try await tool.end(within: 120) == 0, "\(tool.output)\(tool.errors)")
            print(tool.output)
            #expect(tool.output.contains("\nleaf-ev.dbc fits: "))
            #expect(tool.output.contains("\nleaf-car.dbc fits: "))
            let calls = try SystemCallTrace(trace)
            #expect(calls.canSockets >= 2)
            #expect(calls.sendsOnCAN.isEmpty)
        }

        @Test("of a silent adapter its state, bit rate and error frames are said")
        func adapter() async throws {
            let adapter = try SerialLineAdapter()
            let folder = try TestFolder()
            let tool = try Program(
                "axlectl",
                [
                    "buses", "--probe", adapter.interface, "--seconds", "20", "--database",
                    repository + "/DBC",
                ],
                in: folder
            )
            // The adapter speaks until the tool listens; each change is an error frame.
            for _ in 0..<100 where tool.isRunning {
                adapter.say("sw096000")
                adapter.say("sa000000")
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(try await tool.end(within: 60) == 1)
            print(tool.output)
            #expect(tool.output.contains("\(adapter.interface): nothing was heard in"))
            #expect(tool.output.contains("error-warning by"))
            #expect(tool.output.contains("  controller error-"))
            #expect(tool.output.contains("errors and no frame: the bit rate"))
        }

        @Test("an interface that is down is said to be, and how to set it up")
        func down() async throws {
            let interfaces = try await VirtualBuses()
            try await interfaces.setUp(interfaces.buses.front, false)
            let outcome = try await ToolOutcome.of(
                ["buses", "--probe", interfaces.buses.front, "--seconds", "0.5"]
            )
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("\(interfaces.buses.front) is down: ip link set"))
        }

        @Test("an interface that is not there ends with 2")
        func absent() async throws {
            let outcome = try await ToolOutcome.of(["buses", "--probe", "axnone0"])
            outcome.expectRefusal("axnone0")
        }
    }
}
