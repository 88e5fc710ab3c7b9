@testable import ControlCore
import Testing
import VehicleModel

@Suite("MaxThrust")
struct MaxThrustTests {
    private static func axle(cap: Double, _ speed: Double, loss: Double = 0.1) -> ProjectedAxle {
        ProjectedAxle(
            torque: Torque(cap),
            speed: RotationalSpeed(speed),
            torqueLoss: loss,
            idleLoss: Power(500)
        )
    }

    private func power(_ axle: ProjectedAxle, _ torque: Torque) -> Double {
        let size = torque.rawValue
        return max(size * axle.speed.rawValue, 0) + axle.torqueLoss * size * size + 500
    }

    private func allocate(_ axles: AxlePair<ProjectedAxle>, _ watts: Double) -> MaxThrust.Allocation
    {
        MaxThrust.allocate(axles, limit: Power(watts), auxiliary: Power(500))
    }

    @Test("no other division of the power gives more thrust, and none is left", arguments: 0..<100)
    func optimal(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<30 {
            func any() -> ProjectedAxle {
                Self.axle(
                    cap: random.one(of: [0, 340, random.number(0...340)]),
                    random.one(of: [0, random.number(-50...1000), random.number(300...310)]),
                    loss: random.number(0.03...0.3)
                )
            }
            let axles = AxlePair(front: any(), rear: any())
            let limit = random.number(0...250_000)
            let best = allocate(axles, limit)
            let (front, rear) = (best.torques.front, best.torques.rear)
            #expect(front >= .zero && front <= axles.front.torque * (1 + 1e-12))
            #expect(rear >= .zero && rear <= axles.rear.torque * (1 + 1e-12))
            guard limit > 1500 else {
                #expect(best.torques.total == .zero)
                continue
            }
            let drawn = power(axles.front, front) + power(axles.rear, rear) + 500
            #expect(drawn <= limit * (1 + 1e-9))
            // Along the cap or the budget, whichever comes first, for a hundred front torques.
            for step in 0...100 {
                let tried = axles.front.torque * (Double(step) / 100)
                let left = limit - 1000 - power(axles.front, tried)
                guard left >= 0 else { break }
                let (w, a) = (max(axles.rear.speed.rawValue, 0), axles.rear.torqueLoss)
                let root = (w * w + 4 * a * left).squareRoot()
                let other = min(axles.rear.torque.rawValue, left > 0 ? 2 * left / (w + root) : 0)
                #expect(
                    tried.rawValue + other <= best.torques.total.rawValue + 1e-6,
                    "seed \(seed)"
                )
            }
        }
    }

    @Test("equal axles get half each, at the price of w + 2 a T")
    func equal() {
        let axles = AxlePair(both: Self.axle(cap: 340, 400))
        let best = allocate(axles, 121_500)
        // Each: 400 T + 0.1 T^2 = 60 kW.
        let torque = (-400 + (160_000 + 0.4 * 60_000).squareRoot()) / 0.2
        #expect(abs(best.torques.front.rawValue - torque) < 1e-9)
        #expect(best.torques.front == best.torques.rear)
        #expect(abs(best.shadowPrice - 1 / (400 + 0.2 * torque)) < 1e-15)
        var there = axles.front
        there.torque = best.torques.front
        #expect(abs(there.shadowPrice - best.shadowPrice) < 1e-15)
    }

    @Test("an axle that spins is unloaded")
    func flare() {
        let axles = AxlePair(front: Self.axle(cap: 340, 900), rear: Self.axle(cap: 340, 300))
        let best = allocate(axles, 60_000)
        #expect(best.torques.front == .zero)
        #expect(best.torques.rear > Torque(100))
        let more = allocate(axles, 250_000)
        #expect(more.torques.rear == Torque(340))
        #expect(more.torques.front > Torque(50))
    }

    @Test("with power to spare the caps bind and power is worth nothing")
    func caps() {
        let best = allocate(AxlePair(both: Self.axle(cap: 300, 100)), 250_000)
        #expect(best.torques == AxlePair(both: Torque(300)))
        #expect(best.shadowPrice == 0)
    }

    @Test("what is not finite and a budget of nothing give nothing", arguments: notFinite)
    func nothing(bad: Double) {
        let good = Self.axle(cap: 300, 100)
        func torque(_ front: ProjectedAxle) -> Torque {
            allocate(AxlePair(front: front, rear: good), 1e5).torques.total
        }
        #expect(torque(Self.axle(cap: bad, 100)) == .zero)
        #expect(torque(Self.axle(cap: 300, bad)) == .zero)
        #expect(torque(Self.axle(cap: 300, 100, loss: bad)) == .zero)
        #expect(torque(Self.axle(cap: 300, 100, loss: 0)) == .zero)
        #expect(torque(good) > .zero)
        #expect(allocate(AxlePair(both: good), bad).torques.total == .zero)
        #expect(allocate(AxlePair(both: good), 1500).torques.total == .zero)
        #expect(allocate(AxlePair(both: good), 1501).torques.total > .zero)
    }

    @Test("the shadow price is that of the torque's direction")
    func shadowPrice() {
        var axle = Self.axle(cap: 100, 400)
        #expect(axle.shadowPrice == 1 / 420.0)
        axle.torque = Torque(-100)
        #expect(axle.shadowPrice == .infinity)
        axle.speed = RotationalSpeed(-400)
        #expect(axle.shadowPrice == 1 / 420.0)
        axle.speed = .zero
        #expect(axle.shadowPrice == 1 / 20.0)
        axle.torque = .zero
        #expect(axle.shadowPrice == .infinity)
    }
}

