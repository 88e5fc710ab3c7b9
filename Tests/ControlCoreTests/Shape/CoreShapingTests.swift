import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore's shaping of both axles")
struct CoreShapingTests {
    /// One cycle from `start` towards `goal` as shaping begins, with what it reports.
    private func shaped(
        _ goal: AxlePair<Torque>,
        from start: AxlePair<Torque>,
        direction: Double = 1,
        brakeCap: Torque = Torque(.infinity),
        isShaped: Bool = true,
        _ change: (inout TorqueRates) -> Void = { _ in }
    ) -> (torques: AxlePair<Torque>, report: CycleReport) {
        var parameters = ControlParameters.prototype
        change(&parameters.rates)
        var core = ControlCore(parameters)
        var demand = Demand()
        demand.direction = direction
        demand.brakeCap = brakeCap
        demand.isShaped = isShaped
        var report = CycleReport()
        let torques = core.shape(goal, demand, from: start, into: &report)
        return (torques, report)
    }

    private func pair(_ front: Double, _ rear: Double) -> AxlePair<Torque> {
        AxlePair(front: Torque(front), rear: Torque(rear))
    }

    private func isNear(_ torques: AxlePair<Torque>, _ front: Double, _ rear: Double) -> Bool {
        abs(torques.front.rawValue - front) < 1e-9 && abs(torques.rear.rawValue - rear) < 1e-9
    }

    /// What the total gains in a first cycle towards a goal so far away, Nm: the jerk's part of it.
    private func gained(of way: Double) -> Double {
        ((1000 * 1000 + 2 * 100_000 * way).squareRoot() - 1000) * 0.01
    }

    @Test("out of rest the leading axle goes first: the front forward, the rear backward")
    func leading() {
        #expect(shaped(pair(10, 10), from: pair(0, 0)).torques == pair(2, 0))
        let backward = shaped(pair(-10, -10), from: pair(0, 0), direction: -1).torques
        #expect(backward == pair(0, -2))
    }

    @Test("without shaping each axle moves by its own rates")
    func unshaped() {
        let torques = shaped(pair(0, 100), from: pair(100, 0), isShaped: false).torques
        #expect(torques == pair(75, 12))
    }

    @Test("the last newton metre of the total is gone at once, more is not")
    func lastOfTheWay() {
        for way in [0, 0.5, 1, -1] {
            let goal = pair(20, 30 + way)
            #expect(shaped(goal, from: pair(30, 20)).torques == goal, "\(way)")
        }
        let part = gained(of: 1.5) / 1.5
        let torques = shaped(pair(20, 31.5), from: pair(30, 20)).torques
        #expect(part < 0.94)
        #expect(isNear(torques, 30 - 10 * part, 20 + 11.5 * part))
    }

    @Test("a goal that the total has reached is each axle's to the last bit")
    func reached() {
        let goal = pair(50, 10.1)
        let torques = shaped(goal, from: pair(20, 60.1), brakeCap: goal.total).torques
        #expect(torques.rear == Torque(10.1))
        // By parts of the way it would be next to it.
        #expect(60.1 + (10.1 - 60.1) != 10.1)
    }

    @Test("a total that the brake takes away moves no axle away from its goal")
    func neverBack() {
        let torques = shaped(pair(30, 40), from: pair(20, 30), brakeCap: Torque(45)).torques
        #expect(torques == pair(20, 30))
    }

    @Test("under the brake an axle falls to its goal, and none rises")
    func underTheBrake() {
        let torques = shaped(pair(50, 10), from: pair(20, 60), brakeCap: Torque(60)).torques
        #expect(torques == pair(20, 10))
        let backward = shaped(
            pair(-10, -50),
            from: pair(-60, -20),
            direction: -1,
            brakeCap: Torque(60)
        )
        #expect(backward.torques == pair(-10, -20))
        // Otherwise by 25 Nm in a cycle.
        #expect(shaped(pair(50, 10), from: pair(20, 60)).torques.rear > Torque(34))
    }

