import Foundation
import StateProtocol
import Testing
import VehicleModel

@Suite struct AxlectlTests {
    private func run(_ arguments: String...) async throws -> AxlectlProgram.Outcome {
        try await AxlectlProgram(arguments).outcome()
    }

    @Test(
        "without a daemon every command ends with 3 and a sentence that names the socket",
        arguments: [
            ["status"], ["get", "x"], ["subscribe", "x"], ["watch"], ["signals"], ["buses"],
            ["faults"], ["arm"], ["disarm"], ["ceiling"], ["reload"], ["stop"],
            ["record", "status"],
            ["record", "start"], ["record", "stop"], ["record", "mark", "x"], ["record", "dump"],
        ]
    )
    func noDaemon(arguments: [String]) async throws {
        let outcome = try await AxlectlProgram(
            arguments + ["--socket", "/tmp/axle-none/state.sock"]
        )
        .outcome()
        #expect(outcome.status == 3)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("no daemon listens on /tmp/axle-none/"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test(
        "wrong usage ends with 2",
        arguments: [
            ["get"], ["nonsense"], ["status", "--colour"], ["arm", "--wait", "-1"],
            ["subscribe", "x", "--every", "--deadband", "1"], ["subscribe", "x", "--count", "a"],
            ["ceiling", "--power", "100"], ["ceiling", "--torque", "-5Nm"],
            ["ceiling", "--speed", "5 kW"],
            ["record", "mark"], ["record", "pause"], ["record", "start", "name"],
        ]
    )
    func usage(arguments: [String]) async throws {
        #expect(try await AxlectlProgram(arguments).outcome().status == 2)
    }

    @Test("help and version end with 0")
    func help() async throws {
        #expect(try await run("--help").status == 0)
        let version = try await run("--version")
        #expect(version.status == 0)
        #expect(version.output == "\(Release.version)\n")
    }

