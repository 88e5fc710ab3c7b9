import ControlCore
import Testing
import VehicleModel

/// Power by the definition, summed term by term: the second source for the closed forms.
private struct Reference {
    /// Both axles.
    let axles: AxlePair<ProjectedAxle>

    static func consumes(_ axle: ProjectedAxle) -> Bool {
        let torque = axle.torque.rawValue
        let speed = axle.speed.rawValue
        return torque * speed >= 0 || abs(torque) > abs(speed) / axle.torqueLoss
    }

    /// The battery power of consuming axles at a factor; no credit for what a shaft returns.
    func drawn(at factor: Double, auxiliary: Power) -> Double {
        var sum = auxiliary.rawValue
        for axle in [axles.front, axles.rear] {
            sum += axle.idleLoss.rawValue
            guard Self.consumes(axle) else { continue }
            let torque = axle.torque.rawValue * factor
            sum += max(torque * axle.speed.rawValue, 0) + axle.torqueLoss * torque * torque
        }
        return sum
    }

    /// The power that returning axles send to the battery at a factor.
    func returned(at factor: Double) -> Double {
        var sum = 0.0
        for axle in [axles.front, axles.rear] where !Self.consumes(axle) {
            let torque = axle.torque.rawValue * factor
            sum -= torque * axle.speed.rawValue + axle.torqueLoss * torque * torque
        }
        return sum
    }

    /// The factor at which returned power is greatest.
    var mostReturned: Double {
        var shaft = 0.0
        var copper = 0.0
        for axle in [axles.front, axles.rear] where !Self.consumes(axle) {
            shaft += abs(axle.torque.rawValue * axle.speed.rawValue)
            copper += axle.torqueLoss * axle.torque.rawValue * axle.torque.rawValue
        }
        return copper > 0 ? shaft / (2 * copper) : .infinity
    }

    /// The largest factor from 0 to `top` that `isAllowed` allows, where it allows all below one point.
    static func bisect(to top: Double, _ isAllowed: (Double) -> Bool) -> Double {
        guard !isAllowed(top) else { return top }
        var low = 0.0
        var high = top
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if isAllowed(middle) { low = middle } else { high = middle }
        }
        return low
    }
}

@Suite("PowerProjection")
struct PowerProjectionTests {
    private static func axle(_ random: inout SplitMix) -> ProjectedAxle {
        let speed = random.one(of: [
            0, 1e-9, random.number(-3...3), random.number(-1100...1100), random.number(0...700),
        ])
        let torque = random.one(of: [
            0, random.number(-1...1), random.number(-340...340), random.number(0...340),
        ])
        return ProjectedAxle(
            torque: Torque(torque),
            speed: RotationalSpeed(speed),
            torqueLoss: random.number(0.01...0.5),
            idleLoss: Power(random.number(0...3000))
        )
    }

    private static func pair(_ random: inout SplitMix) -> AxlePair<ProjectedAxle> {
        AxlePair(front: axle(&random), rear: axle(&random))
    }

    private func scaled(_ axle: ProjectedAxle, by factor: Double) -> ProjectedAxle {
        var other = axle
        other.torque = axle.torque * factor
        return other
    }

    private func mirrored(_ axle: ProjectedAxle) -> ProjectedAxle {
        var other = axle
        other.torque = -axle.torque
        other.speed = -axle.speed
        return other
    }

    private func factors(_ axles: AxlePair<ProjectedAxle>, _ limit: Power) -> [Double] {
        [
            PowerProjection.driveFactor(axles, limit: limit, auxiliary: Power(500)),
            PowerProjection.chargeFactor(axles, limit: limit),
            PowerProjection.ceilingFactor(axles, ceiling: limit),
        ]
    }

