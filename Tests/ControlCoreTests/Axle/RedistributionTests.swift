import Testing
import VehicleModel

@testable import ControlCore

@Suite("Redistribution")
struct RedistributionTests {
    private let stage = Redistribution(
        greatestLateral: Acceleration(3),
        up: TorqueRate(1200)
    )

    private func caps(_ drive: Double, _ brake: Double) -> AxleCaps {
        var caps = AxleCaps()
        caps.drive.add(.slip, Torque(drive))
        caps.brake.add(.slip, Torque(brake))
        return caps
    }

    private func pair(_ front: Double, _ rear: Double) -> AxlePair<Torque> {
        AxlePair(front: Torque(front), rear: Torque(rear))
    }

    private func step(
        demand: AxlePair<Torque>,
        caps: AxlePair<AxleCaps>,
        previous: AxlePair<Torque>? = nil,
        direction: Double = 1,
        _ set: (inout RedistributionInput) -> Void = { _ in }
    ) -> Redistributed {
        var input = RedistributionInput(
            demand: demand,
            ranges: caps.ranges,
            previous: previous ?? demand,
            direction: direction
        )
        input.lateralAcceleration = .zero
        set(&input)
        return stage.step(input, period: .milliseconds(10))
    }

    @Test("the rest goes to the other axle up to its cap, and what is left over is reported")
    func moves() {
        let all = step(
            demand: pair(100, 150),
            caps: AxlePair(front: caps(40, 0), rear: caps(300, 0)),
            previous: pair(100, 250)
        )
        #expect(all.torques == pair(40, 210))
        #expect(all.unallocated == .zero)
        #expect(all.received == pair(0, 60))
        let some = step(
            demand: pair(100, 150),
            caps: AxlePair(front: caps(300, 0), rear: caps(20, 0)),
            previous: pair(200, 0)
        )
        #expect(some.torques == pair(212, 20))
        #expect(some.unallocated == Torque(18))
        let capped = step(
            demand: pair(100, 150),
            caps: AxlePair(front: caps(120, 0), rear: caps(20, 0)),
            previous: pair(200, 0)
        )
        #expect(capped.torques == pair(120, 20))
        #expect(capped.unallocated == Torque(110))
        let both = step(
            demand: pair(100, 150),
            caps: AxlePair(front: caps(50, 0), rear: caps(20, 0))
        )
        #expect(both.torques == pair(50, 20))
        #expect(both.unallocated == Torque(180))
    }

    @Test("the receiver rises no faster than the rate up, and never falls below its own demand")
    func rate() {
        func rear(_ previous: Double) -> Double {
            step(
                demand: pair(100, 150),
                caps: AxlePair(front: caps(40, 0), rear: caps(300, 0)),
                previous: pair(100, previous)
            ).torques.rear.rawValue
        }
        #expect(rear(150) == 162)
        #expect(rear(197) == 209)
        #expect(rear(198) == 210)
        #expect(rear(0) == 150)
        #expect(rear(-50) == 150)
        #expect(rear(.nan) == 150)
    }

    @Test("an axle of which nothing is asked receives too, from either end and either way")
    func idleReceiver() {
        let toFront = step(
            demand: pair(0, 100),
            caps: AxlePair(front: caps(300, 300), rear: caps(40, 300))
        )
        #expect(toFront.torques == pair(12, 40))
        #expect(toFront.received == pair(12, 0))
        let toRear = step(
            demand: pair(100, 0),
            caps: AxlePair(front: caps(40, 300), rear: caps(300, 300))
        )
        #expect(toRear.torques == pair(40, 12))
        #expect(toRear.received == pair(0, 12))
        let braking = step(
            demand: pair(0, -100),
            caps: AxlePair(front: caps(300, 300), rear: caps(300, 40))
        )
        #expect(braking.torques == pair(-12, -40))
        #expect(braking.received == pair(-12, 0))
    }

    @Test(
        "where both have something left neither receives",
        arguments: [(100, 150, 50, 20), (150, 100, 20, 50), (-100, -150, -50, -20)]
            as [(Double, Double, Double, Double)]
    )
    func bothCapped(front: Double, rear: Double, frontCap: Double, rearCap: Double) {
        for direction in [1.0, -1] {
            let result = step(
                demand: pair(front, rear),
                caps: AxlePair(
                    front: caps(abs(frontCap), abs(frontCap)),
                    rear: caps(abs(rearCap), abs(rearCap))
                ),
                direction: direction
            )
            #expect(result.torques == pair(frontCap, rearCap))
            #expect(result.received == pair(0, 0))
        }
    }

    @Test(
        "to the rear only below 3 m/s², to the front in drive always",
        arguments: [
            (2.99, 160, 160), (3, 150, 160), (-3, 150, 160), (-2.9, 160, 160),
            (.nan, 150, 160), (.infinity, 150, 160),
        ] as [(Double, Double, Double)]
    )
    func lateral(acceleration: Double, rear: Double, front: Double) {
        let toRear = step(
            demand: pair(50, 150),
            caps: AxlePair(front: caps(40, 0), rear: caps(300, 0))
        ) { $0.lateralAcceleration = Acceleration(acceleration) }
        #expect(toRear.torques == pair(40, rear))
        let toFront = step(
            demand: pair(150, 50),
            caps: AxlePair(front: caps(300, 0), rear: caps(40, 0))
        ) { $0.lateralAcceleration = Acceleration(acceleration) }
        #expect(toFront.torques == pair(front, 40))
        let unknown = step(
            demand: pair(50, 150),
            caps: AxlePair(front: caps(40, 0), rear: caps(300, 0))
        ) { $0.lateralAcceleration = nil }
        #expect(unknown.torques == pair(40, 150))
    }

