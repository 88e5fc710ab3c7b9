import CANFrames
import CANTransport
import Foundation
import Glibc
import Testing

extension RunningPrograms {
    /// Databases read again by a daemon that runs.
    @Suite struct ReloadTests {
        private let prototype: Prototype
        private let databases: String

        init() throws {
            prototype = try Prototype()
            databases = prototype.folder.file("DBC")
            try FileManager.default.copyItem(atPath: repository + "/DBC", toPath: databases)
        }

        private var carPath: String { databases + "/leaf-car.dbc" }

        private func edit(_ old: String, _ new: String) throws {
            let text = try String(contentsOfFile: carPath, encoding: .utf8)
            try #require(text.contains(old))
            try text.replacingOccurrences(of: old, with: new)
                .write(toFile: carPath, atomically: true, encoding: .utf8)
        }

        private func reload() async throws -> (status: Int32, output: String, errors: String) {
            let tool = try Program(
                "axlectl",
                ["reload", "--socket", prototype.stateSocket],
                in: prototype.folder
            )
            return (try await tool.end(), tool.output, tool.errors)
        }

        /// Sends the pedals until the daemon reads them as `percent`.
        private func pedalReads(_ percent: Double) async throws {
            let id = try #require(FrameID(standard: 0x239))
            let frame = try #require(Frame(id: id, bytes: [200, 55, 0, 0, 0, 0, 0, 0]))
            var transmitter = try BusTransmitter.open(
                BusAddress(parsing: prototype.buses.car)
            )
            for _ in 0..<50 {
                try transmitter.transmit(frame)
                let values = try await prototype.ask("get", "car.VCM_Pedals.Pedal_A", "--json")
                let value = try SignalValue(
                    parsing: String(values.split(separator: "\n").first ?? "")
                )
                if value.value == percent { return }
                #expect(value.value == nil)
            }
            throw NotInTime(description: "the pedal never reads \(percent)")
        }

        @Test("a client reloads: values follow, broken files and missing signals change nothing")
        func client() async throws {
            try await prototype.serveBuses()
            try await prototype.startDaemon(mode: "observe", databases: databases)
            _ = try await prototype.bus("car", becomes: "up")
            try await pedalReads(100)

            try edit("Pedal_A : 7|8@0+ (0.5,0)", "Pedal_A : 7|8@0+ (0.25,0)")
            let done = try await reload()
            #expect(done.status == 0, "\(done.errors)")
            #expect(done.output.contains("leaf-car.dbc"))
            #expect(done.output.contains("front, rear"))
            try await pedalReads(50)

            let good = try String(contentsOfFile: carPath, encoding: .utf8)
            try edit("Pedal_A : 7|8@0+", "Pedal_A : seven|8@0+")
            let broken = try await reload()
            #expect(broken.status == 1)
            #expect(broken.errors.contains("\(carPath):48:"), "\(broken.errors)")
            #expect(prototype.daemon?.errors.contains("\(carPath):48:") == true)
            try await pedalReads(50)

            try good.replacingOccurrences(of: "Pedal_B", with: "Pedal_C")
                .write(toFile: carPath, atomically: true, encoding: .utf8)
            let vanished = try await reload()
            #expect(vanished.status == 1)
            #expect(vanished.errors.contains("VCM_Pedals has no signal Pedal_B"))
            #expect(vanished.errors.contains("\(carPath):47:"), "\(vanished.errors)")
            try await pedalReads(50)
        }

        @Test("SIGHUP reloads, says so in the log, and leaves the daemon running")
        func hangUp() async throws {
            try await prototype.startDaemon(mode: "observe", databases: databases)
            prototype.daemon?.signal(SIGHUP)
            try await eventually(within: 20, "\(prototype.daemon?.errors ?? "")") {
                prototype.daemon?.errors.contains("databases reloaded, generation 1: SIGHUP")
                    == true
            }
            try edit("BO_ 569", "BO_ many")
            prototype.daemon?.signal(SIGHUP)
            try await eventually(within: 20, "\(prototype.daemon?.errors ?? "")") {
                prototype.daemon?.errors.contains("databases not reloaded") == true
            }
            #expect(prototype.daemon?.errors.contains("\(carPath):47:") == true)
            #expect(try await prototype.state().mode == "observe")
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
        }

        @Test("a replay refuses, by client and by SIGHUP, and plays on")
        func replay() async throws {
            try await prototype.startDaemon(mode: "observe", databases: databases)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let log = try prototype.folder.write(
                "(1700000000.000000) car 174#000000BB00000000\n",
                to: "short.log"
            )
            let replay = try Program(
                "axled",
                ["--config", prototype.folder.file("axled.yaml"), "--replay", log],
                in: prototype.folder
            )
            try await eventually(within: 60, "the log's end: \(replay.errors)") {
                replay.errors.contains("played 1 frames")
            }
            let refused = try await reload()
            #expect(refused.status == 1)
            #expect(refused.errors.contains("a replay keeps the databases"))
            replay.signal(SIGHUP)
            try await eventually(within: 20, "\(replay.errors)") {
                replay.errors.contains("start it again: SIGHUP")
            }
            #expect(try await prototype.ask("stop").contains("the daemon stops"))
            #expect(try await replay.end() == 0)
        }
    }
}