@Suite("CirculatingPower")
struct CirculatingPowerTests {
    private let driving = ProjectedAxle(
        torque: Torque(200),
        speed: RotationalSpeed(500),
        torqueLoss: 0.1,
        idleLoss: Power(500)
    )
    private var braking: ProjectedAxle {
        var axle = driving
        axle.torque = Torque(-200)
        return axle
    }

    private func limit(_ rear: ProjectedAxle, reserve: Double) -> Double {
        CirculatingPower.limit(
            Power(10_000),
            AxlePair(front: driving, rear: rear),
            reserve: Power(reserve)
        ).rawValue
    }

    @Test("what the other machine returns is credited, up to the reserve")
    func credit() {
        // 100 kW at the shaft less 4 kW of copper.
        #expect(limit(braking, reserve: 200_000) == 106_000)
        #expect(limit(braking, reserve: 96_000) == 106_000)
        #expect(limit(braking, reserve: 50_000) == 60_000)
        var half = braking
        half.torque = Torque(-100)
        #expect(limit(half, reserve: 200_000) == 59_000)
    }

    @Test(
        "without reserve, without return or with bad numbers there is no credit",
        arguments: notFinite
    )
    func none(bad: Double) {
        #expect(limit(braking, reserve: 0) == 10_000)
        #expect(limit(braking, reserve: -5) == 10_000)
        #expect(limit(braking, reserve: bad) == 10_000)
        #expect(limit(driving, reserve: 1e5) == 10_000)
        var broken = braking
        broken.torqueLoss = .nan
        #expect(limit(broken, reserve: 1e5) == 10_000)
        var endless = braking
        endless.torque = Torque(-1e150)
        endless.speed = RotationalSpeed(1e200)
        #expect(limit(endless, reserve: 1e5) == 10_000)
    }

    @Test(
        "the driving machine alone stays within limit and reserve, both together within the limit"
    )
    func bounds() {
        let axles = AxlePair(front: driving, rear: braking)
        let credited = CirculatingPower.limit(
            Power(10_000),
            axles,
            reserve: Power(40_000)
        )
        let factor = PowerProjection.driveFactor(axles, limit: credited, auxiliary: .zero)
        let torque = 200 * factor
        let drawn = torque * 500 + 0.1 * torque * torque + 1000
        #expect(abs(drawn - 50_000) < 1e-6)
        #expect(drawn - 96_000 <= 10_000)
    }
}
