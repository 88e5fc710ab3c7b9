import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore with the most thrust")
struct MaxThrustDriveTests {
    @Test("no drive breaks an invariant", arguments: 0..<150)
    func holds(seed: Int) {
        var drive = ScriptedDrive(.random(seed), .whole.pushing)
        let broken = drive.run()
        #expect(broken == nil, "seed \(seed)")
    }

    /// A core whose projection is called by itself.
    private static func core(
        discharge: Double,
        ceiling: Double = .infinity,
        _ allocation: PowerAllocation
    ) -> ControlCore {
        var parameters = ControlParameters.prototype
        parameters.power.allocation = allocation
        parameters.power.systemCeiling = Power(ceiling)
        parameters.axles.rear.gearRatio = 7.5
        var core = ControlCore(parameters)
        core.battery.discharge = Power(discharge)
        core.battery.charge = Power(60_000)
        core.battery.auxiliary = Power(500)
        return core
    }

    private static func inputs(_ speeds: AxlePair<Double>) -> ConditionedInputs {
        var inputs = ConditionedInputs()
        inputs.motorSpeeds = AxlePair(
            front: RotationalSpeed(speeds.front),
            rear: RotationalSpeed(speeds.rear)
        )
        inputs.leadSpeeds = inputs.motorSpeeds
        return inputs
    }

    /// Wheel force by both torques, N.
    private static func thrust(_ torques: AxlePair<Torque>) -> Double {
        torques.front.rawValue * 8.193 / 0.3285 + torques.rear.rawValue * 7.5 / 0.3277
    }

    private static func drawn(_ torques: AxlePair<Torque>, _ speeds: AxlePair<Double>) -> Double {
        var sum = 500.0
        for axle in Axle.allCases {
            let speed = RotationalSpeed(speeds[axle])
            let losses = LossModel.em57
            sum += max(0, torques[axle].rawValue * speeds[axle])
            sum += losses.torqueLoss(at: speed) * torques[axle].rawValue * torques[axle].rawValue
            sum += losses.idleLoss(at: speed).rawValue
        }
        return sum
    }

    @Test(
        "never less thrust than scaling both, never above caps, limit or ceiling",
        arguments: 0..<100
    )
    func better(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var gains = 0
        for _ in 0..<100 {
            let sign = random.one(of: [1.0, -1])
            let speeds = AxlePair(
                front: sign * random.one(of: [0, random.number(0...900)]),
                rear: sign * random.number(0...900)
            )
            let caps = AxlePair(
                front: Torque(sign * random.number(0...340)),
                rear: Torque(sign * random.number(0...340))
            )
            let limit = random.number(0...200_000)
            let ceiling = random.one(of: [.infinity, random.number(20_000...200_000)])
            let inputs = Self.inputs(speeds)
            var (one, two) = (CycleReport(), CycleReport())
            var keeping = Self.core(discharge: limit, ceiling: ceiling, .keepSplit)
            var pushing = Self.core(discharge: limit, ceiling: ceiling, .maxThrust)
            let kept = keeping.project(caps, inputs, into: &one)
            let pushed = pushing.project(caps, inputs, into: &two)
            let gain = (Self.thrust(pushed) - Self.thrust(kept)) * sign
            #expect(gain >= -1e-6, "seed \(seed)")
            if gain > 1 { gains += 1 }
            var shafts = 0.0
            for axle in Axle.allCases {
                let torque = pushed[axle].rawValue * sign
                #expect(torque >= 0 && torque <= caps[axle].rawValue * sign * (1 + 1e-12))
                shafts += pushed[axle].rawValue * speeds[axle]
            }
            #expect(shafts <= ceiling * (1 + 1e-9))
            let isGiven = pushed.total != .zero
            #expect(!isGiven || Self.drawn(pushed, speeds) <= limit * (1 + 1e-9), "seed \(seed)")
        }
        #expect(gains > 20)
    }

