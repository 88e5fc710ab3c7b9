import ControlCore
import Testing
import VehicleModel

@Suite("ControlCore")
struct ControlCoreTests {
    /// A car that has had its pedal long enough for every rate to be over.
    private func settled(
        _ gear: Gear = .drive,
        at kilometresPerHour: Double,
        pedal: Double,
        _ change: (inout Bench) -> Void = { _ in }
    ) -> Bench {
        var bench = Bench.ready(gear, at: kilometresPerHour)
        bench.holdsSpeed = true
        bench.pedal = pedal
        change(&bench)
        bench.run(150)
        return bench
    }

    private func total(_ bench: Bench) -> Double {
        bench.given.total.rawValue * bench.report.gear.direction
    }

    @Test(
        "from creep, full pedal raises both axles by 10 Nm more in each cycle, by 12 Nm each at most, up to what their loads bear"
    )
    func launches() {
        var bench = Bench.ready()
        bench.run(50)
        bench.holdsSpeed = true
        bench.speed = 0
        bench.run(20)
        #expect(abs(total(bench) - 40) < 1e-9)
        bench.pedal = 1
        for (cycle, total) in [10, 20, 24, 24].enumerated() {
            let before = bench.given
            bench.step()
            // From what was sent, which is up to 0.25 Nm less on each axle than what was given.
            let rises = Axle.allCases.map { (bench.given[$0] - before[$0]).rawValue }
            #expect(abs(rises[0] + rises[1] - Double(total)) < 1.5, "\(cycle)")
            for rise in rises { #expect(rise <= 12 + 1e-9) }
            #expect(bench.report.axles.rear.binding == (cycle < 2 ? .shaping : .upRate))
        }
        bench.run(100)
        #expect(bench.given.rear == Torque(340))
        #expect(bench.report.axles.rear.binding == .envelope)
        let share = bench.report.frontShare
        #expect(abs(bench.given.front.rawValue - 680 * share) < 0.01)
        #expect(
            abs(bench.report.axles.rear.unallocated.rawValue - (680 * (1 - share) - 340)) < 0.01
        )
    }

    @Test("the system's ceiling holds the sum of the shafts and names itself")
    func systemCeiling() {
        let bench = settled(at: 90, pedal: 1)
        let report = bench.report
        let shaft =
            report.axles.front.given * report.axles.front.speed
            + report.axles.rear.given * report.axles.rear.speed
        #expect(abs(shaft.kilowatts - 227) < 0.01)
        #expect(report.axles.front.binding == .systemCeiling)
        #expect(report.powerScale < 1 && report.powerScale > 0.5)
    }

    @Test(
        "the battery's limit holds the predicted power, keeps the split and names itself",
        arguments: [
            20, 60, 100, 140,
        ] as [Double]
    )
    func dischargeLimit(kilometresPerHour: Double) {
        for kilowatts in [10, 25, 40.0] {
            let bench = settled(at: kilometresPerHour, pedal: 0.6) {
                $0.limits.discharge = kilowatts * 1000
            }
            let report = bench.report
            #expect(abs(report.predictedPower.kilowatts - kilowatts) < kilowatts * 1e-6)
            let ratio = report.axles.front.given / report.axles.rear.given
            #expect(abs(ratio / (report.frontShare / (1 - report.frontShare)) - 1) < 1e-9)
            #expect(report.axles.front.binding == .discharge)
            #expect(report.axles.rear.binding == .discharge)
            #expect(report.powerScale < 1)
            #expect(report.limitViolations == 0)
        }
    }

    @Test("a limit that drops is met within 110 ms at the protective rate and without a violation")
    func limitDrops() {
        var bench = settled(at: 100, pedal: 1)
        bench.limits.discharge = 60_000
        var cycles = 0
        repeat {
            let before = bench.given
            bench.step()
            cycles += 1
            for axle in Axle.allCases {
                #expect((before[axle] - bench.given[axle]).rawValue <= 40.25)
            }
        } while bench.report.predictedPower > Power(60_100) && cycles < 50
        #expect(cycles <= 11 && cycles > 2)
        bench.run(50)
        #expect(bench.report.limitViolations == 0)
    }

    @Test("the limit holds at the speed that the motors will have when the torque is there")
    func limitHoldsAhead() {
        var bench = settled(at: 20, pedal: 1) { $0.limits.discharge = 60_000 }
        bench.holdsSpeed = false
        bench.run(20)
        for _ in 0..<100 {
            let before = bench.report
            bench.step()
            var drawn = 500.0
            for axle in Axle.allCases {
                let now = bench.report.axles[axle]
                let ahead = now.speed + (now.speed - before.axles[axle].speed) * 3
                #expect(ahead > now.speed)
                let losses = bench.parameters.axles[axle].losses
                drawn += losses.drawn(by: now.given, at: ahead).rawValue
            }
            #expect(drawn <= 60_000 * (1 + 1e-4))
            #expect(drawn > 55_000)
        }
    }

