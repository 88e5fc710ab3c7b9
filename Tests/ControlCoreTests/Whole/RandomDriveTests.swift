import ControlCore
import Testing
import VehicleModel

@Suite("ControlCore by random drives")
struct RandomDriveTests {
    private static let cycles = 800

    @Test("no drive breaks an invariant", arguments: 0..<140)
    func holds(seed: Int) {
        var drive = RandomDrive(seed: seed)
        for cycle in 0..<Self.cycles {
            let broken = drive.step()
            guard broken.isEmpty else {
                let report = drive.bench.report
                Issue.record("seed \(seed), cycle \(cycle): \(broken); \(describe(report))")
                return
            }
        }
    }

    @Test("drives do drive: torque, limits and holding all occur")
    func driveSomething() {
        var bound: Set<BindingLimit> = []
        var most = 0.0
        for seed in 0..<30 {
            var drive = RandomDrive(seed: seed)
            for _ in 0..<Self.cycles {
                _ = drive.step()
                bound.insert(drive.bench.report.axles.front.binding)
                most = max(most, drive.bench.given.total.rawValue)
            }
        }
        #expect(most > 500)
        let expected: Set<BindingLimit> = [
            .none, .notArmed, .invalidInput, .request, .envelope, .systemCeiling, .discharge,
            .charge, .upRate, .downRate, .brake,
        ]
        #expect(bound.isSuperset(of: expected), "\(expected.subtracting(bound))")
    }

    @Test("the same inputs give bit-identical reports", arguments: 0..<10)
    func isDeterministic(seed: Int) {
        var one = RandomDrive(seed: seed)
        var two = RandomDrive(seed: seed)
        for cycle in 0..<Self.cycles {
            _ = one.step()
            _ = two.step()
            guard one.bench.report.fingerprint == two.bench.report.fingerprint else {
                Issue.record("seed \(seed), cycle \(cycle)")
                return
            }
        }
    }

    @Test("shifted time stamps change nothing", arguments: 0..<10)
    func isShiftInvariant(seed: Int) {
        var here = RandomDrive(seed: seed)
        var there = RandomDrive(seed: seed, start: Instant(nanoseconds: 8_123_456_789_012_345))
        for cycle in 0..<Self.cycles {
            _ = here.step()
            _ = there.step()
            guard here.bench.report.fingerprint == there.bench.report.fingerprint else {
                Issue.record("seed \(seed), cycle \(cycle)")
                return
            }
        }
    }

    @Test(
        "from any history a released pedal leaves no more than creep within 400 ms",
        arguments: 0..<150
    )
    func releasedPedal(seed: Int) {
        var drive = RandomDrive(seed: seed)
        for _ in 0..<(100 + seed) { _ = drive.step() }
        drive.bench.requests = RequestSet()
        drive.bench.pedal = 0
        for cycle in 0..<60 {
            drive.bench.step()
            let total = drive.bench.given.total.rawValue * drive.bench.report.gear.direction
            if cycle >= 40 { #expect(total <= 40 + 1e-9, "seed \(seed)") }
        }
    }

    @Test("from any history the brake leaves no drive torque within 300 ms", arguments: 0..<150)
    func pressedBrake(seed: Int) {
        var drive = RandomDrive(seed: seed)
        for _ in 0..<(100 + seed) { _ = drive.step() }
        drive.bench.isBraking = true
        drive.bench.silent.remove(.brakePressed)
        drive.bench.corrupt[.brakePressed] = nil
        drive.bench.age = 0
        var last = Double.infinity
        let gear = drive.bench.selector
        for cycle in 0..<40 {
            drive.bench.step()
            let direction = drive.bench.report.gear.direction
            guard drive.bench.report.gear == gear || cycle > 0, direction != 0 else { return }
            let total = drive.bench.given.total.rawValue * direction
            if cycle > 0 { #expect(total <= max(0, last) + 1e-9, "seed \(seed)") }
            if cycle >= 30 { #expect(total <= 1e-9, "seed \(seed)") }
            last = total
        }
    }

    private func describe(_ report: CycleReport) -> String {
        let front = report.axles.front
        let rear = report.axles.rear
        return """
            given \(front.given.rawValue) \(rear.given.rawValue), \
            arbitrated \(report.arbitrated.rawValue), \(front.binding) \(rear.binding), \
            \(report.gear) at \(report.vehicleSpeed.kilometresPerHour) km/h, \
            limits \(report.dischargeLimit.kilowatts) \(report.chargeLimit.kilowatts) kW, \
            \(report.mode) \(report.arming)
            """
    }
}
