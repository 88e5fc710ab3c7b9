import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore with losses by a table")
struct LossTableDriveTests {
    @Test("no drive breaks an invariant, by the table's own power", arguments: 0..<150)
    func holds(seed: Int) {
        var drive = ScriptedDrive(.random(seed), .whole.tabled)
        let broken = drive.run()
        #expect(broken == nil, "seed \(seed)")
    }

    @Test("nor with a table on one axle alone", arguments: 0..<50)
    func holdsForOne(seed: Int) {
        var parameters = ControlParameters.whole
        parameters.axles.front.losses = .tabled
        var drive = ScriptedDrive(.random(seed), parameters)
        let broken = drive.run()
        #expect(broken == nil, "seed \(seed)")
    }

    /// Settled torques and power at a speed in m/s.
    private static func settled(
        _ bench: inout Bench,
        _ speed: Double,
        _ pedal: Double,
        _ limits: (Double, Double)
    ) -> CycleReport {
        bench.holdsSpeed = true
        bench.pedal = pedal
        bench.limits = limits
        while bench.speed != speed {
            bench.speed += max(-0.1, min(0.1, speed - bench.speed))
            bench.step()
        }
        // A rising limit is believed at 50 kW/s.
        bench.run(600)
        return bench.report
    }

    @Test("a table of the formula gives the formula's torques", arguments: 0..<20)
    func agrees(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var formula = Bench.ready(.brake, at: 60)
        var table = Bench.ready(.brake, at: 60, .prototype.tabled)
        for _ in 0..<15 {
            let pedal = random.one(of: [0, 1, random.number(0...1)])
            let speed = random.number(3...43)
            let limits = (random.number(2_000...250_000), random.number(0...60_000))
            let one = Self.settled(&formula, speed, pedal, limits)
            let two = Self.settled(&table, speed, pedal, limits)
            for axle in Axle.allCases {
                // The table stands above the formula by less than 40 W between its points.
                let slope = abs(one.axles[axle].speed.rawValue) - 0.24 * 60
                let difference = (one.axles[axle].given - two.axles[axle].given).magnitude
                #expect(difference.rawValue <= 80 / max(slope, 10), "seed \(seed)")
            }
            let powers = (one.predictedPower.rawValue, two.predictedPower.rawValue)
            #expect(abs(powers.0 - powers.1) <= 80, "seed \(seed)")
        }
    }

    @Test("at a held speed the limits hold by the table to 1e-6, and little is left of them")
    func exact() {
        for speed in [3.0, 20, 50, 90, 140] {
            for limit in [6e3, 20e3, 60e3, 150e3] {
                var bench = Bench.ready(.drive, at: speed, .prototype.tabled)
                bench.holdsSpeed = true
                bench.limits.discharge = limit
                bench.pedal = 1
                bench.run(200)
                // At 140 km/h idling alone takes more than the least limit.
                guard bench.given.total > .zero else { continue }
                let drawn = bench.report.predictedPower.rawValue
                #expect(drawn <= limit * (1 + 1e-6))
                guard bench.report.powerScale < 1 else { continue }
                #expect(drawn >= limit * (1 - 1e-5), "\(speed) km/h, \(limit) W")
                #expect(bench.report.axles.front.binding == .discharge)
                #expect(bench.report.shadowPrice > 0)
            }
        }
    }

    @Test("regeneration holds the charge limit by the table", arguments: [1e3, 5e3, 15e3])
    func charge(limit: Double) {
        var bench = Bench.ready(.brake, at: 60, .prototype.tabled)
        bench.holdsSpeed = true
        bench.limits.charge = limit
        bench.run(200)
        var returned = 0.0
        for axle in Axle.allCases {
            let report = bench.report.axles[axle]
            let losses = bench.parameters.axles[axle].losses
            returned -= losses.drawn(by: report.given, at: report.speed).rawValue
            returned += losses.drawn(by: .zero, at: report.speed).rawValue
        }
        #expect(returned <= limit * (1 + 1e-6))
        #expect(returned >= limit * (1 - 1e-5))
        #expect(bench.report.axles.front.binding == .charge)
    }

    @Test("slow regeneration ends where the table returns most")
    func optimum() {
        let axle = ControlParameters.prototype.tabled.axles.front
        var input = AxleCapInput(direction: 1)
        input.speed = RotationalSpeed(60)
        input.leadSpeed = RotationalSpeed(50)
        let caps = AxleCaps(input, fade: .sample, of: axle)
        var losses = axle.losses
        let best = losses.regenerationOptimum(at: RotationalSpeed(50))
        #expect(caps.brake.binding == .regenerationOptimum)
        #expect(caps.brake.torque == best)
        #expect(abs(best.rawValue - 50 / 0.236) <= 21.5)
    }

    @Test("without a speed there is no torque, and nothing is predicted")
    func unknownSpeed() {
        var bench = Bench.ready(.drive, at: 50, .prototype.tabled)
        bench.pedal = 0.5
        bench.run(20)
        bench.silent = [
            .frontMotorSpeed, .rearMotorSpeed, .wheelSpeedFrontLeft, .wheelSpeedFrontRight,
            .wheelSpeedRearLeft, .wheelSpeedRearRight,
        ]
        bench.run(60)
        #expect(bench.given.total == .zero)
        #expect(bench.report.predictedPower.rawValue.isNaN)
    }

    @Test("the bench's credit is what the table returns")
    func credit() {
        var parameters = ControlParameters.prototype.tabled
        parameters.requests.bench.creditReserve = Power(5_000)
        var bench = Bench.ready(.drive, parameters)
        bench.isSlippery = true
        bench.values[.benchKey] = 1
        bench.holdsSpeed = true
        bench.run(20)
        bench.speed = parameters.axles.front.speed(of: RotationalSpeed(45)).rawValue
        bench.values[.benchFrontTorque] = 12
        bench.values[.benchRearTorque] = -12
        bench.limits = (1_060, 60_000)
        bench.run(60)
        #expect(bench.report.predictedPower.rawValue <= 1_060 + 1e-6)
        #expect(bench.report.predictedPower.rawValue > 1_060 - 15)
        #expect(bench.given.front < Torque(12) && bench.given.front > Torque(9))
    }
}
