import CANFrames
import DBC
import FrameLogs
import SignalCodec
import Testing

@Suite(.enabled(if: Recordings.arePresent, "no recordings in AXLE_RECORDINGS"))
struct RecordingTests {
    /// What one pass over a recording counts.
    struct Totals {
        var frames = 0
        var good: [String: Int] = [:]
        var bad: [String: Int] = [:]
        var gaps: [String: Int] = [:]
        var repetitions = 0
    }

    private func read(
        _ name: String,
        _ body: (CompiledMessage, borrowing Frame) -> Void = { _, _ in }
    ) throws -> Totals {
        let database = try shipped("leaf-ev")
        var decoder = FrameDecoder(database)
        var totals = Totals()
        var reader = try LogReader(path: Recordings.folder + "/" + name)
        while let entry = try reader.next() {
            totals.frames += 1
            guard let decoded = decoder.decode(entry.frame) else { continue }
            let message = database.messages[decoded.message]
            switch decoded.checksum {
            case .ok: totals.good[message.id.description, default: 0] += 1
            case .bad: totals.bad[message.id.description, default: 0] += 1
            case .none: break
            }
            switch decoded.counter {
            case .gap: totals.gaps[message.id.description, default: 0] += 1
            case .repeated: totals.repetitions += 1
            case .ok, .none: break
            }
            body(message, entry.frame)
        }
        return totals
    }

    @Test("the e+ drive verifies frame by frame and shows the known extremes")
    func drive() throws {
        let database = try shipped("leaf-ev")
        let torque = try #require(database.reference(to: "VCM_TorqueRequest.TargetMotorTorque"))
        let current = try #require(database.reference(to: "LB_Status.LB_Current"))
        let voltage = try #require(database.reference(to: "LB_Status.LB_Total_Voltage"))
        let limit = try #require(database.reference(to: "LB_PowerLimits.Discharge_Power_Limit"))
        var peak = -Double.infinity
        var extreme = (current: 0.0, voltage: 0.0)
        var limits: Set<Double> = []
        let totals = try read("leaf-eplus-drive-a.log") { message, frame in
            switch message.name {
            case "VCM_TorqueRequest":
                peak = max(peak, message.value(of: torque.signal, in: frame) ?? 0)
            case "LB_Status":
                let value = message.value(of: current.signal, in: frame) ?? 0
                if value < extreme.current {
                    extreme = (value, message.value(of: voltage.signal, in: frame) ?? 0)
                }
            case "LB_PowerLimits":
                limits.insert(message.value(of: limit.signal, in: frame) ?? 0)
            default: break
            }
        }
        #expect(totals.frames == 25_832)
        #expect(totals.bad.isEmpty)
        #expect(totals.gaps.isEmpty)
        #expect(totals.repetitions == 0)
        for id in ["11A", "1D4", "1DA", "1DB", "1DC", "55B", "1ED", "1CB", "120", "108"] {
            #expect(totals.good[id, default: 0] > 150, "\(id)")
        }
        #expect(peak == 340)
        #expect(extreme.current == -482.5)
        #expect(extreme.voltage == 368.5)
        #expect(limits == [180])
    }

    @Test(
        "every protected frame of the other recordings verifies",
        arguments: [
            ("leaf-eplus-startup.log", 29_315), ("leaf-ze0-drive.log", 22_424),
            ("leaf-aze0-inverter-bench.log", 11_906),
        ]
    )
    func others(name: String, frames: Int) throws {
        let totals = try read(name)
        #expect(totals.frames == frames)
        #expect(totals.bad.isEmpty, "\(totals.bad)")
        #expect(totals.good["1DA", default: 0] > 1_000)
    }
}
