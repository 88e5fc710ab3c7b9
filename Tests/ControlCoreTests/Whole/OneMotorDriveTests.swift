import ControlCore
import Testing
import VehicleModel

@Suite("ControlCore of a car with one motor by random drives")
struct OneMotorDriveTests {
    private static let cycles = 800

    @Test(
        "no drive breaks an invariant, and nothing is ever said of the axle without a motor",
        arguments: Axle.allCases,
        0..<30
    )
    func holds(undriven: Axle, part: Int) {
        for index in 0..<4 {
            let seed = UInt64(part + 30 * index)
            var parameters = ControlParameters.whole.withoutMotor(undriven)
            parameters.faults.goesOnWithOneAxle = index % 2 == 0
            let script = ScriptGenerator.script(seed: seed, cycles: Self.cycles)
            var drive = ScriptedDrive(script, parameters)
            while !drive.isOver {
                let broken = drive.step()
                let report = drive.bench.report
                let idle = report.axles[undriven]
                let isSilent =
                    idle.given == .zero && idle.binding == .none && idle.greatestTorque == .zero
                    && idle.predictedPower == .zero
                let share = undriven == .rear ? 1.0 : 0
                guard broken.isEmpty, isSilent, report.frontShare == share,
                    report.undriven == undriven
                else {
                    Issue.record("seed \(seed), cycle \(drive.cycle - 1): \(broken)")
                    return
                }
            }
            let seen = Fault.allCases.filter { drive.bench.report.faults[$0].occurrences > 0 }
            #expect(!seen.contains { $0.axle == undriven }, "seed \(seed)")
        }
    }

    @Test("they do drive: most of the motor's torque, and the usual limits, occur")
    func driveSomething() {
        for undriven in Axle.allCases {
            var bound: Set<BindingLimit> = []
            var most = 0.0
            for seed in 0..<60 {
                let parameters = ControlParameters.whole.withoutMotor(undriven)
                var drive = ScriptedDrive(.random(seed), parameters)
                while !drive.isOver {
                    _ = drive.step()
                    bound.insert(drive.bench.report.axles[undriven.other].binding)
                    most = max(most, drive.bench.given.total.rawValue)
                }
            }
            #expect(most > 300)
            let expected: Set<BindingLimit> = [
                .none, .notArmed, .invalidInput, .envelope, .discharge, .charge, .upRate,
                .downRate, .brake, .slip,
            ]
            #expect(bound.isSuperset(of: expected), "\(expected.subtracting(bound))")
        }
    }

    @Test(
        "from any history a released pedal leaves no more than creep within 400 ms",
        arguments: Axle.allCases,
        0..<60
    )
    func releasedPedal(undriven: Axle, seed: Int) {
        let parameters = ControlParameters.whole.withoutMotor(undriven)
        var drive = ScriptedDrive(.random(seed), parameters)
        for _ in 0..<(100 + seed) { _ = drive.step() }
        var bench = drive.bench
        bench.requests = RequestSet()
        bench.pedal = 0
        for cycle in 0..<60 {
            bench.step()
            let total = bench.given.total.rawValue * bench.report.gear.direction
            if cycle >= 40 { #expect(total <= 40 + 1e-9, "seed \(seed)") }
        }
    }
}