    @Test("values are printed as people read them, and as JSON")
    func get() async throws {
        try await ServerBench.run { bench in
            try bench.pushStatus(current: -482.5, voltage: 368.5)
            try await bench.settle()
            let path = bench.configuration.statePath
            let text = try await run("get", "front.*.LB_Current", "--socket", path)
            #expect(text.status == 0)
            #expect(text.output.hasPrefix("front.LB_Status.LB_Current  -482.5  A"))
            let json = try await run("get", "front.*.LB_*e", "--json", "--socket", path)
            let value = try JSONValue(parsing: Array(json.output.utf8))
            #expect(value["name"] == "front.LB_Status.LB_Total_Voltage")
            #expect(value["value"] == 368.5)
            let refused = try await run("get", "LB_Current", "--socket", path)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("ambiguous"))
        }
    }

    @Test("status, buses, faults and signals print text and JSON")
    func lists() async throws {
        try await ServerBench.run { bench in
            bench.publish(cycle: 5) { snapshot in
                snapshot.buses[0].state = .up
                snapshot.buses[0].link.acknowledgement = .acknowledges
                snapshot.report.faults.note(.brakeLost, isPresent: true, at: snapshot.report.time)
            }
            try await bench.settle()
            let path = bench.configuration.statePath
            for (command, part) in [
                ("status", "test car: observe"), ("buses", "warning: front: the kernel"),
                ("faults", "brake-lost"), ("signals", "axle.front.given_Nm"),
            ] {
                let text = try await run(command, "--socket", path)
                #expect(text.status == 0)
                #expect(text.output.contains(part), "\(text.output)")
                let json = try await run(command, "--json", "--socket", path)
                for line in json.output.split(separator: "\n") {
                    #expect(throws: Never.self) { try JSONValue(parsing: Array(line.utf8)) }
                }
            }
        }
    }

    @Test("subscribe prints what comes and ends after its count")
    func subscribe() async throws {
        try await ServerBench.run { bench in
            try bench.push(id: 768, bytes: [4])
            try await bench.settle()
            let outcome = try await run(
                "subscribe",
                "front.Selector.Position",
                "--count",
                "1",
                "--socket",
                bench.configuration.statePath
            )
            #expect(outcome.status == 0)
            #expect(
                outcome.output == "(1700000000.123456) front.Selector.Position 4 \"D\"\n"
            )
        }
    }

    @Test(
        "a subscription and a watch end at once and quietly on a signal",
        arguments: [["subscribe", "front.Selector.Position"], ["watch"]],
        [SIGINT, SIGTERM]
    )
    func interrupted(arguments: [String], signal: Int32) async throws {
        try await ServerBench.run { bench in
            try bench.push(id: 768, bytes: [4])
            bench.publish(cycle: 1)
            try await bench.settle()
            let program = try AxlectlProgram(
                arguments + ["--socket", bench.configuration.statePath]
            )
            _ = program.output.fileHandleForReading.availableData
            let begin = ContinuousClock.now
            kill(program.process.processIdentifier, signal)
            let outcome = try await program.outcome()
            #expect(outcome.status == 128 + signal)
            #expect(program.process.terminationReason == .exit)
            #expect(outcome.errors.isEmpty)
            #expect(ContinuousClock.now - begin < .seconds(10))
            try await eventually("the server sees it go") { bench.log.contains("disconnected") }
        }
    }

    @Test(
        "a subscription and a watch whose reader left end without waiting for the next value",
        arguments: [["subscribe", "front.Selector.Position"], ["watch"]]
    )
    func readerLeft(arguments: [String]) async throws {
        try await ServerBench.run { bench in
            try bench.push(id: 768, bytes: [4])
            bench.publish(cycle: 1)
            try await bench.settle()
            let program = try AxlectlProgram(
                arguments + ["--socket", bench.configuration.statePath]
            )
            let reader = program.output.fileHandleForReading
            #expect(!reader.availableData.isEmpty)
            try reader.close()
            try await eventually("it ends") { !program.process.isRunning }
            #expect(program.process.terminationStatus == 128 + SIGPIPE)
            #expect(program.errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
            try await eventually("the server sees it go") { bench.log.contains("disconnected") }
        }
    }

    @Test("a subscription whose reader stands still ends on a signal all the same")
    func stuckReader() async throws {
        try await ServerBench.run { bench in
            let program = try AxlectlProgram([
                "subscribe", "axle.*", "--interval", "10", "--json", "--socket",
                bench.configuration.statePath,
            ])
            // The pipe holds 64 KiB, an update more than 4: then it is full.
            for cycle in UInt64(1)...200 {
                bench.publish(cycle: cycle)
                try await Task.sleep(for: .milliseconds(5))
            }
            kill(program.process.processIdentifier, SIGTERM)
            try await eventually("it ends") { !program.process.isRunning }
            #expect(program.process.terminationStatus == 128 + SIGTERM)
        }
    }

    @Test("arm tells what the arming waits for when it changes, and ends when nobody reads it")
    func armWaits() async throws {
        try await ServerBench.run { bench in
            let program = try AxlectlProgram(["arm", "--socket", bench.configuration.statePath])
            let waits: [MissingPreconditions] = [
                .nothing, .pedalReleased, .pedalReleased, .nothing, .nothing,
            ]
            for missing in waits {
                bench.answer(try await bench.nextRequest(), missing: missing)
            }
            let reader = program.output.fileHandleForReading
            var text = ""
            while !text.hasSuffix("follows the pedal\n") {
                let more = reader.availableData
                try #require(!more.isEmpty, "\(text)")
                text += String(decoding: more, as: UTF8.self)
            }
            let lines = [
                "armed; Ctrl-C disarms",
                "no torque yet: the accelerator pedal is pressed: release it below 2 %",
                "torque follows the pedal",
            ]
            #expect(text.split(separator: "\n").map(String.init) == lines)
            try reader.close()
            try await answerUntilDisarm(bench)
            try await eventually("it ends") { !program.process.isRunning }
            #expect(program.process.terminationStatus == 128 + SIGPIPE)
        }
    }

    @Test("arm that waits says once what for")
    func armWaitsForPreconditions() async throws {
        try await ServerBench.run { bench in
            let path = bench.configuration.statePath
            let program = try AxlectlProgram(["arm", "--wait", "60", "--socket", path])
            for _ in 0..<3 {
                let request = try await bench.nextRequest()
                bench.answer(request, .preconditions, missing: .pedalReleased)
            }
            bench.answer(try await bench.nextRequest(), missing: .nothing)
            kill(program.process.processIdentifier, SIGINT)
            try await answerUntilDisarm(bench)
            let outcome = try await program.outcome()
            #expect(outcome.status == 0)
            #expect(
                outcome.errors
                    == "axlectl: waiting: not armed: the accelerator pedal is pressed: release it "
                    + "below 2 %\n"
            )
        }
    }

    /// Grants renewals until a disarm comes, and grants that.
    private func answerUntilDisarm(_ bench: ServerBench) async throws {
        for _ in 0..<50 {
            let request = try await bench.nextRequest()
            bench.answer(request)
            if request.kind == .disarm { return }
        }
        Issue.record("fifty renewals and no disarm")
    }

    @Test("arm renews its lease and disarms when it is interrupted")
    func arm() async throws {
        try await ServerBench.run { bench in
            let program = try AxlectlProgram(["arm", "--socket", bench.configuration.statePath])
            for _ in 0..<3 {
                let request = try await bench.nextRequest()
                #expect(request.kind == .arm)
                #expect(request.lease == 1_000_000_000)
                bench.answer(request)
            }
            kill(program.process.processIdentifier, SIGINT)
            try await answerUntilDisarm(bench)
            let outcome = try await program.outcome()
            #expect(outcome.status == 0)
            #expect(outcome.output == "armed; Ctrl-C disarms\ndisarmed\n")
        }
    }

    @Test("a refused arm says what is missing and ends with 1")
    func armRefused() async throws {
        try await ServerBench.run { bench in
            let program = try AxlectlProgram(["arm", "--socket", bench.configuration.statePath])
            bench.answer(
                try await bench.nextRequest(),
                .preconditions,
                missing: [.guardian, .battery]
            )
            let outcome = try await program.outcome()
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("the guardian does not answer: start axle-guard; "))
            #expect(outcome.errors.contains("the battery's limits are missing"))
        }
    }

    @Test("arm ends when somebody else disarms, and does not arm again")
    func disarmedByAnother() async throws {
        try await ServerBench.run { bench in
            let path = bench.configuration.statePath
            let program = try AxlectlProgram(["arm", "--socket", path])
            bench.answer(try await bench.nextRequest())
            let disarm = try AxlectlProgram(["disarm", "--socket", path])
            try await answerUntilDisarm(bench)
            // A renewal may have been on its way; it is refused, as by the control thread.
            for _ in 0..<2_000 where program.process.isRunning {
                if let late = bench.requests.pop() {
                    #expect(late.renewing == 7)
                    bench.answer(late, .noLease)
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try await disarm.outcome().status == 0)
            let outcome = try await program.outcome()
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("is over") || outcome.errors.contains("no lease"))
            #expect(bench.requests.pop() == nil)
        }
    }
}
