import FrameLogs
import Foundation
import Testing

/// Tests that start programs which need the processor at once; one at a time.
@Suite(.serialized) enum RunningPrograms {}

extension RunningPrograms {
    /// Whole drives of the AWD prototype on local buses.
    @Suite struct DriveTests {
        @Test("the AWD prototype launches within its bounds, and its log agrees")
        func launch() async throws {
            var prototype = try await drive()
            if !prototype.trips.isEmpty {
                // No real-time priority and a busy machine: silence is what the guardian hears then.
                print("drive: \(prototype.trips) on a machine that was late; driving once more")
                prototype = try await drive()
            }
            #expect(prototype.trips.isEmpty)
            let text = try String(contentsOfFile: prototype.summary, encoding: .utf8)
            print("drive: \(text)")
            let summary = try DriveSummary(parsing: text)
            #expect(summary.finished)
            let time = try #require(summary.zeroTo100S)
            #expect((4.4...5.3).contains(time))
            #expect(summary.maxOverLimitKw <= 0.01 * summary.limitKwAtPeak)
            let state = try await prototype.state()
            #expect(state.counters.limitViolations == 0)
            #expect(state.counters.recorderDropped == 0)
            prototype.armer?.signal(SIGINT)
            #expect(try await prototype.armer?.end() == 0)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            try checkPower(inLog: prototype.recording)
        }

        /// Plant, guardian and daemon, armed, until the scenario has ended.
        private func drive() async throws -> Prototype {
            let prototype = try Prototype()
            try await prototype.startPlant(["--drive", "launch"])
            try await prototype.startGuardian()
            try await prototype.startDaemon(records: true)
            try await prototype.arm()
            try await eventually(within: 90, "the drive ends: \(prototype.plant?.errors ?? "")") {
                !prototype.trips.isEmpty
                    || FileManager.default.fileExists(atPath: prototype.summary)
            }
            return prototype
        }

        /// Voltage times current against the battery's own limit, by the frames' bytes alone.
        private func checkPower(inLog path: String) throws {
            var reader = try CandumpReader(path: path)
            var limit: Double?
            var (frames, peak, worst) = (0, 0.0, 0.0)
            while let entry = try reader.next() {
                guard entry.interface == "front" else { continue }
                let bytes = entry.frame.bytes
                switch entry.frame.id.identifier {
                case 0x1DC:
                    // 10 bits from the top, 0.25 kW a count.
                    limit = Double(UInt16(bytes[0]) << 2 | UInt16(bytes[1]) >> 6) * 0.25
                case 0x1DB:
                    // 10 bits of voltage in bytes 2 and 3, 12 bits of current in 5 and 6, signed,
                    // negative for discharge; half a volt or ampere a count.
                    let voltage = Double(UInt16(bytes[2]) << 2 | UInt16(bytes[3]) >> 6) * 0.5
                    let bits = UInt16(bytes[5]) << 8 | UInt16(bytes[6])
                    let power = -voltage * Double(Int16(bitPattern: bits) >> 4) * 0.5 / 1000
                    guard let limit else { continue }
                    frames += 1
                    peak = max(peak, power)
                    worst = max(worst, power / limit)
                default: break
                }
            }
            print("drive: \(frames) frames of 0x1DB, peak \(peak) kW, \(worst) of 0x1DC's limit")
            #expect(frames > 500)
            #expect(peak > 200)
            #expect(worst <= 1.01)
        }
    }
}
