import ControlCore
import Foundation
import Testing
import VehicleModel

@Suite("ControlCore by random drives")
struct RandomDriveTests {
    private static let cycles = 800
    /// 10^6 cycles in all; a soak says how many more.
    private static let steps =
        ProcessInfo.processInfo.environment["AXLE_SOAK_STEPS"].flatMap { Double($0) } ?? 1e6
    private static let parts = 20

    @Test("no drive breaks an invariant", arguments: 0..<parts)
    func holds(part: Int) throws {
        let share = Self.steps / Double(Self.cycles * Self.parts)
        let drives = max(1, Int(share.rounded(.up)))
        var looks: [Invariants.Rule: Int] = [:]
        for index in 0..<drives {
            let seed = UInt64(part + index * Self.parts)
            let script = ScriptGenerator.script(seed: seed, cycles: Self.cycles)
            var drive = ScriptedDrive(script)
            if let broken = drive.run() {
                let smallest = script.shrunk { Self.breaks($0, broken.rules) }
                let file = try Self.keep(smallest, broken.rules, seed)
                Issue.record("seed \(seed): \(broken.rules); played again by AXLE_DRIVE=\(file)")
                return
            }
            looks.merge(drive.looks, uniquingKeysWith: +)
        }
        for (rule, name) in Invariants.rules {
            let count = looks[rule, default: 0]
            #expect(count > 0, "\(rule): \(name) was never looked at")
            printInvariant(rule, name, steps: drives * Self.cycles, looks: count)
        }
    }

    @Test("nor does one of a car that withholds both axles where one is lost", arguments: 0..<60)
    func holdsForBoth(seed: UInt64) {
        var parameters = ControlParameters.whole
        parameters.faults.goesOnWithOneAxle = false
        let script = ScriptGenerator.script(seed: seed, cycles: Self.cycles)
        var drive = ScriptedDrive(script, parameters)
        let broken = drive.run()
        #expect(broken == nil, "seed \(seed)")
    }

    @Test("a kept drive breaks nothing")
    func kept() throws {
        guard let path = ProcessInfo.processInfo.environment["AXLE_DRIVE"] else { return }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let script = try #require(DriveScript(text), "\(path) is no drive")
        var drive = ScriptedDrive(script)
        while !drive.isOver {
            let broken = drive.step()
            print(describe(drive.bench.report))
            #expect(broken.isEmpty, "cycle \(drive.cycle - 1)")
        }
    }

    @Test("drives do drive: torque, limits and holding all occur")
    func driveSomething() {
        var bound: Set<BindingLimit> = []
        var most = 0.0
        for seed in 0..<200 {
            var drive = ScriptedDrive(.random(seed))
            while !drive.isOver {
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
    func isDeterministic(seed: Int) { compare(seed, .at(0)) }

    @Test("shifted time stamps change nothing", arguments: 0..<10)
    func isShiftInvariant(seed: Int) {
        compare(seed, Instant(nanoseconds: 8_123_456_789_012_345))
    }

    @Test(
        "from any history a released pedal leaves no more than creep within 400 ms",
        arguments: 0..<300
    )
    func releasedPedal(seed: Int) {
        var bench = benchAfterDrive(seed)
        bench.requests = RequestSet()
        bench.pedal = 0
        for cycle in 0..<60 {
            bench.step()
            let total = bench.given.total.rawValue * bench.report.gear.direction
            if cycle >= 40 { #expect(total <= 40 + 1e-9, "seed \(seed)") }
        }
    }

    @Test("from any history the brake leaves no drive torque within 300 ms", arguments: 0..<300)
    func pressedBrake(seed: Int) {
        var bench = benchAfterDrive(seed)
        bench.isBraking = true
        bench.silent.remove(.brakePressed)
        bench.repeated.remove(.brakePressed)
        bench.corrupt[.brakePressed] = nil
        bench.age = 0
        var last = Double.infinity
        let gear = bench.selector
        for cycle in 0..<40 {
            bench.step()
            let direction = bench.report.gear.direction
            guard bench.report.gear == gear || cycle > 0, direction != 0 else { return }
            let total = bench.given.total.rawValue * direction
            if cycle > 0 { #expect(total <= max(0, last) + 1e-9, "seed \(seed)") }
            if cycle >= 30 { #expect(total <= 1e-9, "seed \(seed)") }
            last = total
        }
    }

    private func benchAfterDrive(_ seed: Int) -> Bench {
        var drive = ScriptedDrive(.random(seed))
        for _ in 0..<(100 + seed) { _ = drive.step() }
        return drive.bench
    }

    private func compare(_ seed: Int, _ start: Instant) {
        var here = ScriptedDrive(.random(seed))
        var there = ScriptedDrive(.random(seed), start: start)
        while !here.isOver {
            _ = here.step()
            _ = there.step()
            guard here.bench.report.fingerprint == there.bench.report.fingerprint else {
                Issue.record("seed \(seed), cycle \(here.cycle)")
                return
            }
        }
    }
}

// Failures.
extension RandomDriveTests {
    /// The cycle in which a drive breaks one of these rules.
    private static func breaks(_ script: DriveScript, _ rules: [String]) -> Int? {
        var drive = ScriptedDrive(script)
        guard let broken = drive.run(), !Set(broken.rules).isDisjoint(with: rules) else {
            return nil
        }
        return broken.cycle
    }

    private static func keep(
        _ script: DriveScript,
        _ rules: [String],
        _ seed: UInt64
    ) throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("drive-\(seed).txt").path
        let text = "# breaks \(rules.joined(separator: "; "))\n" + script.text
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        print(text)
        return path
    }

    private func describe(_ report: CycleReport) -> String {
        let front = report.axles.front
        let rear = report.axles.rear
        return """
            \(report.cycle): given \(front.given.rawValue) \(rear.given.rawValue), \
            arbitrated \(report.arbitrated.rawValue), \(front.binding) \(rear.binding), \
            \(report.gear) at \(report.vehicleSpeed.kilometresPerHour) km/h, \
            motors \(front.speed.rawValue) \(rear.speed.rawValue) rad/s, \
            pedal \(report.pedal) brake \(report.isBraking), \
            limits \(report.dischargeLimit.kilowatts) \(report.chargeLimit.kilowatts) kW, \
            \(report.mode) \(report.arming) \(report.ladder)
            """
    }
}

extension DriveScript {
    /// A random drive of 800 cycles.
    static func random(_ seed: Int) -> DriveScript {
        ScriptGenerator.script(seed: UInt64(seed))
    }
}
