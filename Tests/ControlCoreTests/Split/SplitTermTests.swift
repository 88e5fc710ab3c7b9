import ControlCore
import Testing
import VehicleModel

@Suite("TorqueSplit's terms together")
struct SplitTermTests {
    /// Gears that differ: 30 and 25 1/m from motor torque to wheel force.
    private let unequal = makeUnequal()

    private static func makeUnequal() -> ControlParameters {
        var parameters = ControlParameters.prototype
        parameters.axles.front.gearRatio = 9
        parameters.axles.front.rollingRadius = Length(0.3)
        parameters.axles.rear.gearRatio = 8
        parameters.axles.rear.rollingRadius = Length(0.32)
        return parameters
    }

    private func settled(
        _ input: SplitInput,
        cycles: Int = 100,
        in parameters: ControlParameters
    ) -> SplitReport {
        var stage = TorqueSplit()
        var report = SplitReport()
        for _ in 0..<cycles { report = stage.step(input, by: .sample, with: parameters) }
        return report
    }

    /// The motor speeds of wheels that go so much faster than the ground at 10 m/s, m/s.
    private func slipping(
        _ input: inout SplitInput,
        front: Double,
        rear: Double,
        in parameters: ControlParameters
    ) {
        let ground = Speed(10 * input.direction)
        input.referenceSpeed = ground
        input.motorSpeeds.front = parameters.axles.front.motorSpeed(at: ground + Speed(front))
        input.motorSpeeds.rear = parameters.axles.rear.motorSpeed(at: ground + Speed(rear))
    }

    @Test("the share is the load's, moved by slip, cornering and pitch")
    func sum() {
        var input = SplitInput(total: Torque(100), direction: 1)
        input.lateralAcceleration = Acceleration(4)
        input.pitchRate = PitchRate(5)
        slipping(&input, front: 0, rear: 1, in: unequal)
        let report = settled(input, cycles: 20, in: unequal)
        #expect(abs(report.slip - 0.1) < 1e-9)
        #expect(abs(report.cornering + 0.064) < 1e-12)
        #expect(report.pitch == -0.1)
        let load = 0.5 - 100 * 27.5 * 0.96 / 1875 / 9.80665 * 0.53 / 2.7
        #expect(abs(report.load - load) < 1e-4)
        #expect(abs(report.share - (report.load + 0.1 - 0.064 - 0.1)) < 1e-9)
    }

    @Test("cornering leaves the wheel force that load and slip alone would give")
    func force() {
        var input = SplitInput(total: Torque(100), direction: 1)
        input.lateralAcceleration = Acceleration(4)
        input.pitchRate = .zero
        slipping(&input, front: 0, rear: 1, in: unequal)
        let report = settled(input, in: unequal)
        let base = report.load + 0.1
        let wanted = 100 * (base * 30 + (1 - base) * 25)
        let force = report.torques.front.rawValue * 30 + report.torques.rear.rawValue * 25
        #expect(abs(force - wanted) < 1e-9)
        let share = report.torques.front.rawValue / report.torques.total.rawValue
        #expect(abs(share - (base - 0.064)) < 1e-9)
    }

    @Test("where the terms together lead beyond one axle, that axle has all, and no more force")
    func beyond() {
        var tall = unequal
        tall.body.gravityHeight = Length(5)
        var input = SplitInput(total: Torque(600), direction: 1)
        input.lateralAcceleration = Acceleration(9)
        input.pitchRate = .zero
        slipping(&input, front: 5, rear: 0, in: tall)
        let rear = settled(input, in: tall)
        #expect(rear.load == 0 && rear.slip == -0.15 && rear.cornering == -0.1)
        #expect(rear.share == 0)
        #expect(rear.torques == AxlePair(front: .zero, rear: Torque(600)))
        input = SplitInput(total: Torque(-600), direction: -1)
        input.lateralAcceleration = Acceleration(9)
        input.pitchRate = .zero
        slipping(&input, front: 0, rear: -5, in: tall)
        let front = settled(input, in: tall)
        #expect(front.load == 1 && front.slip == 0.15 && front.cornering == 0.1)
        #expect(front.share == 1)
        #expect(front.torques == AxlePair(front: Torque(-600), rear: .zero))
    }

    @Test("a share beyond one axle is not kept: slip moves it away from there at once")
    func notBeyond() {
        var tall = unequal
        tall.body.gravityHeight = Length(5)
        var input = SplitInput(total: Torque(600), direction: 1)
        input.lateralAcceleration = Acceleration(9)
        input.pitchRate = .zero
        slipping(&input, front: 0, rear: 5, in: tall)
        let report = settled(input, in: tall)
        #expect(abs(report.share - 0.15) < 1e-12)
    }

    @Test("the comfort terms end at once where only load and slip count")
    func plain() {
        var stage = TorqueSplit()
        var input = SplitInput(total: Torque(100), direction: 1)
        input.lateralAcceleration = Acceleration(4)
        #expect(stage.step(input, by: .sample, with: unequal).cornering < -0.06)
        input.terms = .plain
        #expect(stage.step(input, by: .sample, with: unequal).cornering == 0)
        input.terms = .all
        input.isStabilityActive = true
        #expect(stage.step(input, by: .sample, with: unequal).cornering == 0)
    }

    @Test("in the first cycle nothing is held of cornering, and the share is the one at rest")
    func first() {
        var parameters = unequal
        parameters.body.frontLoadShare = 0.62
        var stage = TorqueSplit()
        var input = SplitInput(total: .zero, direction: 1)
        input.isStabilityActive = true
        let report = stage.step(input, by: .sample, with: parameters)
        #expect(report.cornering == 0 && report.slip == 0 && report.pitch == 0)
        #expect(report.load == 0.62 && report.share == 0.62)
        #expect(report.leastShare == 0 && report.greatestShare == 1)
    }

    @Test("without torque, and without a gear, nothing is bounded")
    func unbounded() {
        for (total, direction) in [(0, 1), (0, -1), (0, 0), (-100, 0), (100, 0), (100, 1)]
            as [(Double, Double)]
        {
            let input = SplitInput(total: Torque(total), direction: direction)
            let report = settled(input, in: unequal)
            #expect(report.leastShare == 0 && report.greatestShare == 1)
        }
    }

    @Test("the bound is on the wheel force: with unequal gears the motor's share is another")
    func gears() {
        var input = SplitInput(total: Torque(-100), direction: 1)
        let report = settled(input, in: unequal)
        let share = report.load * 25 / (report.load * 25 + (1 - report.load) * 30)
        #expect(abs(report.leastShare - share) < 1e-12 && report.greatestShare == 1)
        input.isWet = true
        let part = report.load + 0.05
        let wet = settled(input, in: unequal)
        #expect(abs(wet.leastShare - part * 25 / (part * 25 + (1 - part) * 30)) < 1e-12)
        input = SplitInput(total: Torque(100), direction: -1)
        input.isWet = true
        let backward = settled(input, in: unequal)
        let behind = backward.load - 0.05
        let greatest = behind * 25 / (behind * 25 + (1 - behind) * 30)
        #expect(abs(backward.greatestShare - greatest) < 1e-12 && backward.leastShare == 0)
    }
}
