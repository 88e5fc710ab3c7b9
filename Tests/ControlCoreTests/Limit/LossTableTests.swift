import Testing
import VehicleModel

@testable import ControlCore

@Suite("LossTable")
struct LossTableTests {
    @Test(
        "losses are read linearly in both directions, whatever the signs",
        arguments: [
            (0, 0, 200), (25, 0, 262.5), (12.5, 0, 231.25), (0, 75, 350), (0, 37.5, 275),
            (12.5, 37.5, 306.25), (-12.5, -37.5, 306.25), (400, 1200, 18_600), (400, 9999, 18_600),
        ] as [(Double, Double, Double)]
    )
    func values(torque: Double, speed: Double, loss: Double) {
        let power = AxleLosses.plain.drawn(by: Torque(torque), at: RotationalSpeed(speed))
        #expect(abs(power.rawValue - (torque * speed + loss)) < 1e-9)
    }

    @Test(
        "beyond the table's torque, and for what is not finite, nothing is known",
        arguments: notFinite + [-400.001, 400.001]
    )
    func beyond(torque: Double) throws {
        #expect(AxleLosses.plain.drawn(by: Torque(torque), at: .zero).rawValue.isNaN)
        var losses = AxleLosses.plain
        let here = RotationalSpeed(100)
        let read = losses.row(here, here, returning: false)
        var row = try #require(read)
        let slope = row.slope(at: Torque(torque))
        #expect(slope.isNaN)
        guard !torque.isFinite else { return }
        for other in notFinite {
            let power = losses.power(of: .zero, at: RotationalSpeed(other))
            #expect(power.rawValue.isNaN)
        }
    }

    @Test("losses that fall with torque, negative or not finite are refused", arguments: notFinite)
    func refused(bad: Double) {
        #expect(LossTable.sampled { _, t in 500 - t } == nil)
        #expect(LossTable.sampled { _, _ in -1 } == nil)
        #expect(LossTable.sampled { _, _ in bad } == nil)
        #expect(LossTable.sampled { _, _ in 0 } != nil)
        for step in [bad, 0, -1] {
            #expect(LossTable.sampled(speedStep: step) { _, _ in 0 } == nil)
            #expect(LossTable.sampled(torqueStep: step) { _, _ in 0 } == nil)
        }
    }

    @Test("of two speeds the greater loss counts where power is drawn, the smaller where returned")
    func lessFavourable() throws {
        // What torque adds falls with speed, and idling grows.
        var losses = AxleLosses.make { w, t in 100 + w + t * (2 - w / 1200) }
        let (slow, fast) = (RotationalSpeed(300), RotationalSpeed(900))
        for (now, later) in [(slow, fast), (fast, slow)] {
            let rows = (
                losses.row(now, later, returning: false), losses.row(now, later, returning: true)
            )
            var drawn = try #require(rows.0)
            var returned = try #require(rows.1)
            #expect(abs(drawn.idle.rawValue - 1000) < 1e-9)
            #expect(abs(returned.idle.rawValue - 1000) < 1e-9)
            let (most, least) = (
                drawn.extraLoss(of: Torque(100)), returned.extraLoss(of: Torque(-100))
            )
            #expect(abs(most.rawValue - 175) < 1e-9)
            #expect(abs(least.rawValue - 125) < 1e-9)
            let slope = drawn.slope(at: Torque(-110))
            #expect(abs(slope - 1.75) < 1e-9)
        }
        var formula = AxleLosses(.em57)
        let none = formula.row(slow, fast, returning: false)
        #expect(none == nil)
    }

    @Test("an axle is counted with what its own torque loses")
    func counted() {
        var losses = AxleLosses.plain
        let speed = RotationalSpeed(300)
        let axle = ProjectedAxle(
            Torque(-130),
            ShaftOutlook(losses.formula, now: speed, later: speed),
            returning: false,
            &losses
        )
        let lost = losses.lost(by: 130, at: 300) - losses.lost(by: 0, at: 300)
        #expect(abs(axle.torqueLoss * 130 * 130 - lost) < 1e-9)
        #expect(abs(axle.idleLoss.rawValue - 800) < 1e-9)
        for next in [0, 1e-7, -1e-300] {
            let idle = losses.counted(Torque(next), speed, speed, returning: false)
            #expect(idle.torque == 0)
        }
    }

    @Test("the regeneration optimum is the last point up to which each step returns more")
    func optimum() {
        var losses = AxleLosses.plain
        func optimum(_ speed: Double) -> Double {
            losses.regenerationOptimum(at: RotationalSpeed(speed)).rawValue
        }
        // 25 w against 0.1 (2 n + 1) 625: n = (0.4 w - 1) / 2, so at 30 rad/s n = 5.5.
        #expect(optimum(30) == 150)
        #expect(optimum(-30) == 150)
        #expect(optimum(2.4) == 0)
        #expect(optimum(2.6) == 25)
        #expect(optimum(0) == 0)
        #expect(optimum(1000) == 400)
        #expect(optimum(.nan) == 0)
        for speed in stride(from: 5.0, through: 70, by: 0.7) {
            func returned(_ torque: Double) -> Double {
                -losses.drawn(by: Torque(-torque), at: RotationalSpeed(speed)).rawValue
            }
            let best = optimum(speed)
            let most = stride(from: 0.0, through: 400, by: 0.5).map(returned).reduce(-1e9, max)
            #expect(returned(best) >= most - 1e-9, "\(speed)")
            // By the formula that was sampled, to one step.
            #expect(abs(best - speed / 0.2) <= 25, "\(speed)")
        }
        var formula = AxleLosses(.em57)
        let exact = formula.regenerationOptimum(at: RotationalSpeed(60)).rawValue
        #expect(abs(exact - 60 / 0.236) < 1e-9)
    }
}

