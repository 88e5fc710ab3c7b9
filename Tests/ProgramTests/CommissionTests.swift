import Foundation
import Testing

extension RunningPrograms {
    /// `axlectl commission` on a car whose wheels are in the air.
    @Suite struct CommissionTests {
        /// The prototype on a lift with the bench's key, its files made for a bench; ready to be armed.
        private static func lifted(_ events: String = "") async throws -> Prototype {
            let prototype = try Prototype()
            // No real-time priority here: a late machine must not end the check.
            prototype.silence = 50
            let shipped = try String(contentsOfFile: prototype.vehicle, encoding: .utf8)
            let outputs = "\n# Which messages command the inverters.\n"
            let key = """

                  bench_key:
                    signal: car.Bench_State.Bench_Key
                    max_age: 200 ms

                """
            let vehicle = shipped.replacingOccurrences(of: outputs, with: key + outputs)
            try #require(vehicle != shipped)
            prototype.vehicle = try prototype.folder.write(vehicle, to: "bench.yaml")
            prototype.guardInputs =
                "  bench_key: {bus: car, id: 0x6A4, length: 8, bits: 0|1@1+, scale: 1, "
                + "checksum: axle, data_id: 0x6A4, counter: 48|4@1+, age: 200 ms}\n"
            try await prototype.startPlant(
                scenario: """
                    name: lift
                    road: { grip: 0 }
                    phases:
                      - phase: stand in D
                        selector: D
                        accelerator: 0 %
                        brake: 40 %
                        bench_key: off
                        until: { elapsed: 6 s }
                      - phase: the key is turned
                        selector: D
                        accelerator: 0 %
                        brake: 0 %
                        bench_key: on
                    \(events)
                    """
            )
            try await prototype.startGuardian()
            try await prototype.startDaemon()
            let deadline = ContinuousClock.now + .seconds(30)
            while try await prototype.ask("get", "axle.bench", "--json")
                .contains(#""value":1"#) == false
            {
                try #require(ContinuousClock.now < deadline, "the bench state is in force")
                try await Task.sleep(for: .milliseconds(100))
            }
            return prototype
        }

        private static func commission(
            _ prototype: Prototype,
            _ arguments: [String],
            answers: String = ""
        ) async throws -> (status: Int32, output: String, errors: String) {
            let input = Pipe()
            let tool = try Program(
                "axlectl",
                ["commission", "--socket", prototype.stateSocket] + arguments,
                in: prototype.folder,
                input: input
            )
            try input.fileHandleForWriting.write(contentsOf: Data(answers.utf8))
            try input.fileHandleForWriting.close()
            let status = try await tool.end(within: 60)
            print("commission \(arguments): \(status)\n\(tool.output)\(tool.errors)")
            return (status, tool.output, tool.errors)
        }

        @Test("both axles of the prototype are right, and wheels that turn backward are not")
        func right() async throws {
            let prototype = try await Self.lifted()
            let both = try await Self.commission(prototype, [], answers: "y\ny\ny\n")
            #expect(both.status == 0, "\(both.errors)")
            let lines = both.output.split(separator: "\n")
            #expect(lines.count == 2)
            for (line, axle) in zip(lines, ["front", "rear"]) {
                #expect(line.hasPrefix("\(axle): +"))
                #expect(line.hasSuffix("its wheels forward: polarity is right"))
            }
            #expect(prototype.trips.isEmpty)
            #expect(try await prototype.state().arming == "disarmed")
            let mounted = try await Self.commission(
                prototype,
                ["--axle", "rear"],
                answers: "y\nn\n"
            )
            #expect(mounted.status == 1)
            #expect(mounted.output.contains("set outputs.rear.inverted"))
        }

        @Test("a unit that is wired the other way is found, and the arming is over")
        func reversed() async throws {
            let prototype = try await Self.lifted("    events: [{ rear_unit: reversed }]")
            let rear = try await Self.commission(prototype, ["--axle", "rear", "--yes"])
            #expect(rear.status == 1)
            #expect(rear.output.contains("polarity is wrong; command and reported speed"))
            #expect(try await prototype.state().arming == "disarmed")
            let front = try await Self.commission(prototype, ["--yes", "--json", "--axle=front"])
            #expect(front.status == 0 && front.output.contains(#""motion":"forward""#))
        }

        @Test("too little torque moves nothing, and is not judged; Ctrl-C disarms")
        func still() async throws {
            let prototype = try await Self.lifted()
            let weak = try await Self.commission(
                prototype,
                ["--axle", "front", "--torque", "1Nm", "--yes"]
            )
            #expect(weak.status == 1 && weak.output.contains("did not move the motor in 2."))
            let tool = try Program(
                "axlectl",
                ["commission", "--socket", prototype.stateSocket, "--torque", "1Nm", "--yes"],
                in: prototype.folder
            )
            try await eventually(within: 20, "it is armed") { !prototype.isDisarmed }
            tool.signal(SIGINT)
            #expect(try await tool.end() == 130)
            try await eventually(within: 20, "it is disarmed") { prototype.isDisarmed }
        }
    }
}
