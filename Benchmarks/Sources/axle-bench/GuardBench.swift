import CANFrames
import CANTransport
import GuardConfiguration
import GuardLink
import TestVehicle
import TorqueMonitor
import VehicleModel

/// The guardian's judgement of one command under torque.
enum GuardBench {
    static let names = ["guard.step.median", "guard.step.p99_99"]
    private static let recordedCycles = 4_000

    /// One cycle as the guardian lives it.
    private struct Cycle: Sendable {
        var now: Int64
        var frames: [ReceivedFrame]
        var command: MonitorCommand
    }

    static func run(_ report: inout BenchReport) throws {
        var monitored = try GuardConfigurationReader.read(path: "Config/guard.yaml").monitor
        // The test car's inverters do not say their torque, and its acceleration is always the same.
        for input in [MonitorInput.frontTorque, .rearTorque, .acceleration] {
            monitored.inputs[input] = nil
        }
        let settings = monitored
        let recorded = try record()
        let samples = try RealTimeThread.run {
            var samples = Samples(capacity: ControlBench.cycles)
            while samples.count < ControlBench.cycles { try judge(recorded, settings, &samples) }
            return samples
        }
        report.print(names[0], samples.median, "ns")
        report.print(names[1], samples.quantile(0.9999), "ns")
    }

    private static func record() throws -> [Cycle] {
        let vehicle = try BenchVehicle()
        var driven = DrivenPipeline(vehicle.assembly.plan.pipeline, on: vehicle.drive)
        var recorded: [Cycle] = []
        while recorded.count < recordedCycles {
            let (now, frames) = (driven.now, driven.frames)
            let command = driven.run()
            guard command.armingID != 0 else { continue }
            var judged = MonitorCommand(
                armingID: command.armingID,
                cycle: command.cycle,
                token: command.token,
                issued: command.issued
            )
            for index in 0..<command.count {
                guard let (axle, frame) = command.frame(at: index) else { continue }
                guard judged.append(frame, for: axle == .front ? .front : .rear) else {
                    throw BenchError("a command has too many frames")
                }
            }
            recorded.append(Cycle(now: now, frames: frames, command: judged))
        }
        return recorded
    }

    private static func judge(
        _ recorded: [Cycle],
        _ settings: MonitorSettings,
        _ samples: inout Samples
    ) throws {
        let clock = ClockCost()
        var monitor = TorqueMonitor(settings: settings)
        let links = PerAxle(both: true)
        var greatest = 0
        for index in recorded.indices {
            let now = recorded[index].now
            for received in recorded[index].frames {
                monitor.observe(
                    received.frame,
                    on: received.bus == 0 ? .front : received.bus == 1 ? .rear : .car,
                    isLoopback: false,
                    at: now
                )
            }
            let start = MonotonicClock.now()
            var decision = monitor.step(recorded[index].command, at: now, links: links)
            let end = MonotonicClock.now()
            samples.add(clock.between(start, end))
            for place in 0..<decision.count {
                guard let outgoing = decision[place] else { continue }
                monitor.record(outgoing, delivered: true, at: now, in: &decision)
            }
            // While torque falls to the battery's limit the guardian may be a few Nm ahead for a cycle.
            let verdict = decision.verdicts.front
            guard verdict == .sent || verdict == .clamped else {
                throw BenchError("the guardian holds back what it is given in cycle \(index)")
            }
            greatest = max(greatest, decision.torque.front)
        }
        guard greatest > 4 * 200 else { throw BenchError("the guardian sends no torque") }
    }
}