    @Test("of axles against each other the one that is there waits in the lash band")
    func waits() {
        // A fiftieth of the way: 4 of 200 Nm.
        #expect(isNear(shaped(pair(100, 100), from: pair(30, -30)).torques, 12, -27.4))
        #expect(isNear(shaped(pair(100, 100), from: pair(-30, 30)).torques, -27.4, 12))
    }

    @Test("one that is asked for nothing does not wait: it is on its way out")
    func doesNotWait() {
        // A twenty-fifth of the way: 4 of 100 Nm.
        #expect(isNear(shaped(pair(100, 0), from: pair(30, -30)).torques, 12, -28.8))
        #expect(isNear(shaped(pair(0, 100), from: pair(30, -30)).torques, 28.8, -24.8))
    }

    @Test("one that is asked for next to nothing waits like any other")
    func waitsForLittle() {
        let torques = shaped(pair(0.02, 0.02), from: pair(30, -60)).torques
        #expect(torques.front == Torque(12))
        #expect(torques.rear < Torque(-48) && torques.rear > Torque(-51))
    }

    @Test("it waits however little torque the other has left")
    func waitsForTheLast() {
        let torques = shaped(pair(100, 0), from: pair(30, -0.02)).torques
        #expect(torques.front == Torque(12))
        #expect(torques.rear < .zero && torques.rear > Torque(-0.02))
    }

    @Test("a zero that came from backward is no other direction")
    func signedZero() {
        #expect(shaped(pair(20, -0.0), from: pair(20.5, -0.5)).torques.front == Torque(20))
        #expect(shaped(pair(10, -0.0), from: pair(0, 0)).torques.front == Torque(2))
    }

    @Test("axles that are asked for different directions go alone, however little is asked")
    func apart() {
        #expect(shaped(pair(5, -0.1), from: pair(0, 0)).torques == pair(5, -0.1))
        #expect(shaped(pair(-0.1, 5), from: pair(0, 0)).torques == pair(-0.1, 5))
    }

    @Test("axles that are asked for one direction, or one for nothing, go together")
    func together() {
        // The front has its part, and the rear waits for it.
        #expect(shaped(pair(0.05, 10), from: pair(0, 0)).torques.rear == .zero)
        #expect(shaped(pair(0, 10), from: pair(0, 0)).torques.rear == .zero)
    }

    @Test("what falls at its full rate is bound by it, at both axles")
    func downRate() {
        let report = shaped(pair(0, 0), from: pair(100, 100), isShaped: false).report
        #expect(report.axles.front.binding == .downRate)
        #expect(report.axles.rear.binding == .downRate)
    }

    @Test("what falls slower, as through the lash, is bound by shaping")
    func slowFall() {
        let (torques, report) = shaped(pair(0, 0), from: pair(5, 5))
        #expect(isNear(torques, 3, 3))
        #expect(report.axles.front.binding == .shaping)
        #expect(report.axles.rear.binding == .shaping)
    }

    @Test("a fall by 0.999 of the rate is the rate's, one by less is not")
    func fullFall() {
        // Out of 8 Nm of lash it ends at 4 Nm, whatever the rate would allow.
        func binding(_ fall: Double) -> BindingLimit {
            let start = pair(4 + fall, 16 - fall)
            let (torques, report) = shaped(pair(0, 20), from: start) {
                $0.shaping.lashTorque = Torque(8)
                $0.shaping.lashRate = TorqueRate(400)
            }
            #expect(torques.front == Torque(4))
            return report.axles.front.binding
        }
        #expect(binding(25 * 0.999) == .downRate)
        #expect(binding(25 * 0.998) == .shaping)
    }

    @Test("a rise by 0.999 of the rate is the rate's, one by less is not")
    func fullRise() {
        func binding(_ part: Double) -> BindingLimit {
            let (torques, report) = shaped(pair(20, 0.5), from: pair(0, 20)) {
                $0.shaping.lashRate = TorqueRate(1200 * part)
            }
            #expect(isNear(AxlePair(both: torques.front), 12 * part, 12 * part))
            return report.axles.front.binding
        }
        #expect(binding(0.999) == .upRate)
        #expect(binding(0.998) == .shaping)
    }
}
