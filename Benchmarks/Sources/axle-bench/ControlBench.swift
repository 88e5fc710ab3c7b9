import CANTransport
import ControlCore
import ControlRuntime
import DaemonConfiguration
import TestVehicle
import VehicleBinding
import VehicleModel

/// A control cycle under torque: the whole pipeline (the cycle's frames taken, one step, both axles'
/// frames encoded), and the core's step alone.
enum ControlBench {
    static let names = [
        "control.cycle.median", "control.cycle.p99_9", "control.step.median", "control.step.p99_9",
    ]
    private static let repetitions = 5
    private static let cycles = 10_000

    static func run(_ report: inout BenchReport) throws {
        let asked = report
        report = try RealTimeThread.run {
            var report = asked
            try measure(&report)
            return report
        }
    }

    private static func measure(_ report: inout BenchReport) throws {
        let vehicle = try BenchVehicle()
        if report.wants(Array(names[..<2])) {
            let (median, tail) = try repeated { try cycle(vehicle, &$0) }
            report.print(names[0], median, "ns")
            report.print(names[1], tail, "ns")
        }
        if report.wants(Array(names[2...])) {
            let inputs = try vehicle.inputs(cycles: 10 * TestDrive.length)
            let (median, tail) = try repeated { step(vehicle, inputs, &$0) }
            report.print(names[2], median, "ns")
            report.print(names[3], tail, "ns")
        }
    }

    /// The medians, over repetitions, of the median and of the 99.9 % quantile.
    static func repeated(
        _ body: (inout Samples) throws -> Void
    ) throws -> (median: Double, tail: Double) {
        var medians = Samples(capacity: repetitions)
        var tails = Samples(capacity: repetitions)
        var samples = Samples(capacity: cycles)
        for _ in 0..<repetitions {
            samples.removeAll()
            try body(&samples)
            medians.add(samples.median)
            tails.add(samples.quantile(0.999))
        }
        return (medians.median, tails.median)
    }

    private static func cycle(_ vehicle: BenchVehicle, _ samples: inout Samples) throws {
        let clock = ClockCost()
        var driven = DrivenPipeline(vehicle.assembly.plan.pipeline, on: vehicle.drive)
        var greatest = Torque.zero
        for _ in 0..<TestDrive.length { _ = driven.run() }
        for _ in 0..<cycles {
            let start = MonotonicClock.now()
            let command = driven.run()
            let end = MonotonicClock.now()
            samples.add(clock.between(start, end))
            guard command.count >= 4 else { throw BenchError("the pipeline is not armed") }
            greatest = max(greatest, driven.pipeline.report.axles.front.given)
        }
        guard greatest > Torque(200) else { throw BenchError("the pipeline gives no torque") }
    }

    private static func step(
        _ vehicle: BenchVehicle,
        _ inputs: [CycleInput],
        _ samples: inout Samples
    ) {
        let clock = ClockCost()
        var core = ControlCore(vehicle.configuration.vehicle.parameters)
        var total = Torque.zero
        for index in inputs.indices {
            let start = MonotonicClock.now()
            let report = core.step(inputs[index])
            let end = MonotonicClock.now()
            samples.add(clock.between(start, end))
            total = total + report.axles.front.given
        }
        precondition(total > .zero, "the core gives no torque")
    }
}

/// The shipped configuration, armed for driving.
struct BenchVehicle {
    let configuration: DaemonConfiguration
    let assembly: DaemonAssembly
    let drive: TestDrive

    init() throws {
        configuration = try DaemonConfiguration.read(path: "Config/axled.yaml")
        assembly = try DaemonAssembly(
            configuration,
            mode: .control,
            receivesEverything: true,
            lastArmingID: 1_000
        )
        drive = try TestDrive(assembly.buses)
    }

    /// What the core is given in each cycle, the torque of the cycle before sent as computed.
    func inputs(cycles: Int) throws -> [CycleInput] {
        var receiver = try InputReceiver(configuration.vehicle.inputs, on: assembly.buses)
        var core = ControlCore(configuration.vehicle.parameters)
        var table = InputTable()
        var surroundings = Surroundings()
        surroundings.hasGuardian = true
        var sent = AxlePair<Torque>(both: .zero)
        var inputs: [CycleInput] = []
        for cycle in 0..<cycles {
            let now = 5_000_000_000 + Int64(cycle) * TestVehicle.period
            for var frame in drive.cycles[cycle % TestDrive.length] {
                frame.arrival = now - 1_000_000
                _ = receiver.take(frame, into: &table)
            }
            let input = CycleInput(
                table: table,
                requests: RequestSet(),
                surroundings: surroundings,
                mode: .control,
                arming: .armed,
                sent: sent,
                now: Instant(nanoseconds: now)
            )
            inputs.append(input)
            let report = core.step(input)
            sent = AxlePair(front: report.axles.front.given, rear: report.axles.rear.given)
        }
        return inputs
    }
}