@Suite("TableProjection")
struct TableProjectionTests {
    /// One axle with its own losses at one speed.
    private struct Car {
        let torques: AxlePair<Double>
        let speeds: AxlePair<Double>
        var losses = AxlePair(both: AxleLosses.plain)

        func axles(returning: Bool = false) -> AxlePair<ProjectedAxle> {
            AxlePair(front: axle(.front, returning), rear: axle(.rear, returning))
        }

        private func axle(_ axle: Axle, _ returning: Bool) -> ProjectedAxle {
            var losses = losses[axle]
            let speed = RotationalSpeed(speeds[axle])
            return ProjectedAxle(
                Torque(torques[axle]),
                ShaftOutlook(losses.formula, now: speed, later: speed),
                returning: returning,
                &losses
            )
        }

        func projection(returning: Bool = false) -> TableProjection {
            func row(_ axle: Axle) -> LossRow? {
                var losses = losses[axle]
                let speed = RotationalSpeed(speeds[axle])
                return losses.row(speed, speed, returning: returning)
            }
            return TableProjection(
                axles(returning: returning),
                rows: AxlePair(front: row(.front), rear: row(.rear))
            )
        }

        func drive(_ limit: Double, auxiliary: Double = 400) -> Double {
            var projection = projection()
            return projection.driveFactor(limit: Power(limit), auxiliary: Power(auxiliary))
        }

        func charge(_ limit: Double) -> Double {
            var projection = projection(returning: true)
            return projection.chargeFactor(limit: Power(limit))
        }

        /// Shaft power and what torque loses beside idling, W.
        private func parts(_ axle: Axle, _ factor: Double) -> (shaft: Double, extra: Double) {
            let (torque, speed) = (torques[axle] * factor, speeds[axle])
            let idle = losses[axle].lost(by: 0, at: speed)
            return (torque * speed, losses[axle].lost(by: torque, at: speed) - idle)
        }

        func consumes(_ axle: Axle) -> Bool {
            let (shaft, extra) = parts(axle, 1)
            return shaft >= 0 || extra > -shaft
        }

        /// Battery power of consuming axles with every idle loss and 400 W.
        func drawn(_ factor: Double) -> Double {
            var sum = 400.0
            for axle in Axle.allCases {
                sum += losses[axle].lost(by: 0, at: speeds[axle])
                guard consumes(axle) else { continue }
                let (shaft, extra) = parts(axle, factor)
                sum += max(shaft, 0) + extra
            }
            return sum
        }

        func returned(_ factor: Double) -> Double {
            var sum = 0.0
            for axle in Axle.allCases where !consumes(axle) {
                let (shaft, extra) = parts(axle, factor)
                sum += -shaft - extra
            }
            return sum
        }
    }

    private static func losses(_ random: inout SplitMix) -> AxlePair<AxleLosses> {
        let formula = AxleLosses(.em57)
        return random.one(of: [
            AxlePair(both: .plain), AxlePair(front: .plain, rear: formula),
            AxlePair(front: formula, rear: .tabled),
        ])
    }