    @Test("nothing moves while somebody intervenes")
    func intervention() {
        let held = step(
            demand: pair(150, 50),
            caps: AxlePair(front: caps(300, 0), rear: caps(40, 0))
        ) { $0.isIntervening = true }
        #expect(held.torques == pair(150, 40))
        #expect(held.unallocated == Torque(10))
    }

    @Test("in regeneration only the axle in front receives, and turning forbids it")
    func regeneration() {
        let toFront = step(
            demand: pair(-60, -50),
            caps: AxlePair(front: caps(0, 300), rear: caps(0, 45))
        )
        #expect(toFront.torques == pair(-65, -45))
        #expect(toFront.received == pair(-5, 0))
        let turning = step(
            demand: pair(-60, -50),
            caps: AxlePair(front: caps(0, 300), rear: caps(0, 45))
        ) { $0.lateralAcceleration = Acceleration(3) }
        #expect(turning.torques == pair(-60, -45))
        let toRear = step(
            demand: pair(-60, -50),
            caps: AxlePair(front: caps(0, 55), rear: caps(0, 300))
        )
        #expect(toRear.torques == pair(-55, -50))
        #expect(toRear.unallocated == Torque(-5))
        let backward = step(
            demand: pair(-60, -50),
            caps: AxlePair(front: caps(0, 55), rear: caps(0, 300)),
            direction: -1
        )
        #expect(backward.torques == pair(-55, -55))
    }

    @Test("the axle behind keeps no more than its part of regeneration")
    func steady() {
        func braked(_ front: Double, _ share: Double, direction: Double = 1) -> AxlePair<Torque> {
            step(
                demand: direction > 0 ? pair(-60, -40) : pair(-40, -60),
                caps: direction > 0
                    ? AxlePair(front: caps(0, front), rear: caps(0, 300))
                    : AxlePair(front: caps(0, 300), rear: caps(0, front)),
                direction: direction
            ) { $0.greatestShareBehind = share }.torques
        }
        #expect(braked(60, 0.4).rear.rawValue == -40)
        #expect(abs(braked(30, 0.4).rear.rawValue + 20) < 1e-12)
        #expect(braked(0, 0.4).rear.magnitude == .zero)
        for whole in [1.0, 1.5, 2, 3] { #expect(braked(30, whole).rear.rawValue == -40) }
        #expect(braked(0, 1).rear.rawValue == -40)
        #expect(braked(30, 0).rear.magnitude == .zero)
        #expect(abs(braked(30, 0.4, direction: -1).front.rawValue + 20) < 1e-12)
    }

    @Test("axles asked against each other, and what is not finite, are only clipped")
    func opposed() {
        let opposed = step(
            demand: pair(100, -50),
            caps: AxlePair(front: caps(40, 300), rear: caps(300, 300))
        )
        #expect(opposed.torques == pair(40, -50))
        for bad in notFinite {
            let broken = step(
                demand: pair(bad, 50),
                caps: AxlePair(front: caps(40, 40), rear: caps(300, 300))
            )
            #expect(broken.torques == pair(0, 50))
            #expect(broken.unallocated == .zero)
            let other = step(
                demand: pair(100, bad),
                caps: AxlePair(front: caps(40, 40), rear: caps(300, 300))
            )
            #expect(other.torques == pair(40, 0))
        }
    }

    @Test(
        "invariant 23: the total never exceeds the demand, nor an axle its cap",
        arguments: 0..<100
    )
    func invariant(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<300 {
            let sign = random.one(of: [-1.0, 1])
            let demand = pair(sign * random.number(0...340), sign * random.number(0...340))
            let limits = AxlePair(
                front: caps(random.number(0...340), random.number(0...340)),
                rear: caps(random.number(0...340), random.number(0...340))
            )
            let share = random.number(0.2...1)
            let result = step(
                demand: demand,
                caps: limits,
                previous: pair(random.number(-340...340), random.number(-340...340)),
                direction: random.one(of: [-1, 1])
            ) {
                $0.lateralAcceleration = Acceleration(random.number(-5...5))
                $0.isIntervening = random.happens(onceIn: 3)
                $0.greatestShareBehind = share
            }
            #expect(
                result.torques.total.magnitude.rawValue
                    <= demand.total.magnitude.rawValue + 1e-9
            )
            for axle in Axle.allCases {
                #expect(result.torques[axle] <= limits[axle].drive.torque)
                #expect(-result.torques[axle] <= limits[axle].brake.torque)
                #expect(result.torques[axle].rawValue * sign >= 0)
            }
            let sum = result.torques.total + result.unallocated
            #expect(abs((sum - demand.total).rawValue) < 1e-9)
        }
    }
}