    @Test(
        "the drive factor agrees with bisection, and power stays under the limit",
        arguments: 0..<20
    )
    func driveAgrees(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<1000 {
            let axles = Self.pair(&random)
            let limit = Power(random.one(of: [random.number(0...8000), random.number(0...4e5)]))
            let auxiliary = Power(random.number(0...3000))
            let reference = Reference(axles: axles)
            let exact = PowerProjection.driveFactor(axles, limit: limit, auxiliary: auxiliary)
            let closed = min(1, exact)
            let found = Reference.bisect(to: 1) {
                reference.drawn(at: $0, auxiliary: auxiliary) <= limit.rawValue
            }
            let asksNothing =
                reference.drawn(at: 1, auxiliary: auxiliary)
                == reference.drawn(at: 0, auxiliary: auxiliary)
            if asksNothing {
                #expect(exact == .infinity, "seed \(seed)")
                continue
            }
            #expect(abs(closed - found) <= 1e-9 * max(found, 1e-6), "seed \(seed): \(axles)")
            if closed > 0 {
                let drawn = reference.drawn(at: closed, auxiliary: auxiliary)
                #expect(drawn <= limit.rawValue * (1 + 1e-6), "seed \(seed): \(axles)")
            }
        }
    }

    @Test(
        "the charge factor agrees with bisection, and power stays under the limit",
        arguments: 0..<20
    )
    func chargeAgrees(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 1000)
        for _ in 0..<1000 {
            var axles = Self.pair(&random)
            if random.happens(onceIn: 2) { axles.front.torque = -axles.front.torque }
            let limit = Power(random.one(of: [0, random.number(0...3000), random.number(0...2e5)]))
            let reference = Reference(axles: axles)
            let exact = PowerProjection.chargeFactor(axles, limit: limit)
            let top = min(1, reference.mostReturned)
            let found = Reference.bisect(to: top) { reference.returned(at: $0) <= limit.rawValue }
            if found == top {
                #expect(exact >= top * (1 - 1e-9), "seed \(seed): \(axles)")
            } else {
                #expect(abs(exact - found) <= 1e-9 * max(found, 1e-6), "seed \(seed): \(axles)")
            }
            for part in [0.2, 0.5, 0.9, 1] {
                let returned = reference.returned(at: part * min(1, exact))
                #expect(returned <= limit.rawValue * (1 + 1e-6) + 1e-9, "seed \(seed): \(axles)")
            }
        }
    }

    @Test("the ceiling factor puts the shafts' sum on the ceiling", arguments: 0..<10)
    func ceilingAgrees(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 2000)
        for _ in 0..<200 {
            let axles = Self.pair(&random)
            let ceiling = Power(random.number(1...3e5))
            let exact = PowerProjection.ceilingFactor(axles, ceiling: ceiling)
            let front = max((axles.front.torque * axles.front.speed).rawValue, 0)
            let rear = max((axles.rear.torque * axles.rear.speed).rawValue, 0)
            guard front + rear > 0 else {
                #expect(exact == .infinity)
                continue
            }
            #expect(abs((front + rear) * exact / ceiling.rawValue - 1) < 1e-9, "seed \(seed)")
        }
    }

    @Test("the factors are exact at points computed by hand")
    func byHand() {
        let launch = ProjectedAxle(
            torque: Torque(300),
            speed: .zero,
            torqueLoss: 0.1,
            idleLoss: Power(150)
        )
        // Copper alone: 2 x 0.1 x 300^2 = 18 kW; a quarter of it is half the torque.
        let standing = AxlePair(both: launch)
        let quarter = PowerProjection.driveFactor(
            standing,
            limit: Power(4500 + 300 + 500),
            auxiliary: Power(500)
        )
        #expect(abs(quarter - 0.5) < 1e-12)

        let braking = ProjectedAxle(
            torque: Torque(-100),
            speed: RotationalSpeed(500),
            torqueLoss: 0.1,
            idleLoss: .zero
        )
        // Each returns 50 kW - 1 kW at full torque; at half, 25 kW - 0.25 kW.
        let half = PowerProjection.chargeFactor(AxlePair(both: braking), limit: Power(49_500))
        #expect(abs(half - 0.5) < 1e-12)
        #expect(PowerProjection.chargeFactor(AxlePair(both: braking), limit: Power(98_000)) >= 1)
        #expect(PowerProjection.chargeFactor(AxlePair(both: braking), limit: Power(97_999)) < 1)
    }

    @Test("an axle that returns power earns the other one nothing", arguments: 0..<50)
    func noCredit(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 3000)
        for _ in 0..<40 {
            var axles = Self.pair(&random)
            axles.front.torque = Torque(random.number(1...340))
            axles.front.speed = RotationalSpeed(random.number(0...1000))
            axles.rear.speed = RotationalSpeed(random.number(100...1000))
            axles.rear.torqueLoss = 0.1
            axles.rear.torque = Torque(-random.number(1...340))
            let limit = Power(random.number(0...3e5))
            var without = axles
            without.rear.torque = .zero
            #expect(!Reference.consumes(axles.rear))
            #expect(
                PowerProjection.driveFactor(axles, limit: limit, auxiliary: .zero)
                    == PowerProjection.driveFactor(without, limit: limit, auxiliary: .zero),
                "seed \(seed)"
            )
        }
        printInvariant(4, "returned power earns the other axle nothing", steps: 40, looks: 40)
    }

    @Test("the drive factor never falls and never jumps as the limit rises", arguments: 0..<50)
    func continuousInLimit(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 4000)
        let axles = Self.pair(&random)
        let copper = [axles.front, axles.rear].filter(Reference.consumes).reduce(0.0) {
            $0 + $1.torqueLoss * $1.torque.rawValue * $1.torque.rawValue
        }
        let step = 20.0
        var looks = 0
        var last = PowerProjection.driveFactor(axles, limit: .zero, auxiliary: .zero)
        for watts in stride(from: step, through: 40_000, by: step) {
            let next = PowerProjection.driveFactor(axles, limit: Power(watts), auxiliary: .zero)
            guard next.isFinite, last.isFinite else { return }
            looks += 1
            #expect(next >= last, "seed \(seed)")
            // A k^2 + B k = H: no steeper than at the root, where B is missing.
            #expect(next - last <= (step / copper).squareRoot() * (1 + 1e-9), "seed \(seed)")
            last = next
        }
        printInvariant(6, "the factor is continuous and rises", steps: looks, looks: looks)
    }

    @Test("exchanged axles exchange nothing else; reverse mirrors forward", arguments: 0..<100)
    func symmetry(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 5000)
        for _ in 0..<20 {
            let axles = Self.pair(&random)
            let limit = Power(random.number(0...3e5))
            let here = factors(axles, limit)
            let exchanged = factors(AxlePair(front: axles.rear, rear: axles.front), limit)
            let reversed = factors(
                AxlePair(front: mirrored(axles.front), rear: mirrored(axles.rear)),
                limit
            )
            #expect(here == reversed, "seed \(seed)")
            for (one, two) in zip(here, exchanged) {
                #expect(one == two || abs(one - two) <= 1e-12 * abs(one), "seed \(seed)")
            }
        }
        printInvariant(30, "exchanged axles and reverse mirror", steps: 20, looks: 120)
    }

    @Test("torque exactly at the point where braking draws again is held by the charge side")
    func atTheEdge() {
        // |w| / a = 200 rad/s / 0.5 = 400 Nm.
        var axle = ProjectedAxle(
            torque: Torque(-400),
            speed: RotationalSpeed(200),
            torqueLoss: 0.5,
            idleLoss: .zero
        )
        let nothing = ProjectedAxle(
            torque: .zero,
            speed: .zero,
            torqueLoss: 0.1,
            idleLoss: .zero
        )
        func drive(_ axle: ProjectedAxle) -> Double {
            let pair = AxlePair(front: axle, rear: nothing)
            return PowerProjection.driveFactor(pair, limit: .zero, auxiliary: .zero)
        }
        #expect(drive(axle) == .infinity)
        axle.torque = Torque(-400.001)
        #expect(drive(axle) == 0)
        axle.torque = Torque(-399.999)
        #expect(drive(axle) == .infinity)
    }

    @Test("with nothing left of the limit the factor is zero, with nothing asked infinite")
    func ends() {
        let idle = ProjectedAxle(
            torque: .zero,
            speed: RotationalSpeed(300),
            torqueLoss: 0.1,
            idleLoss: Power(1000)
        )
        var driving = idle
        driving.torque = Torque(100)
        let pair = AxlePair(front: driving, rear: idle)
        func drive(_ limit: Double) -> Double {
            PowerProjection.driveFactor(pair, limit: Power(limit), auxiliary: Power(500))
        }
        #expect(drive(2499) == 0)
        #expect(drive(2500) == 0)
        #expect(drive(2501) > 0)
        #expect(drive(-1e6) == 0)
        let resting = AxlePair(both: idle)
        #expect(factors(resting, .zero) == [.infinity, .infinity, .infinity])
        #expect(PowerProjection.ceilingFactor(pair, ceiling: .zero) == 0)
        #expect(PowerProjection.ceilingFactor(pair, ceiling: Power(-1)) == 0)
        #expect(PowerProjection.ceilingFactor(pair, ceiling: Power(.infinity)) == .infinity)
        var braking = idle
        braking.torque = Torque(-100)
        #expect(PowerProjection.chargeFactor(AxlePair(both: braking), limit: .zero) == 0)
        #expect(PowerProjection.chargeFactor(AxlePair(both: braking), limit: Power(-1)) == 0)
    }

    @Test("a number that is not finite leaves no torque", arguments: notFinite)
    func notFiniteIsZero(bad: Double) {
        let good = ProjectedAxle(
            torque: Torque(100),
            speed: RotationalSpeed(100),
            torqueLoss: 0.1,
            idleLoss: Power(100)
        )
        var braking = good
        braking.torque = Torque(-100)
        for place in 0..<4 {
            var broken = good
            switch place {
            case 0: broken.torque = Torque(bad)
            case 1: broken.speed = RotationalSpeed(bad)
            case 2: broken.torqueLoss = bad
            default: broken.idleLoss = Power(bad)
            }
            for pair in [
                AxlePair(front: broken, rear: good), AxlePair(front: good, rear: broken),
            ] {
                let factor = PowerProjection.driveFactor(
                    pair,
                    limit: Power(1e5),
                    auxiliary: Power(500)
                )
                #expect(factor == 0, "place \(place)")
            }
        }
        let pair = AxlePair(both: good)
        let returning = AxlePair(both: braking)
        let limit = Power(bad)
        #expect(PowerProjection.driveFactor(pair, limit: limit, auxiliary: .zero) == 0)
        #expect(PowerProjection.driveFactor(pair, limit: Power(1e5), auxiliary: limit) == 0)
        #expect(PowerProjection.chargeFactor(returning, limit: limit) == 0)
        var lost = good
        lost.torque = Torque(bad)
        let half = AxlePair(front: braking, rear: lost)
        #expect(PowerProjection.chargeFactor(half, limit: Power(1e5)) == 0)
        if bad.isNaN { #expect(PowerProjection.ceilingFactor(pair, ceiling: limit) == 0) }
        #expect(PowerProjection.regenerationOptimum(at: .zero, torqueLoss: bad) == .zero)
        let speed = RotationalSpeed(bad)
        #expect(PowerProjection.regenerationOptimum(at: speed, torqueLoss: 0.1) == .zero)
    }

    @Test("at the regeneration optimum more braking and less braking both return less")
    func optimum() {
        let model = LossModel.em57
        for speed in stride(from: -1000.0, through: 1000, by: 50) where speed != 0 {
            let shaft = RotationalSpeed(speed)
            let best = PowerProjection.regenerationOptimum(
                at: shaft,
                torqueLoss: model.torqueLoss(at: shaft)
            )
            let sign = speed > 0 ? -1.0 : 1
            let there = model.power(of: best * sign, at: shaft)
            #expect(model.power(of: (best + Torque(1)) * sign, at: shaft) > there)
            #expect(model.power(of: (best - Torque(1)) * sign, at: shaft) > there)
        }
        #expect(PowerProjection.regenerationOptimum(at: .zero, torqueLoss: 0.1) == .zero)
        #expect(PowerProjection.regenerationOptimum(at: RotationalSpeed(9), torqueLoss: 0) == .zero)
    }
}
