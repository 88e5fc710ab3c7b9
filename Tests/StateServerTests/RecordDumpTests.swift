import FrameLogs
import Foundation
import StateProtocol
import Testing
import VehicleModel

/// The black box, written by `record.dump` and at faults.
@Suite struct RecordDumpTests {
    private let folder: RecordingFolder

    init() throws { folder = try RecordingFolder() }

    @Test("the black box is written beside the recording, and holds the last seconds only")
    func dump() async throws {
        let recorder = try folder.recorder()
        try await ServerBench.run(recorder) { bench in
            var client = try bench.control()
            let empty = try client.ask("record.dump")["error"]
            #expect(empty?["code"] == -32031)
            try folder.push([0, 1_000, 40_000, 60_000], to: recorder)
            let answer = try client.ask("record.dump", #"{"name":"skid"}"#)["result"]
            #expect(answer?["frames"] == 2)
            #expect(answer?["first"]?.double == 1_700_000_040)
            #expect(answer?["last"]?.double == 1_700_000_060)
            #expect(answer?["dropped"] == 0)
            let path = try #require(answer?["path"]?.text)
            #expect(path.hasPrefix(folder.file("skid-")))
            #expect(path.hasSuffix(".log"))
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(
                text == "(1700000040.000000)  rear 123#40\n(1700000060.000000)  rear 123#60\n"
            )
            #expect(answer?["bytes"] == .count(text.utf8.count))
            let box = try client.ask("record.status")["result"]?["black_box"]
            #expect(box?["span_s"]?.double == 30)
            #expect(box?["frames"] == 2)
        }
    }

    @Test("where there is no black box, or no place for a file, the error says which and why")
    func dumpRefused() async throws {
        let plain = try folder.recorder { $0.blackBoxSpan = nil }
        try await ServerBench.run(plain) { bench in
            var client = try bench.control()
            #expect(try client.ask("record.status")["result"]?["black_box"] == .null)
            let error = try client.ask("record.dump")["error"]
            #expect(error?["code"] == -32030)
            #expect(error?["message"]?.text?.contains("recording.black_box is none") == true)
        }
        let nowhere = try folder.recorder { $0.path = folder.file("none/drive.log") }
        try await ServerBench.run(nowhere) { bench in
            try folder.push([1], to: nowhere)
            var client = try bench.control()
            for method in ["record.dump", "record.start"] {
                let error = try client.ask(method)["error"]
                #expect(error?["code"] == -32032)
                let message = error?["message"]?.text ?? ""
                #expect(message.hasPrefix("\(method): \(folder.file("none"))"), "\(message)")
                #expect(message.hasSuffix(": open: No such file or directory"), "\(message)")
            }
        }
    }

    @Test("a fault that appears while armed has the black box written once, another one does not")
    func fault() async throws {
        let recorder = try folder.recorder()
        try await ServerBench.run(recorder, dumpsAtFaults: true) { bench in
            try folder.push([1, 2], to: recorder)
            var memory = FaultMemory()
            var cycle: UInt64 = 0
            func publish(_ arming: ArmState, _ faults: Fault...) async throws {
                let now = Instant(nanoseconds: ServerBench.now)
                for fault in Fault.allCases {
                    memory.note(fault, isPresent: faults.contains(fault), at: now)
                }
                cycle += 1
                bench.publish(cycle: cycle) {
                    $0.report.arming = arming
                    $0.report.faults = memory
                }
                try await bench.settle()
            }
            try await publish(.disarmed, .brakeLost)
            try await publish(.armed, .brakeLost)
            #expect(try folder.names.isEmpty)
            // What ends an arming is seen together with its end.
            try await publish(.tripped, .brakeLost, .pedalLost)
            try await eventually("the black box is written") {
                bench.log.contains("info: record.dump: fault pedal-lost")
            }
            try await publish(.armed)
            try await publish(.armed, .gearLost)
            try await publish(.disarmed)
            try await publish(.disarmed, .busLost)
            var client = try bench.control()
            _ = try client.ask("record.stop")
            let names = try folder.names
            #expect(names.count == 1)
            #expect(names.first?.hasPrefix("fault-pedal-lost-") == true)
        }
    }

    @Test(
        "the black box is written some time after the fault, and at once where the daemon ends before"
    )
    func endsSoon() async throws {
        let recorder = try folder.recorder()
        try await ServerBench.run(recorder, dumpsAtFaults: true) { bench in
            try folder.push([1], to: recorder)
            for cycle in UInt64(1)...2 {
                bench.publish(cycle: cycle) {
                    $0.report.arming = .armed
                    let now = Instant(nanoseconds: ServerBench.now)
                    $0.report.faults.note(.pedalLost, isPresent: cycle == 2, at: now)
                }
                try await bench.settle()
            }
            #expect(try folder.names.isEmpty)
        }
        let names = try folder.names
        #expect(names.count == 1)
        #expect(names.first?.hasPrefix("fault-pedal-lost-") == true)
    }

    @Test("unless it is configured, a fault writes nothing")
    func noFault() async throws {
        let recorder = try folder.recorder()
        try await ServerBench.run(recorder) { bench in
            try folder.push([1], to: recorder)
            for cycle in UInt64(1)...2 {
                bench.publish(cycle: cycle) {
                    $0.report.arming = .armed
                    let now = Instant(nanoseconds: ServerBench.now)
                    $0.report.faults.note(.pedalLost, isPresent: cycle == 2, at: now)
                }
                try await bench.settle()
            }
            var client = try bench.control()
            _ = try client.ask("record.stop")
        }
        #expect(try folder.names.isEmpty)
    }
}
