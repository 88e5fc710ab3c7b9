import Glibc
import Testing

/// A drive on whose every bus a third party listens, to be ended by force.
final class KillBench {
    let prototype: Prototype
    let front: BusListener
    let rear: BusListener
    let car: BusListener

    /// Serves the buses where they are local, and starts the guardian.
    init(_ prototype: Prototype) async throws {
        self.prototype = prototype
        if prototype.buses.front.hasPrefix("unix:") { try await prototype.serveBuses() }
        front = try await .open(prototype.buses.front, to: [0x1D4])
        rear = try await .open(prototype.buses.rear, to: [0x1D4])
        car = try await .open(prototype.buses.car, to: [0x239])
        try await prototype.startGuardian()
    }

    /// Starts plant and daemon anew, arms, and waits for torque on both axles.
    ///
    /// Where the guardian took the torque away because the machine was late, it begins again.
    func driveToTorque() async throws {
        for _ in 0..<5 {
            for each in [prototype.armer, prototype.daemon, prototype.plant] {
                if each?.isRunning == true { try await each?.killAndReap() }
            }
            // The daemon first: where the guardian still holds zero torque, the plant would take
            // it for an armed daemon.
            try await prototype.startDaemon()
            try await eventually(within: 20, "the guardian is disarmed") { prototype.isDisarmed }
            for listener in [front, rear, car] { listener.forget() }
            let trips = prototype.trips.count
            try await prototype.startPlant(scenario: Scenarios.pull)
            try await prototype.arm()
            try await eventually(
                within: 30,
                "torque on both buses: \(prototype.plant?.errors ?? "") \(prototype.trips)"
            ) {
                prototype.trips.count > trips
                    || [front, rear].allSatisfy { listener in
                        listener.last(of: 0x1D4).map { TorqueRequest($0).torque > 40 } ?? false
                    }
            }
            if prototype.trips.count == trips { return }
            print("kill: \(prototype.trips.last ?? "") on a machine that was late; once more")
        }
        throw NotInTime(description: "five drives ended before they were ended by force")
    }

    /// Kills the plant.
    ///
    /// A process is taken apart at its own priority. The plant's is above the daemon's, so that with one
    /// processor the daemon would be late for no fault of its own.
    func killPlant() async throws {
        try prototype.plant?.leaveRealTime()
        try await prototype.plant?.killAndReap()
    }

    /// What the inverters were asked on each bus.
    var traces: [TorqueTrace] { [TorqueTrace(front), TorqueTrace(rear)] }

    /// Waits until so many zero requests have been seen on both buses since the last torque.
    func awaitZeros(_ count: Int, within seconds: Int = 20) async throws {
        try await eventually(
            within: seconds,
            "\(count) requests of zero on both buses: \(traces.map(\.zeros.count)) of "
                + "\(traces.map(\.requests.count)), \(prototype.trips)"
        ) {
            traces.allSatisfy { $0.zeros.count >= count }
        }
    }

    /// Checks what was on the buses: torque, then zero in time and for good; the delays, ms.
    func checkZero(after instant: Int64, within limit: Double, _ comment: Comment) -> [Double] {
        var delays: [Double] = []
        for trace in traces {
            #expect(trace.faultyCount == 0, "checksums and counters, \(comment)")
            guard let last = trace.lastTorque, let delay = trace.zeroDelay else {
                Issue.record("neither torque nor zero, \(comment)")
                continue
            }
            delays.append(delay)
            #expect(delay <= limit, "zero \(delay) ms after the last torque, \(comment)")
            let late = Double(last.stamp - instant) / 1e6
            #expect(late <= limit, "torque \(late) ms after the end, \(comment)")
        }
        for listener in [front, rear] { #expect(listener.lost == 0, "frames unseen, \(comment)") }
        return delays
    }

    /// The wall clock, nanoseconds.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
