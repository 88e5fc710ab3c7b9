import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore's handing on from axle to axle")
struct CoreDistributionTests {
    private static let prototype = makePrototype()

    private static func makePrototype() -> ControlParameters {
        var parameters = ControlParameters.prototype
        for axle in Axle.allCases { parameters.axles[axle].slip = .em57 }
        return parameters
    }

    private func pair(_ front: Double, _ rear: Double) -> AxlePair<Torque> {
        AxlePair(front: Torque(front), rear: Torque(rear))
    }

    /// What each axle has of 100 Nm where `weak` bears 50 Nm, after as much in the cycle before.
    private func distributed(
        weak: Axle = .rear,
        _ parameters: ControlParameters = Self.prototype,
        _ change: (inout ControlCore, inout Demand, inout ConditionedInputs) -> Void
    ) -> AxlePair<Torque> {
        var core = ControlCore(parameters)
        var demand = Demand()
        demand.torques = pair(100, 100)
        var inputs = ConditionedInputs.sound
        change(&core, &demand, &inputs)
        var caps = AxlePair(both: AxleCaps())
        caps[weak].add(.envelope, Torque(50))
        var start = pair(100, 100)
        start[weak] = Torque(50)
        var report = CycleReport()
        let torques = core.distribute(demand, under: &caps, from: start, inputs, into: &report)
        #expect(report.axles[weak].binding == .envelope)
        #expect(report.axles[weak].margins[Int(BindingLimit.envelope.rawValue)] == .zero)
        return torques
    }

    @Test("what the rear cannot give goes to the front, by the rate up")
    func handedOn() {
        #expect(distributed { _, _, _ in } == pair(112, 50))
        #expect(distributed { $2.isStabilityActive = false } == pair(112, 50))
        #expect(distributed { $2.isAntilockActive = false } == pair(112, 50))
    }

    @Test("not where stability control, the antilock brakes or a slip controller acts")
    func intervening() {
        #expect(distributed { $2.isStabilityActive = true } == pair(100, 50))
        #expect(distributed { $2.isAntilockActive = true } == pair(100, 50))
        #expect(distributed { core, _, _ in core.hasSlipCap = true } == pair(100, 50))
    }

    @Test("not where an axle's tyres are not watched")
    func unwatched() {
        for axle in Axle.allCases {
            var parameters = Self.prototype
            parameters.axles[axle].slip = nil
            #expect(distributed(parameters) { _, _, _ in } == pair(100, 50))
        }
        #expect(distributed(.prototype) { _, _, _ in } == pair(100, 50))
    }

    @Test("not where an axle is given up", arguments: [Axle.front, .rear])
    func alone(axle: Axle) {
        let monitor = FaultMonitor.without(axle)
        #expect(monitor.effects.givesUp(axle) && !monitor.effects.givesUp(axle.other))
        #expect(monitor.effects.ladder.allowsComfort)
        #expect(distributed { core, _, _ in core.monitor = monitor } == pair(100, 50))
    }

    @Test("not from the ladder's first step on")
    func plain() {
        let monitor = FaultMonitor.seeing { $0.isSpeedImplausible = true }
        #expect(!monitor.effects.ladder.allowsComfort && !monitor.effects.givesUp(.front))
        #expect(distributed { core, _, _ in core.monitor = monitor } == pair(100, 50))
    }

    @Test("the bench's setpoints stay with their axle")
    func onBench() {
        #expect(distributed { _, demand, _ in demand.isBench = true } == pair(100, 50))
    }

    @Test("the rear receives where the car is known to hardly turn")
    func lateral() {
        #expect(distributed(weak: .front) { _, _, _ in } == pair(50, 100))
        let straight = distributed(weak: .front) { $2.lateralAcceleration = .zero }
        #expect(straight == pair(50, 112))
    }

    @Test("no more than the tyres surely bear under their load")
    func bearable() {
        // At 2 m/s² the front has so much of 1875 kg.
        let load = 0.5 - 2 / 9.80665 * 0.53 / 2.7
        var parameters = Self.prototype
        parameters.sureGrip = 0.3
        let front = distributed(parameters) { $2.acceleration = Acceleration(2) }.front
        let frontForce = 1875 * 9.80665 * 0.3 * load
        #expect(abs(front.rawValue - frontForce / (8.193 / 0.3285 * 0.96)) < 1e-9)
        #expect(front > Torque(105) && front < Torque(107))
        parameters.sureGrip = 0.26
        let rear = distributed(weak: .front, parameters) {
            $2.acceleration = Acceleration(2)
            $2.lateralAcceleration = .zero
        }.rear
        let rearForce = 1875 * 9.80665 * 0.26 * (1 - load)
        #expect(abs(rear.rawValue - rearForce / (8.193 / 0.3277 * 0.96)) < 1e-9)
        #expect(rear > Torque(106) && rear < Torque(109))
    }

    @Test("the axle behind brakes with no more than its share of the whole")
    func shareBehind() {
        var core = ControlCore(Self.prototype)
        var demand = Demand()
        demand.torques = pair(-60, -60)
        demand.greatestShareBehind = 0.25
        var caps = AxlePair(both: AxleCaps())
        var report = CycleReport()
        let torques = core.distribute(
            demand,
            under: &caps,
            from: pair(0, 0),
            .sound,
            into: &report
        )
        #expect(torques.front == Torque(-60))
        #expect(abs(torques.rear.rawValue + 20) < 1e-9)
    }
}