    @Test("the drive factor holds the limit and wastes next to nothing", arguments: 0..<40)
    func drive(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<50 {
            func speed() -> Double { random.one(of: [0, random.number(-1000...1000)]) }
            let car = Car(
                torques: AxlePair(
                    front: random.number(-340...340),
                    rear: random.number(-340...340)
                ),
                speeds: AxlePair(front: speed(), rear: speed()),
                losses: Self.losses(&random)
            )
            let limit = random.number(0...3e5)
            let factor = car.drive(limit)
            guard factor.isFinite else {
                #expect(!car.consumes(.front) && !car.consumes(.rear))
                continue
            }
            #expect(factor >= 0)
            if factor > 0 { #expect(car.drawn(factor) <= limit + 1e-6) }
            // A table that ends is no more than what it says at its end.
            let next = car.drawn(factor + max(1, factor) / 8_388_608)
            #expect(!(next <= limit), "seed \(seed)")
            #expect(car.drive(limit + 100) >= factor)
        }
    }

    @Test("the charge factor holds the limit up to the regeneration optimum", arguments: 0..<40)
    func charge(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 100)
        for _ in 0..<50 {
            let speed = random.number(-1000...1000)
            let losses = Self.losses(&random)
            var torques = AxlePair(both: 0.0)
            for axle in Axle.allCases {
                var own = losses[axle]
                let best = own.regenerationOptimum(at: RotationalSpeed(speed)).rawValue
                torques[axle] = -min(340, best) * (speed < 0 ? -1 : 1) * random.number(0.01...1)
            }
            let car = Car(torques: torques, speeds: AxlePair(both: speed), losses: losses)
            let limit = random.number(0...2e5)
            let factor = car.charge(limit)
            guard factor.isFinite else {
                #expect(car.consumes(.front) && car.consumes(.rear))
                continue
            }
            for part in [0.3, 0.7, 1] { #expect(car.returned(factor * part) <= limit + 1e-6) }
            if factor < 1 {
                #expect(car.returned(factor + 1.0 / 8_388_608) > limit, "seed \(seed)")
            }
        }
    }

    @Test("with losses by a formula on both axles the factors are those of the closed form")
    func agrees() {
        var random = SplitMix(seed: 7)
        var looks = 0
        for _ in 0..<2000 {
            let car = Car(
                torques: AxlePair(
                    front: random.number(-340...340),
                    rear: random.number(-340...340)
                ),
                speeds: AxlePair(
                    front: random.number(-1000...1000),
                    rear: random.number(-1000...1000)
                ),
                losses: AxlePair(both: AxleLosses(.em57))
            )
            let limit = random.number(0...2e5)
            let drive = PowerProjection.driveFactor(
                car.axles(),
                limit: Power(limit),
                auxiliary: Power(400)
            )
            let found = car.drive(limit)
            #expect(found == drive || abs(found - drive) <= max(1, drive) * 2.4e-7)
            let charge = PowerProjection.chargeFactor(
                car.axles(returning: true),
                limit: Power(limit)
            )
            guard charge < 1 else { continue }
            looks += 1
            #expect(abs(car.charge(limit) - charge) <= 2.4e-7)
        }
        #expect(looks > 200)
    }

    @Test("more room than the axles can use is no limit; none is none")
    func ends() {
        func car(_ front: (Double, Double), _ rear: (Double, Double)) -> Car {
            Car(
                torques: AxlePair(front: front.0, rear: rear.0),
                speeds: AxlePair(front: front.1, rear: rear.1)
            )
        }
        let driving = car((100, 300), (100, 300))
        #expect(driving.drive(-1, auxiliary: 0) == 0)
        #expect(driving.charge(0) == .infinity)
        // Up to the table's end.
        #expect(abs(driving.drive(1e9) - 4) < 1e-6)
        #expect(car((0, 300), (0, 300)).drive(1e5) == .infinity)
        #expect(car((0, 300), (0, 300)).drive(-1) == .infinity)
        #expect(car((1e-5, 0), (0, 0)).drive(1e9) == .infinity)
        let braking = car((-100, 300), (-50, 300))
        #expect(braking.drive(1e5) == .infinity)
        #expect(braking.charge(0) == 0)
        #expect(braking.charge(-1) == 0)
        // The front reaches the table's end first.
        #expect(abs(braking.charge(1e9) - 4) < 1e-6)
        // More torque than returns most: the factor is for what is asked.
        let beyond = car((-250, 30), (0, 30))
        #expect(beyond.charge(1e9) == 1)
        #expect(beyond.charge(1100) < 1)
        // The braking axle earns the other nothing.
        #expect(
            car((100, 300), (-200, 300)).drive(20_000) == car((100, 300), (0, 300)).drive(20_000)
        )
    }

    @Test("the shadow price is what one more watt adds")
    func shadowPrice() {
        let car = Car(
            torques: AxlePair(front: 110, rear: 210),
            speeds: AxlePair(front: 400, rear: 300),
            losses: AxlePair(front: .plain, rear: .plain)
        )
        var projection = car.projection()
        // 0.1 (225^2 - 200^2) / 25 = 42.5 W/Nm on the rear.
        let prices = projection.shadowPrices
        #expect(abs(max(prices.front, prices.rear) - 1 / 342.5) < 1e-12)
        var mixed = car
        mixed.losses.rear = AxleLosses(.em57)
        var other = mixed.projection()
        let mixedPrices = other.shadowPrices
        #expect(abs(max(mixedPrices.front, mixedPrices.rear) - 1 / (300 + 2 * 0.118 * 210)) < 1e-12)
    }

    @Test("what is not finite leaves no torque", arguments: notFinite)
    func notFiniteIsZero(bad: Double) {
        func car(_ front: (Double, Double), _ rear: (Double, Double)) -> Car {
            Car(
                torques: AxlePair(front: front.0, rear: rear.0),
                speeds: AxlePair(front: front.1, rear: rear.1)
            )
        }
        let driving = car((100, 300), (100, 300))
        let braking = car((-100, 300), (-100, 300))
        #expect(driving.drive(bad, auxiliary: 0) == 0)
        #expect(driving.drive(1e5, auxiliary: bad) == 0)
        #expect(braking.charge(bad) == 0)
        for broken in [
            car((bad, 300), (0, 0)), car((10, bad), (0, 0)), car((0, 0), (bad, 300)),
            car((0, 0), (10, bad)), car((401, 300), (0, 0)),
        ] {
            #expect(broken.drive(1e5) == 0)
            #expect(broken.charge(1e5) == 0)
        }
    }
}
