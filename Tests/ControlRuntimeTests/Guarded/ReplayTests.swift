import CANFrames
import ControlRuntime
import GuardLink
import TestVehicle
import Testing
import VehicleModel

/// Invariant 27: ten minutes of random driving, recorded as frames and played again.
@Suite struct ReplayTests {
    private static let minutes = 10
    /// Cycles of a minute, recorded and then played.
    private static let minute = 6_000
    private static let shift: Int64 = 86_400_000_000_007

    /// What one cycle of a pipeline was given, and what came of it.
    private struct Cycle {
        var time: Int64
        var frames: [ReceivedFrame]
        var request: ControlRequest?
        var guardian: GuardianView
        var echoes: [ReceivedFrame]
        var command: GuardCommand
        var fingerprint: UInt64
        /// Every number of the report, once in a while; empty else.
        var leaves: [UInt64]
        var axleLeaves: [UInt64]
    }

    @Test("ten minutes of frames give the same reports and commands again, moved in time too")
    func tenMinutes() throws {
        var guarded = try GuardedCar()
        var driver = RandomDriver(seed: 27)
        var same = guarded.pipeline
        var moved = guarded.pipeline
        var torque = 0
        for _ in 0..<Self.minutes {
            let recording = try record(&guarded, &driver)
            for cycle in recording {
                let command = play(cycle, shift: 0, in: &same)
                let place = "cycle \(cycle.command.cycle)"
                try #require(command == cycle.command, "\(place)")
                try #require(same.report.fingerprint == cycle.fingerprint, "\(place)")
                var late = play(cycle, shift: Self.shift, in: &moved)
                // An arming's number is the time of its beginning.
                late.issued -= Self.shift
                if late.armingID != 0 { late.armingID -= UInt64(Self.shift) }
                try #require(late == cycle.command, "\(place)")
                try #require(moved.report.fingerprint == cycle.fingerprint, "\(place)")
                torque = max(torque, cycle.command.rawTorque(.front) ?? 0)
                guard !cycle.leaves.isEmpty else { continue }
                try #require(leaves(of: same.report) == cycle.leaves, "\(place)")
                try #require(leaves(of: moved.report.axles) == cycle.axleLeaves, "\(place)")
            }
        }
        #expect(torque > 300 * 4)
        #expect(guarded.pipeline.report.arming == .armed)
        let steps = Self.minutes * Self.minute
        printInvariant(27, "a recording played again, moved too", steps: steps, looks: 2 * steps)
    }

    private func record(
        _ guarded: inout GuardedCar,
        _ driver: inout RandomDriver
    ) throws -> [Cycle] {
        var recording: [Cycle] = []
        for number in 0..<Self.minute {
            driver.act(on: &guarded.car)
            let (time, request) = (guarded.now, guarded.request)
            try guarded.step()
            let report = guarded.pipeline.report
            let isWhole = number % 50 == 0
            recording.append(
                Cycle(
                    time: time,
                    frames: guarded.frames,
                    request: request,
                    guardian: guarded.guardian,
                    echoes: guarded.echoes,
                    command: guarded.made,
                    fingerprint: report.fingerprint,
                    leaves: isWhole ? leaves(of: report) : [],
                    axleLeaves: isWhole ? leaves(of: report.axles) : []
                )
            )
        }
        return recording
    }

    private func play(
        _ cycle: Cycle,
        shift: Int64,
        in pipeline: inout CyclePipeline
    ) -> GuardCommand {
        for frame in cycle.frames { pipeline.take(frame.moved(by: shift)) }
        let now = Instant(nanoseconds: cycle.time + shift)
        if var request = cycle.request {
            request.deadline = request.deadline + .nanoseconds(shift)
            _ = pipeline.handle(request, at: now)
        }
        pipeline.step(
            at: now,
            guardian: cycle.guardian,
            isOverrun: false,
            isBusLost: false,
            hasLostFrames: false
        )
        let command = pipeline.encode(issued: cycle.time + shift)
        for frame in cycle.echoes { pipeline.take(frame.moved(by: shift)) }
        return command
    }
}

extension ReceivedFrame {
    fileprivate func moved(by shift: Int64) -> ReceivedFrame {
        var moved = self
        moved.arrival += shift
        moved.stamp = Timestamp(nanoseconds: stamp.nanoseconds + shift)
        return moved
    }
}

extension CycleReport {
    /// Most of what a cycle computed, bit by bit; times left out.
    fileprivate var fingerprint: UInt64 {
        var numbers = [
            pedal, vehicleSpeed.rawValue, driverDemand.rawValue, arbitrated.rawValue, frontShare,
            dischargeLimit.rawValue, chargeLimit.rawValue, predictedPower.rawValue,
            measuredPower.rawValue, powerScale, powerTrim.rawValue, shadowPrice,
            regenerationShortfall.rawValue, chargeForecast.rawValue, referenceSpeed.rawValue,
        ]
        for axle in [axles.front, axles.rear] {
            numbers += [
                axle.asked.rawValue, axle.given.rawValue, axle.sent.rawValue, axle.speed.rawValue,
                axle.measured.rawValue, axle.unallocated.rawValue, axle.predictedPower.rawValue,
                axle.greatestTorque.rawValue, axle.slip.rawValue, Double(axle.binding.rawValue),
            ]
            for index in axle.margins.indices { numbers.append(axle.margins[index].rawValue) }
        }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bits: UInt64) { hash = (hash ^ bits) &* 0x100_0000_01B3 &+ hash >> 29 }
        for number in numbers { add(number.isNaN ? 1 : number.bitPattern) }
        add(UInt64(gear.rawValue) << 16 | UInt64(ladder.rawValue) << 8 | UInt64(arming.rawValue))
        for fault in Fault.allCases where faults[fault].occurrences > 0 {
            let active: UInt64 = faults[fault].isActive ? 1 : 0
            add(UInt64(fault.rawValue) << 33 | UInt64(faults[fault].occurrences) << 1 | active)
        }
        return hash
    }
}
