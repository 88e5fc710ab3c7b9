import ControlCore
import Testing
import VehicleModel

/// Mistakes of published power limiters, each shown to be one here and absent from `PowerProjection`.
@Suite("PowerProjection against known mistakes")
struct ProjectionDefectTests {
    private static func axle(_ torque: Double, _ speed: Double, loss: Double = 0.1) -> ProjectedAxle
    {
        ProjectedAxle(
            torque: Torque(torque),
            speed: RotationalSpeed(speed),
            torqueLoss: loss,
            idleLoss: Power(300)
        )
    }

    private static func random(_ random: inout SplitMix) -> AxlePair<ProjectedAxle> {
        func any() -> ProjectedAxle {
            axle(
                random.one(of: [0, random.number(-340...340), random.number(0...340)]),
                random.one(of: [0, random.number(-1000...1000), random.number(0...700)]),
                loss: random.number(0.02...0.4)
            )
        }
        return AxlePair(front: any(), rear: any())
    }

    private static func consumes(_ axle: ProjectedAxle) -> Bool {
        let shaft = (axle.torque * axle.speed).rawValue
        return shaft >= 0 || abs(axle.torque.rawValue) * axle.torqueLoss > abs(axle.speed.rawValue)
    }

    /// Both torques as the stage scales them.
    private static func projected(
        _ axles: AxlePair<ProjectedAxle>,
        discharge: Double,
        charge: Double = .greatestFiniteMagnitude
    ) -> AxlePair<Torque> {
        let drive = min(
            1,
            PowerProjection.driveFactor(axles, limit: Power(discharge), auxiliary: Power(500))
        )
        let returned = min(1, PowerProjection.chargeFactor(axles, limit: Power(charge)))
        func scaled(_ axle: ProjectedAxle) -> Torque {
            axle.torque * (consumes(axle) ? drive : returned)
        }
        return AxlePair(front: scaled(axles.front), rear: scaled(axles.rear))
    }

    private static func drawn(
        _ axles: AxlePair<ProjectedAxle>,
        _ torques: AxlePair<Torque>
    ) -> Double {
        func power(_ axle: ProjectedAxle, _ torque: Torque) -> Double {
            let size = torque.rawValue
            return max(size * axle.speed.rawValue, 0) + axle.torqueLoss * size * size + 300
        }
        var sum = 500.0
        sum += consumes(axles.front) ? power(axles.front, torques.front) : 300
        sum += consumes(axles.rear) ? power(axles.rear, torques.rear) : 300
        return sum
    }

    @Test(
        "no axle is ever raised or turned round, where power shared by torque raises one",
        arguments: 0..<50
    )
    func neverRaised(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<40 {
            let axles = Self.random(&random)
            let given = Self.projected(
                axles,
                discharge: random.number(0...2e5),
                charge: random.number(0...1e5)
            )
            for (asked, got) in [
                (axles.front.torque, given.front), (axles.rear.torque, given.rear),
            ] {
                #expect(got.magnitude <= asked.magnitude, "seed \(seed)")
                #expect(got.rawValue * asked.rawValue >= 0, "seed \(seed)")
            }
        }
        // 40 kW shared by torque and divided by each axle's own speed.
        let slow = Self.axle(100, 50)
        let fast = Self.axle(100, 700)
        #expect(20_000 / slow.speed.rawValue > slow.torque.rawValue)
        let given = Self.projected(AxlePair(front: slow, rear: fast), discharge: 40_000)
        #expect(given.front < slow.torque)
        #expect(given.front == given.rear)
    }

    @Test("braking is not counted as consumption, where the size of the shaft's power would be")
    func brakingIsNoConsumption() {
        let axles = AxlePair(front: Self.axle(100, 500), rear: Self.axle(-100, 500))
        let given = Self.projected(axles, discharge: 55_000)
        // 50 kW + 1 kW of copper + 1.1 kW beside; with 50 kW more from braking it would not fit.
        #expect(given == AxlePair(front: Torque(100), rear: Torque(-100)))
    }

    @Test(
        "the split is kept, where the same newton metres off both axles change it or its sign",
        arguments: 0..<50
    )
    func splitKept(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 1000)
        for _ in 0..<40 {
            var axles = Self.random(&random)
            axles.front.torque = Torque(random.number(0...340))
            axles.rear.torque = Torque(random.number(0...340))
            axles.front.speed = RotationalSpeed(random.number(0...900))
            axles.rear.speed = RotationalSpeed(random.number(0...900))
            let given = Self.projected(axles, discharge: random.number(1000...2e5))
            let one = given.front.rawValue * axles.rear.torque.rawValue
            let two = given.rear.rawValue * axles.front.torque.rawValue
            #expect(abs(one - two) <= 1e-12 * max(abs(one), abs(two)), "seed \(seed)")
        }
        printInvariant(7, "the power limit keeps the split", steps: 40, looks: 40)
        let axles = AxlePair(front: Self.axle(20, 500), rear: Self.axle(300, 500))
        let given = Self.projected(axles, discharge: 40_000)
        // Half of what is too much, off each, is over 100 Nm: the front's sign would change.
        #expect((axles.front.torque + axles.rear.torque - given.total) / 2 > axles.front.torque)
        #expect(given.front > .zero)
    }

    @Test("the limit holds as the last word, and with either axle gone", arguments: 0..<50)
    func limitHolds(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 2000)
        for _ in 0..<40 {
            let axles = Self.random(&random)
            let limit = random.number(1100...2e5)
            let given = Self.projected(axles, discharge: limit)
            #expect(Self.drawn(axles, given) <= limit * (1 + 1e-6), "seed \(seed)")
            let alone = [
                AxlePair(front: given.front, rear: .zero), AxlePair(front: .zero, rear: given.rear),
            ]
            for torques in alone {
                #expect(Self.drawn(axles, torques) <= limit * (1 + 1e-6), "seed \(seed)")
            }
            // The factor is 1 or more exactly where the request fits as it is.
            let factor = PowerProjection.driveFactor(
                axles,
                limit: Power(limit),
                auxiliary: Power(500)
            )
            let asked = AxlePair(front: axles.front.torque, rear: axles.rear.torque)
            let isFitting = Self.drawn(axles, asked) <= limit
            let isClose = abs(Self.drawn(axles, asked) / limit - 1) < 1e-9
            #expect(isClose || isFitting == (factor >= 1), "seed \(seed)")
        }
        printInvariant(6, "the factor is 1 where the request fits", steps: 40, looks: 40)
    }

    @Test("watts and kilowatts cannot be mixed: a limit of 80 kW is 80,000 W")
    func units() {
        #expect(Power(kilowatts: 80) == Power(80_000))
        let axles = AxlePair(both: Self.axle(200, 500))
        let factor = PowerProjection.driveFactor(
            axles,
            limit: Power(kilowatts: 80),
            auxiliary: .zero
        )
        #expect(factor > 0.35 && factor < 0.4)
    }
}
