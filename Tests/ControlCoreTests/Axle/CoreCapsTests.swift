import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore's caps of each axle")
struct CoreCapsTests {
    private static let prototype = makePrototype()

    private static func makePrototype() -> ControlParameters {
        var parameters = ControlParameters.prototype
        for axle in Axle.allCases {
            parameters.axles[axle].slip = .em57
            parameters.axles[axle].thermal = .em57
        }
        return parameters
    }

    private func pair(_ front: Double, _ rear: Double) -> AxlePair<Torque> {
        AxlePair(front: Torque(front), rear: Torque(rear))
    }

    /// At 10 m/s over ground, the wheels of `spinning` at 12 m/s.
    private func rolling(spinning: Axle? = nil) -> ConditionedInputs {
        var inputs = ConditionedInputs.sound
        inputs.estimatedSpeed = Speed(10)
        for axle in Axle.allCases {
            let speed = Speed(axle == spinning ? 12 : 10)
            inputs.motorSpeeds[axle] = Self.prototype.axles[axle].motorSpeed(at: speed)
            inputs.leadSpeeds[axle] = inputs.motorSpeeds[axle]
        }
        return inputs
    }

    private func driving(_ direction: Double = 1) -> Demand {
        var demand = Demand()
        demand.direction = direction
        demand.gear = direction
        demand.torques = pair(100 * direction, 100 * direction)
        return demand
    }

    @Test("wheels that spin cap their own axle, and that is known", arguments: [Axle.front, .rear])
    func spinning(axle: Axle) {
        var core = ControlCore(Self.prototype)
        let calm = core.capAxles(driving(), from: pair(100, 100), rolling())
        #expect(!calm[axle].drive[.slip].isFinite)
        #expect(!core.hasSlipCap)
        let caps = core.capAxles(driving(), from: pair(100, 100), rolling(spinning: axle))
        #expect(caps[axle].drive[.slip] < Torque(100))
        #expect(!caps[axle.other].drive[.slip].isFinite)
        #expect(core.hasSlipCap)
    }

    @Test("a slip cap stays while the axle's speed is unknown", arguments: [Axle.front, .rear])
    func speedUnknown(axle: Axle) {
        var core = ControlCore(Self.prototype)
        _ = core.capAxles(driving(), from: pair(100, 100), rolling(spinning: axle))
        var inputs = rolling()
        inputs.motorSpeeds[axle] = nil
        _ = core.capAxles(driving(), from: pair(100, 100), inputs)
        #expect(core.hasSlipCap)
    }

    @Test(
        "an axle that is given up has no slip cap, then or later",
        arguments: [Axle.front, .rear]
    )
    func givenUp(axle: Axle) {
        var core = ControlCore(Self.prototype)
        let sound = core.monitor
        _ = core.capAxles(driving(), from: pair(100, 100), rolling(spinning: axle))
        #expect(core.hasSlipCap)
        core.monitor = .without(axle)
        let caps = core.capAxles(driving(), from: pair(100, 100), rolling(spinning: axle))
        #expect(!caps[axle].drive[.slip].isFinite)
        #expect(caps[axle].drive[.ladder] == .zero)
        #expect(!core.hasSlipCap)
        core.monitor = sound
        var inputs = rolling()
        inputs.motorSpeeds[axle] = nil
        _ = core.capAxles(driving(), from: pair(100, 100), inputs)
        #expect(!core.hasSlipCap)
    }

    @Test("the antilock brakes' cap falls from what each axle regenerates, 40 Nm a cycle")
    func antilock() {
        var core = ControlCore(Self.prototype)
        var inputs = rolling()
        inputs.isAntilockActive = true
        let caps = core.capAxles(driving(), from: pair(-50, -30), inputs)
        #expect(caps.front.brake[.antilock] == Torque(10))
        #expect(caps.rear.brake[.antilock] == .zero)
        #expect(!caps.front.drive[.antilock].isFinite)
    }

    @Test("a hot motor's cap is its part of the envelope, the other's by the least ratio")
    func heat() {
        var core = ControlCore(Self.prototype)
        var inputs = rolling()
        inputs.motorTemperatures.front = Temperature(158)
        let caps = core.capAxles(driving(), from: pair(100, 100), inputs)
        #expect(abs(caps.front.drive[.thermal].rawValue - 34) < 1e-9)
        #expect(abs(caps.rear.brake[.thermal].rawValue - 34 / 0.3) < 1e-9)
    }

    @Test("alone the front axle brakes forward and not backward, the rear never")
    func brakingAlone() {
        for direction in [1.0, -1] {
            var core = ControlCore(Self.prototype)
            core.monitor = .without(.rear)
            let front = core.capAxles(driving(direction), from: pair(0, 0), rolling()).front
            #expect(front.brake[.ladder] == (direction > 0 ? Torque(340) : .zero))
            #expect(front.drive[.ladder] == Torque(340))
            core.monitor = .without(.front)
            let rear = core.capAxles(driving(direction), from: pair(0, 0), rolling()).rear
            #expect(rear.brake[.ladder] == .zero)
            #expect(rear.drive[.ladder] == Torque(340))
        }
    }

    @Test("what is driven stands against the drive's caps, and so does nothing at all")
    func driven() {
        for (torque, given) in [(50.0, 30.0), (0, 0)] {
            var caps = AxlePair(both: AxleCaps())
            caps.front.drive.add(.slip, Torque(30))
            caps.front.brake.add(.antilock, Torque(20))
            caps.front.add(.envelope, Torque(340))
            var core = ControlCore(Self.prototype)
            var report = CycleReport()
            let torques = core.clip(pair(torque, 0), to: &caps, direction: 1, into: &report)
            let front = report.axles.front
            #expect(torques == pair(given, 0))
            #expect(front.binding == (torque > 0 ? .slip : BindingLimit.none))
            #expect(front.margins[Int(BindingLimit.slip.rawValue)] == Torque(30 - given))
            #expect(front.margins[Int(BindingLimit.envelope.rawValue)] == Torque(340 - given))
            #expect(front.margins[Int(BindingLimit.antilock.rawValue)].rawValue.isNaN)
        }
    }

    @Test("what brakes stands against the brake's caps, with the room that its size leaves")
    func braked() {
        for direction in [1.0, -1] {
            var caps = AxlePair(both: AxleCaps())
            caps.front.drive.add(.slip, Torque(30))
            caps.front.brake.add(.antilock, Torque(20))
            caps.front.add(.envelope, Torque(340))
            var core = ControlCore(Self.prototype)
            var report = CycleReport()
            let torques = core.clip(
                pair(-50 * direction, 0),
                to: &caps,
                direction: direction,
                into: &report
            )
            let front = report.axles.front
            #expect(torques == pair(-20 * direction, 0))
            #expect(front.binding == .antilock)
            #expect(front.margins[Int(BindingLimit.antilock.rawValue)] == .zero)
            #expect(front.margins[Int(BindingLimit.envelope.rawValue)] == Torque(320))
            #expect(front.margins[Int(BindingLimit.slip.rawValue)].rawValue.isNaN)
        }
    }

    @Test("an inverter's ceiling while it brakes is no more than the envelope")
    func greatestTorque() {
        var bench = Bench.ready(.brake, at: 60)
        bench.holdsSpeed = true
        bench.run(60)
        for axle in Axle.allCases {
            let report = bench.report.axles[axle]
            #expect(report.given < Torque(-50))
            #expect(report.greatestTorque >= report.given.magnitude)
            #expect(report.greatestTorque <= Torque(340))
        }
    }
}
