import ControlCore
import Testing
import VehicleModel

@Suite("ControlCore when something is wrong")
struct SafetyTests {
    /// An input, and by when torque is gone after its last frame, ms.
    struct Loss: Sendable, CustomStringConvertible {
        var quantities: [InputQuantity]
        var until: Double
        var after: Double

        init(quantity: InputQuantity, until: Double, after: Double) {
            self.init(quantities: [quantity], until: until, after: after)
        }

        init(quantities: [InputQuantity], until: Double, after: Double) {
            self.quantities = quantities
            self.until = until
            self.after = after
        }

        var description: String { "\(quantities)" }
    }

    func driving(_ gear: Gear = .drive, at speed: Double = 60, pedal: Double = 0.6) -> Bench {
        var bench = Bench.ready(gear, at: speed)
        bench.holdsSpeed = true
        bench.pedal = pedal
        bench.run(120)
        return bench
    }

    func total(_ bench: Bench) -> Double { bench.given.total.rawValue }

    @Test(
        "an input that stops coming takes torque away in its time, not before",
        arguments: [
            Loss(quantities: [.pedalA, .pedalB], until: 60, after: 61),
            Loss(quantity: .brakePressed, until: 100, after: 101),
            Loss(quantity: .gearSelector, until: 100, after: 101),
            Loss(quantity: .frontMotorSpeed, until: 50, after: 51),
            Loss(quantity: .rearMotorSpeed, until: 50, after: 51),
            Loss(quantity: .frontInverterReady, until: 50, after: 51),
            Loss(quantity: .rearInverterReady, until: 50, after: 51),
            // At 100 ms the ladder takes what is above its speed for limping.
            Loss(quantity: .dischargeLimit, until: 110, after: 510),
            Loss(quantity: .mainRelayPermitted, until: 550, after: 610),
        ]
    )
    func losses(loss: Loss) {
        var bench = driving()
        #expect(total(bench) > 200)
        bench.age = 0
        bench.run(5)
        bench.silent = Set(loss.quantities)
        for cycle in 1...80 {
            bench.step()
            let age = Double(cycle) * 10
            if age <= loss.until { #expect(total(bench) > 0, "at \(age) ms") }
            if age >= loss.after { #expect(total(bench) == 0, "at \(age) ms") }
        }
    }

    @Test(
        "an input that is not finite or out of range takes torque away with its second frame",
        arguments: [
            [.pedalA, .pedalB], [.brakePressed], [.gearSelector], [.frontMotorSpeed],
            [.rearMotorSpeed], [.frontInverterReady], [.rearInverterReady],
        ] as [[InputQuantity]]
    )
    func invalid(quantities: [InputQuantity]) {
        for bad in notFinite + [1e9, -1e9] {
            var bench = driving()
            let before = bench.given
            for quantity in quantities { bench.corrupt[quantity] = bad }
            bench.step()
            #expect(abs((bench.given.total - before.total).rawValue) < 1e-6, "\(bad)")
            bench.step()
            #expect(bench.given == AxlePair(both: .zero), "\(bad)")
        }
    }

    @Test("one pedal sensor left never asks for more than both did", arguments: [true, false])
    func onePedal(isFirstLost: Bool) {
        for bad in [.nan, 1e9] as [Double] {
            var bench = driving(pedal: 0.3)
            bench.pedals = isFirstLost ? (0.3, 0.38) : (0.38, 0.3)
            bench.run(20)
            let before = total(bench)
            #expect(before > 100)
            bench.corrupt[isFirstLost ? .pedalA : .pedalB] = bad
            for _ in 0..<50 {
                bench.step()
                #expect(total(bench) <= before + 1e-6)
            }
        }
    }

    @Test(
        "other inputs that are invalid leave torque finite and within bounds",
        arguments: InputQuantity.allCases
    )
    func anyInvalid(quantity: InputQuantity) {
        for bad in notFinite + [1e9, -1e9] {
            var bench = driving()
            let before = total(bench)
            bench.corrupt[quantity] = bad
            for _ in 0..<60 {
                bench.step()
                #expect(bench.given.front.isFinite && bench.given.rear.isFinite)
                #expect(total(bench) >= 0 && total(bench) <= before + 1e-6)
            }
        }
    }

    @Test("after a fault torque waits for a released pedal, and then rises by the rate")
    func comesBackReleased() {
        var bench = driving()
        bench.silent = [.pedalA, .pedalB]
        bench.run(10)
        bench.silent = []
        bench.run(200)
        #expect(total(bench) == 0)
        bench.pedal = 0
        bench.step()
        bench.pedal = 0.6
        // Slowly through the lash, 2 Nm a cycle, then by 12.
        bench.run(10)
        #expect(bench.given.front.rawValue > 0)
        #expect(bench.given.front.rawValue <= 40)
        bench.run(100)
        #expect(total(bench) > 200)
    }

    @Test("without the charge limit braking torque is gone after 600 ms")
    func chargeLimitLost() {
        var bench = driving(.brake, pedal: 0)
        #expect(total(bench) < -100)
        bench.silent = [.chargeLimit]
        bench.run(61)
        #expect(total(bench) == 0)
    }

    @Test(
        "the brake takes full drive to zero in 300 ms, never rising, with any pedal",
        arguments: [
            0, 30, 90, 150,
        ] as [Double]
    )
    func brake(speed: Double) {
        for pedal in [0.0, 0.2, 1] {
            for gear in [Gear.drive, .reverse] {
                let sign = gear.direction
                var bench = driving(gear, at: gear == .reverse ? -speed / 5 : speed, pedal: 1)
                bench.pedal = pedal
                bench.isBraking = true
                var last = total(bench) * sign
                for cycle in 1...40 {
                    bench.step()
                    let drive = total(bench) * sign
                    #expect(drive <= max(0, last) + 1e-9)
                    if cycle > 30 { #expect(drive <= 1e-9) }
                    last = drive
                }
                bench.isBraking = false
                bench.run(30)
                // Pressed beside the brake, the pedal must be let go first.
                if pedal > 0.1 { #expect(total(bench) * sign <= 1e-9) }
                bench.pedal = 0.04
                bench.step()
                bench.pedal = 1
                bench.run(60)
                #expect(total(bench) * sign > 100)
            }
        }
    }

    @Test("the sequence of recall 23V-494 leaves no torque behind", arguments: 0..<100)
    func recall(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var bench = driving(at: random.number(20...110), pedal: 0)
        for _ in 0..<50 {
            let request = TorqueRequest(
                source: .cruise,
                kind: .setpoint,
                torque: Torque(random.number(50...400)),
                expiry: bench.now + .milliseconds(50)
            )
            _ = bench.requests.place(request)
            bench.step()
        }
        // Cruise off, D to B and back, pedal pressed and released, all within eight seconds.
        if random.happens(onceIn: 2) { bench.requests.withdraw(.cruise, .setpoint) }
        for _ in 0..<6 {
            switch random.next() % 4 {
            case 0: bench.selector = .brake
            case 1: bench.selector = .drive
            case 2: bench.pedal = random.number(0...1)
            default: bench.selector = random.one(of: [.neutral, .drive, .brake])
            }
            bench.run(Int(random.next() % 100))
        }
        bench.selector = random.one(of: [.drive, .brake])
        bench.pedal = random.number(0.1...1)
        bench.run(Int(random.next() % 60))
        bench.pedal = 0
        bench.run(40)
        for _ in 0..<50 {
            bench.step()
            #expect(total(bench) <= 40 + 1e-9, "seed \(seed)")
        }
    }

    @Test("only an armed control mode and shadow compute torque", arguments: OperatingMode.allCases)
    func modes(mode: OperatingMode) {
        for arming in ArmState.allCases {
            var bench = driving()
            bench.mode = mode
            bench.arming = arming
            bench.run(60)
            let mayGive =
                mode == .shadow ? arming != .tripped : mode == .control && arming == .armed
            #expect((total(bench) > 100) == mayGive, "\(arming)")
            if !mayGive { #expect(bench.given == AxlePair(both: .zero), "\(arming)") }
        }
    }

    @Test("a lease that ends takes torque down at the protective rate to zero")
    func disarming() {
        var bench = driving()
        bench.arming = .disarming
        var last = bench.given
        for _ in 0..<10 {
            bench.step()
            for axle in Axle.allCases {
                let next = max(0, last[axle].rawValue - 40)
                #expect(abs(bench.given[axle].rawValue - next) <= 0.25)
            }
            last = bench.given
        }
        #expect(bench.given == AxlePair(both: .zero))
        #expect(bench.report.axles.front.binding == .notArmed)
    }

    @Test("torque computed in shadow is not continued in control")
    func shadowIsNotContinued() {
        var bench = driving()
        bench.mode = .shadow
        bench.run(60)
        bench.mode = .control
        bench.guardian = .isSilent
        bench.step()
        for axle in Axle.allCases { #expect(bench.given[axle] <= Torque(12)) }
    }

    @Test("the guardian's answer lowers the start of the next cycle and never raises it")
    func guardianLowers() {
        var bench = driving(pedal: 0.2)
        let steady = bench.given
        bench.guardian = .sendsPart(0.5)
        bench.step()
        #expect(bench.given.front.rawValue <= steady.front.rawValue / 2 + 12)
        // From there it rises anew: 10 Nm in both axles' first cycle.
        #expect(bench.given.front.rawValue > steady.front.rawValue / 2 + 4)
        let low = bench.given
        bench.pedal = 1
        for torques in [Torque(300), Torque(-300), Torque(.nan), Torque(.infinity)] {
            var late = bench
            late.guardian = .isLate(AxlePair(both: torques))
            late.step()
            for axle in Axle.allCases {
                #expect(late.given[axle].rawValue <= low[axle].rawValue + 12 + 1e-9)
                #expect(late.given[axle].rawValue >= 0)
            }
        }
        bench.guardian = .isSilent
        bench.step()
        #expect(bench.given.front > low.front && bench.given.front <= low.front + Torque(12))
    }

    @Test(
        "a stall of a second and a jump of the clock move torque by one cycle's step at most",
        arguments: [
            (1000, 0), (50, 0), (10, 3_600_000), (10, -3_600_000), (10, -10), (10, 700),
        ] as [(Double, Double)]
    )
    func stalls(elapsed: Double, jump: Double) {
        var bench = driving(pedal: 0.3)
        bench.pedal = 1
        bench.step()
        let before = bench.given
        bench.step(elapsed: elapsed, jump: jump)
        for axle in Axle.allCases {
            #expect(bench.given[axle] <= before[axle] + Torque(12.000001))
            #expect(bench.given[axle] >= .zero)
        }
        bench.run(300)
        #expect(total(bench) > 300)
    }

    @Test("low voltage shrinks the envelope, at the protective rate")
    func lowVoltage() {
        var bench = driving(at: 100, pedal: 1)
        bench.limits.discharge = 255_000
        bench.voltage = 220
        bench.run(100)
        for axle in [bench.report.axles.front, bench.report.axles.rear] {
            let greatest = MotorEnvelope.em57.greatestTorque(at: axle.speed, voltage: Voltage(220))
            #expect(abs((axle.given - greatest).rawValue) < 1e-6)
            #expect(axle.binding == .envelope)
        }
    }

    @Test(
        "foreign numbers in requests never reach the motors",
        arguments: notFinite + [1e308, -1e308]
    )
    func foreignRequests(bad: Double) {
        for kind in [TorqueRequest.Kind.setpoint, .maximum, .minimum] {
            var bench = driving(pedal: 0.3)
            for _ in 0..<30 {
                let request = TorqueRequest(
                    source: .operatorCeiling,
                    kind: kind,
                    torque: Torque(bad),
                    expiry: bench.now + .milliseconds(50)
                )
                _ = bench.requests.place(request)
                bench.step()
                #expect(abs(bench.given.front.rawValue) <= 340)
                #expect(abs(bench.given.rear.rawValue) <= 340)
            }
        }
    }
}