    @Test("a fall that takes too long is cut to the limit, raises nothing and is counted")
    func limitIsEnforced() {
        var bench = settled(at: 100, pedal: 1)
        bench.limits.discharge = 20_000
        bench.step()
        let before = bench.given
        bench.step(jump: 200)
        #expect(bench.report.limitViolations == 1)
        #expect(bench.report.predictedPower.rawValue <= 20_000 * 1.001)
        for axle in Axle.allCases { #expect(bench.given[axle] <= before[axle]) }
        bench.run(30)
        #expect(bench.report.limitViolations == 1)
    }

    @Test("cutting one axle to the limit does not lift the other past its rate")
    func cutLiftsNothing() {
        var bench = settled(at: 100, pedal: 1)
        bench.limits.discharge = 60_000
        bench.step()
        // The guardian has held the front at zero, so it is below what the limit would let it have.
        bench.guardian = .isLate(AxlePair(front: .zero, rear: bench.given.rear))
        bench.step(jump: 200)
        #expect(bench.report.limitViolations == 1)
        #expect(bench.given.front <= Torque(12))
        #expect(bench.given.rear.rawValue > 12)
    }

    @Test("braking returns no more than the charge limit", arguments: [0, 5, 22, 60] as [Double])
    func chargeLimit(kilowatts: Double) {
        let bench = settled(.brake, at: 50, pedal: 0) { $0.limits.charge = kilowatts * 1000 }
        let report = bench.report
        var returned = 0.0
        for axle in [report.axles.front, report.axles.rear] {
            let loss = bench.parameters.axles.front.losses.model.torqueLoss(at: axle.speed)
            returned -= (axle.given * axle.speed).rawValue
            returned -= loss * axle.given.rawValue * axle.given.rawValue
        }
        #expect(total(bench) <= 0)
        #expect(returned <= kilowatts * 1000 * (1 + 1e-6))
        if kilowatts < 60 {
            #expect(abs(returned - kilowatts * 1000) < 1)
            #expect(report.axles.front.binding == .charge)
        } else {
            #expect(abs(total(bench) + 150) < 0.01)
        }
    }

    @Test("reverse is the mirror of forward, with the axles exchanged")
    func mirror() {
        var forward = Bench.ready(.drive)
        var backward = Bench.ready(.reverse, at: 0, ControlParameters.prototype.mirrored)
        for cycle in 0..<1200 {
            for pedal in [(0, 0.0), (100, 1), (500, 0), (700, 0.4), (900, 0.06)]
            where pedal.0 == cycle {
                forward.pedal = pedal.1
                backward.pedal = pedal.1
            }
            forward.limits.discharge = cycle < 300 ? 250_000 : 60_000
            backward.limits.discharge = forward.limits.discharge
            forward.step()
            backward.step()
            let front = forward.given.front.rawValue + backward.given.rear.rawValue
            let rear = forward.given.rear.rawValue + backward.given.front.rawValue
            guard abs(front) < 1e-6, abs(rear) < 1e-6 else {
                Issue.record("cycle \(cycle): \(forward.given), \(backward.given)")
                return
            }
        }
        #expect(forward.speed > 10)
    }

    @Test("more pedal never gives less, a lower limit never more")
    func monotone() {
        for speed in [0, 15, 60, 130.0] {
            var last = -1e9
            for step in 0...12 {
                let given = total(settled(at: speed, pedal: Double(step) / 12))
                #expect(given >= last - 1e-6, "\(speed) km/h, \(step) / 12")
                last = given
            }
            last = -1e9
            for kilowatts in [0, 2, 5, 20, 60, 150, 250.0] {
                let bench = settled(at: speed, pedal: 0.9) {
                    $0.limits.discharge = kilowatts * 1000
                }
                #expect(total(bench) >= last - 1e-6, "\(speed) km/h, \(kilowatts) kW")
                last = total(bench)
            }
        }
    }

    @Test(
        "full pedal while rolling backward gives full torque: the hill start",
        arguments: [
            -0.5, -2, -4, -8,
        ] as [Double]
    )
    func hillStart(kilometresPerHour: Double) {
        var bench = Bench.ready(.drive, at: kilometresPerHour)
        bench.holdsSpeed = true
        bench.pedal = 1
        bench.run(120)
        #expect(total(bench) > 550)
    }

    @Test("a maximum below zero brakes while the car moves and never drives it backward")
    func negativeMaximum() {
        for (gear, sign) in [(Gear.drive, 1.0), (.reverse, -1)] {
            for speed in [50, 5, 1, 0, -1, -10.0] {
                var bench = Bench.ready(gear, at: speed * sign)
                bench.holdsSpeed = true
                bench.limits.charge = 200_000
                bench.pedal = 0.5
                for _ in 0..<60 {
                    let request = TorqueRequest(
                        source: .stability,
                        kind: .maximum,
                        torque: Torque(-200),
                        expiry: bench.now + .milliseconds(50)
                    )
                    _ = bench.requests.place(request)
                    bench.step()
                }
                // The two tyres differ by a quarter of a percent, and the wheels' force is what is kept.
                if speed == 50 { #expect(abs(total(bench) + 200) < 0.01) }
                if speed == 5 { #expect(total(bench) < 0 && total(bench) > -200.01) }
                if speed == 1 { #expect(total(bench) == 0) }
                if speed <= 0 { #expect(total(bench) == 0) }
            }
        }
    }

    @Test("from full drive to lift-off the axles go through zero together")
    func throughZeroTogether() {
        var bench = Bench.ready(.brake, at: 60)
        bench.limits.charge = 250_000
        bench.pedal = 1
        bench.run(80)
        #expect(abs((bench.given.front - bench.given.rear).rawValue) > 30)
        bench.pedal = 0
        for _ in 0..<40 {
            bench.step()
            let (front, rear) = (bench.given.front.rawValue, bench.given.rear.rawValue)
            #expect(front * rear >= 0 || min(abs(front), abs(rear)) <= 12)
        }
        #expect(abs(total(bench) + 150) < 1)
    }

    @Test("neutral and park take all torque within 140 ms", arguments: [Gear.neutral, .park])
    func restGears(gear: Gear) {
        for pedal in [0.0, 1] {
            var bench = settled(.brake, at: 60, pedal: pedal)
            #expect(bench.given.total != .zero)
            bench.selector = gear
            bench.run(14)
            #expect(bench.given == AxlePair(both: .zero))
        }
    }

    @Test("creep drives at rest, not under the brake and not out of gear")
    func creeps() {
        #expect(abs(total(settled(at: 0, pedal: 0)) - 40) < 1e-9)
        #expect(total(settled(at: 0, pedal: 0) { $0.isBraking = true }) == 0)
        #expect(settled(.neutral, at: 0, pedal: 1).given == AxlePair(both: .zero))
    }

    @Test("preconditions are named one by one")
    func preconditions() {
        func missing(_ change: (inout Bench) -> Void) -> MissingPreconditions {
            var bench = Bench.ready()
            bench.arming = .disarmed
            bench.run(2)
            change(&bench)
            bench.run(80)
            let hasGuardian = bench.surroundings.hasGuardian
            return bench.core.missingPreconditions(bench.report, hasGuardian: hasGuardian)
        }
        #expect(missing { _ in } == .nothing)
        #expect(missing { $0.mode = .shadow } == .mode)
        #expect(missing { $0.surroundings.hasGuardian = false } == [.guardian, .fault])
        #expect(missing { $0.surroundings.hasForeignSender = true } == [.foreignSender, .fault])
        #expect(missing { $0.silent = [.pedalA, .pedalB] } == [.pedal, .fault])
        #expect(missing { $0.pedals.second = 0.2 } == [.pedal, .fault])
        #expect(missing { $0.pedal = 0.019 } == .nothing)
        #expect(missing { $0.pedal = 0.02 } == .pedalReleased)
        #expect(missing { $0.isReady.front = false } == [.frontInverter, .fault])
        #expect(missing { $0.isReady.rear = false } == [.rearInverter, .fault])
        #expect(missing { $0.limits.discharge = 0 } == .battery)
        #expect(missing { $0.silent = [.dischargeLimit] } == [.battery, .fault])
        #expect(missing { $0.isRelayPermitted = false } == [.mainRelay, .fault])
        #expect(missing { $0.silent = [.mainRelayPermitted] } == [.mainRelay, .battery])
        #expect(missing { $0.silent = [.gearSelector] } == [.gear, .fault])
        let rear = missing { $0.silent = [.rearMotorSpeed, .wheelSpeedRearLeft] }
        #expect(rear == [.rearInverter, .fault])
        let both = missing {
            $0.silent = [.frontMotorSpeed, .rearMotorSpeed, .wheelSpeedRearLeft]
        }
        #expect(both == [.frontInverter, .rearInverter, .fault, .speed])
    }

    @Test("cycles and overruns are counted")
    func counts() {
        var bench = Bench()
        bench.run(3)
        bench.surroundings.isOverrun = true
        bench.run(2)
        #expect(bench.report.cycle == 5)
        #expect(bench.report.overruns == 2)
    }
}
