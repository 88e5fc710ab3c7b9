import CANTransport
import ControlCore
import ControlRuntime
import DaemonConfiguration
import TestVehicle
import VehicleBinding
import VehicleModel

/// A control cycle under torque: the whole pipeline (the cycle's frames taken, one step, both axles'
/// frames encoded), and the core's step alone with every limit in force.
enum ControlBench {
    static let names = [
        "control.cycle.median", "control.cycle.p99_99", "control.step.median",
        "control.step.p99_99",
    ]
    /// How many cycles each figure is of.
    static let cycles = 1_000_000

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
        var samples = Samples(capacity: cycles)
        if report.wants(Array(names[..<2])) {
            try cycle(vehicle, &samples)
            report.print(names[0], samples.median, "ns")
            report.print(names[1], samples.quantile(0.9999), "ns")
        }
        if report.wants(Array(names[2...])) {
            samples.removeAll()
            try step(vehicle, &samples)
            report.print(names[2], samples.median, "ns")
            report.print(names[3], samples.quantile(0.9999), "ns")
        }
    }

    private static func cycle(_ vehicle: BenchVehicle, _ samples: inout Samples) throws {
        let clock = ClockCost()
        var driven = DrivenPipeline(vehicle.assembly.plan.pipeline, on: vehicle.drive)
        var greatest = Torque.zero
        for _ in 0..<TestDrive.length { _ = driven.run() }
        for _ in 0..<cycles {
            let start = MonotonicClock.now()
            driven.receive()
            let command = driven.command()
            let end = MonotonicClock.now()
            samples.add(clock.between(start, end))
            guard command.count >= 4 else { throw BenchError("the pipeline is not armed") }
            let given = driven.pipeline.report.axles
            greatest = max(greatest, given.front.given)
            driven.advance(sent: AxlePair(front: given.front.given, rear: given.rear.given))
        }
        guard greatest > Torque(200) else { throw BenchError("the pipeline gives no torque") }
    }

    /// Plays the same drives again and again, each time with a core that begins anew.
    private static func step(_ vehicle: BenchVehicle, _ samples: inout Samples) throws {
        let clock = ClockCost()
        let parameters = vehicle.parameters
        let inputs = try vehicle.inputs(cycles: 10 * TestDrive.length)
        var core = ControlCore(parameters)
        var report = CycleReport()
        var torque = 0.0
        while samples.count < cycles {
            let place = samples.count % inputs.count
            if place == 0 { core = ControlCore(parameters) }
            let input = inputs[place]
            let start = MonotonicClock.now()
            core.step(input, into: &report)
            let end = MonotonicClock.now()
            samples.add(clock.between(start, end))
            torque += report.axles.front.given.rawValue + report.axles.rear.given.rawValue
        }
        guard torque / Double(cycles) > 50 else { throw BenchError("the core gives no torque") }
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

    /// The shipped vehicle with slip controllers, which its file leaves out.
    var parameters: ControlParameters {
        var parameters = configuration.vehicle.parameters
        let slip = SlipParameters(
            leastSlip: Speed(0.4),
            relativeSlip: 0.05,
            inertia: 0.088,
            latency: .milliseconds(33),
            proportional: 1.056,
            integral: 2.112,
            greatestExcess: RotationalSpeed(60),
            greatestLack: RotationalSpeed(40),
            seedFactor: 0.9,
            renewalExcess: RotationalSpeed(25),
            renewalAcceleration: 400,
            renewalPause: .milliseconds(250)
        )
        parameters.axles.front.slip = slip
        parameters.axles.rear.slip = slip
        return parameters
    }

    /// What the core is given in each cycle: the torque of the cycle before was sent as computed, and
    /// the inverters and the battery answer to it.
    func inputs(cycles: Int) throws -> [CycleInput] {
        var receiver = try InputReceiver(configuration.vehicle.inputs, on: assembly.buses)
        var core = ControlCore(parameters)
        var answer = TorqueAnswer()
        var table = InputTable()
        var surroundings = Surroundings()
        surroundings.hasGuardian = true
        var sent = AxlePair<Torque>(both: .zero)
        var report = CycleReport()
        var inputs: [CycleInput] = []
        for cycle in 0..<cycles {
            let now = 5_000_000_000 + Int64(cycle) * TestVehicle.period
            for received in drive.cycles[cycle % TestDrive.length] {
                var frame = answer.applied(to: received)
                frame.arrival = now - 1_000_000
                _ = receiver.take(frame, into: &table)
            }
            table[.longitudinalAcceleration].value = acceleration(cycle)
            let input = CycleInput(
                table: table,
                requests: RequestSet(),
                surroundings: surroundings,
                mode: .control,
                // Armed into a fault of the start, it would stay without torque.
                arming: cycle < TestDrive.press / 2 ? .disarmed : .armed,
                sent: sent,
                now: Instant(nanoseconds: now)
            )
            inputs.append(input)
            core.step(input, into: &report)
            sent = AxlePair(front: report.axles.front.given, rear: report.axles.rear.given)
            answer.note(sent, drawing: report.predictedPower)
        }
        return inputs
    }

    /// What the car would measure of the speeds it drives, m/s²: the drive's frames say always the
    /// same, which slip controllers take for slip.
    private func acceleration(_ cycle: Int) -> Double {
        let before = TestDrive.moment(max(0, cycle - 1)).motorSpeed
        let change = TestDrive.moment(cycle).motorSpeed - before
        let speed = parameters.axles.front.speed(of: .init(revolutionsPerMinute: change))
        return max(-12, min(12, speed.rawValue / parameters.period.inSeconds))
    }
}