    @Test("exchanged axles exchange their torques, and reverse mirrors forward")
    func symmetric() {
        let parameters = ControlParameters.prototype.pushing
        func project(
            _ parameters: ControlParameters,
            _ speeds: (Double, Double),
            _ caps: (Double, Double)
        )
            -> AxlePair<Torque>
        {
            var core = ControlCore(parameters)
            core.battery.discharge = Power(60_000)
            core.battery.auxiliary = Power(500)
            var report = CycleReport()
            return core.project(
                AxlePair(front: Torque(caps.0), rear: Torque(caps.1)),
                Self.inputs(AxlePair(front: speeds.0, rear: speeds.1)),
                into: &report
            )
        }
        let here = project(parameters, (400, 300), (300, 200))
        let exchanged = project(parameters.mirrored, (300, 400), (200, 300))
        let reversed = project(parameters, (-400, -300), (-300, -200))
        #expect(abs((here.front - exchanged.rear).rawValue) < 1e-6)
        #expect(abs((here.rear - exchanged.front).rawValue) < 1e-6)
        #expect(here.front == reversed.front * -1 && here.rear == reversed.rear * -1)
        #expect(here.rear > here.front)
    }

    @Test("a flaring axle is unloaded, and what it leaves goes to the other")
    func flare() {
        let inputs = Self.inputs(AxlePair(front: 900, rear: 300))
        let caps = AxlePair(both: Torque(300))
        var report = CycleReport()
        var core = Self.core(discharge: 60_000, .maxThrust)
        let pushed = core.project(caps, inputs, into: &report)
        #expect(pushed.front == .zero && pushed.rear > Torque(130))
        #expect(report.shadowPrice > 0)
        #expect(report.axles.front.binding == .discharge)
        var keeping = Self.core(discharge: 60_000, .keepSplit)
        let kept = keeping.project(caps, inputs, into: &report)
        #expect(abs((kept.front - kept.rear).rawValue) < 1e-9)
        #expect(Self.thrust(pushed) > 1.3 * Self.thrust(kept))
    }

    @Test("where one brakes, where power suffices and on a bench nothing is shifted")
    func notEverywhere() {
        func isKept(_ limit: Double, _ caps: (Double, Double), onBench: Bool = false) -> Bool {
            let inputs = Self.inputs(AxlePair(front: 500, rear: 300))
            let caps = AxlePair(front: Torque(caps.0), rear: Torque(caps.1))
            var keeping = Self.core(discharge: limit, .keepSplit)
            var pushing = Self.core(discharge: limit, .maxThrust)
            var standing = Self.inputs(AxlePair(both: 0))
            standing.speed = .zero
            standing.motorPace = .zero
            standing.hasBenchKey = onBench
            let isOnBench = pushing.bench.step(standing, with: BenchParameters())
            #expect(isOnBench == onBench)
            var report = CycleReport()
            let one = keeping.project(caps, inputs, into: &report)
            let two = pushing.project(caps, inputs, into: &report)
            return one == two
        }
        #expect(isKept(300_000, (200, 200)))
        #expect(isKept(20_000, (200, -200)))
        #expect(isKept(20_000, (-200, -200)))
        #expect(isKept(20_000, (200, 0)))
        #expect(isKept(20_000, (200, 200), onBench: true))
        #expect(!isKept(20_000, (200, 200)))
    }

    @Test("with a table the split is kept: its losses are no formula")
    func table() {
        let inputs = Self.inputs(AxlePair(front: 500, rear: 300))
        var core = ControlCore(.prototype.tabled.pushing)
        core.battery.discharge = Power(40_000)
        core.battery.auxiliary = Power(500)
        var report = CycleReport()
        let torques = core.project(AxlePair(both: Torque(200)), inputs, into: &report)
        #expect(torques.front == torques.rear && torques.front > Torque(20))
    }
}

extension ControlCore {
    /// The projection at the speeds of `inputs`.
    fileprivate mutating func project(
        _ capped: AxlePair<Torque>,
        _ inputs: ConditionedInputs,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let shafts = lookAhead(inputs)
        return project(capped, at: shafts, into: &report)
    }
}
