import Testing
import VehicleModel

@testable import ControlCore

@Suite("MaxThrust at its edges")
struct MaxThrustEdgeTests {
    private func axle(cap: Double, _ speed: Double, loss: Double = 0.125) -> ProjectedAxle {
        ProjectedAxle(
            torque: Torque(cap),
            speed: RotationalSpeed(speed),
            torqueLoss: loss,
            idleLoss: Power(500)
        )
    }

    private func allocate(
        _ front: ProjectedAxle,
        _ rear: ProjectedAxle,
        leverages: AxlePair<Double> = AxlePair(both: 1),
        left: Double
    ) -> MaxThrust.Allocation {
        MaxThrust.allocate(
            AxlePair(front: front, rear: rear),
            leverages: leverages,
            limit: Power(left + 1500),
            auxiliary: Power(500)
        )
    }

    @Test("a limit that exactly pays both caps gives both, and power is worth nothing")
    func exactlyPaid() {
        // 30 kW at the shaft and 11.25 kW in the copper, each.
        let capped = axle(cap: 300, 100)
        let best = allocate(capped, capped, left: 82_500)
        #expect(best.torques == AxlePair(both: Torque(300)))
        #expect(best.shadowPrice == 0)
        let less = allocate(capped, capped, left: 82_499)
        #expect(less.torques.total < Torque(600))
        #expect(abs(less.shadowPrice - 1 / 175) < 1e-6)
    }

    @Test(
        "where nothing is left there is no torque and no price, at standstill too",
        arguments: [0, -0.5, -2, -1e5] as [Double]
    )
    func nothingLeft(left: Double) {
        for speed in [0.0, 100] {
            let best = allocate(axle(cap: 300, speed), axle(cap: 300, speed), left: left)
            #expect(best.torques == AxlePair(both: .zero))
            #expect(best.shadowPrice == 0)
        }
    }

    @Test(
        "at standstill an axle with bad losses leaves none to the other",
        arguments: [
            .infinity, .nan, 0, -0.05,
        ] as [Double]
    )
    func badLoss(loss: Double) {
        let (bad, good) = (axle(cap: 300, 0, loss: loss), axle(cap: 300, 0))
        let (front, rear) = (allocate(bad, good, left: 1000), allocate(good, bad, left: 1000))
        #expect(front.torques == AxlePair(both: .zero) && front.shadowPrice == 0)
        #expect(rear.torques == AxlePair(both: .zero) && rear.shadowPrice == 0)
        let both = allocate(good, good, left: 1000)
        // Each takes 500 W: 0.125 T^2.
        #expect(abs(both.torques.front.rawValue - 63.245_553_203_367_59) < 1e-9)
    }

    @Test("a small cap at standstill is met before little power is spent")
    func smallCap() {
        // At 2 Nm each would draw 0.5 W; of 0.64 W each gets half.
        let (small, large) = (axle(cap: 2, 0), axle(cap: 300, 0))
        let best = allocate(small, large, left: 0.64)
        #expect(abs(best.torques.front.rawValue - 1.6) < 1e-12)
        #expect(abs(best.torques.rear.rawValue - 1.6) < 1e-12)
        #expect(abs(best.shadowPrice - 2.5) < 1e-12)
        // Of 8.5 W the small one takes 0.5 W, its cap, and the large one 8 W.
        let more = allocate(small, large, left: 8.5)
        #expect(abs(more.torques.front.rawValue - 2) < 1e-12)
        #expect(abs(more.torques.rear.rawValue - 8) < 1e-12)
    }

    @Test("the unit of the leverages changes no torque", arguments: [0.001, 1, 1000])
    func unit(scale: Double) {
        let (front, rear) = (axle(cap: 300, 400), axle(cap: 300, 300))
        // At the price x, W by leverage: T = 4 (3 x - 400) and 4 (2 x - 300).
        for (price, first, second) in [(160.0, 300.0, 80.0), (155, 260, 40), (140, 80, 0)] {
            let left =
                first * 400 + 0.125 * first * first + second * 300 + 0.125 * second * second
            let best = allocate(
                front,
                rear,
                leverages: AxlePair(front: 3 * scale, rear: 2 * scale),
                left: left
            )
            #expect(abs(best.torques.front.rawValue - first) < 1e-9)
            #expect(abs(best.torques.rear.rawValue - second) < 1e-9)
            #expect(abs(best.shadowPrice * price - scale) < 1e-9 * scale)
        }
    }

    @Test("no rounding of a leverage makes a torque negative")
    func notNegative() {
        for speed in stride(from: 101.0, through: 900, by: 7.3) {
            for leverage in [0.3, 0.7, 1.1, 3, 24.9] {
                let best = allocate(
                    axle(cap: 300, speed),
                    axle(cap: 300, 0),
                    leverages: AxlePair(both: leverage),
                    left: 1000
                )
                #expect(best.torques.front >= .zero)
                #expect(best.torques.rear > .zero)
            }
        }
    }

    @Test("the shadow price of an axle that turns without torque is that of driving")
    func withoutTorque() {
        #expect(axle(cap: 0, 400).shadowPrice == 1 / 400.0)
        #expect(axle(cap: 0, -400).shadowPrice == .infinity)
        #expect(axle(cap: 1, 0).shadowPrice == 4)
        #expect(axle(cap: 0, 0).shadowPrice == .infinity)
        #expect(axle(cap: .nan, 0).shadowPrice == .infinity)
    }
}
