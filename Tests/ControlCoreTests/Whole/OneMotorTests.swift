import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore of a car with one motor")
struct OneMotorTests {
    private func car(
        without undriven: Axle,
        _ gear: Gear = .drive,
        at speed: Double = 50,
        pedal: Double = 1,
        _ change: (inout ControlParameters) -> Void = { _ in }
    ) -> Bench {
        var parameters = ControlParameters.prototype.withoutMotor(undriven)
        change(&parameters)
        var bench = Bench.ready(gear, at: speed, parameters)
        bench.holdsSpeed = true
        bench.pedal = pedal
        bench.run(120)
        bench.age = 0
        bench.run(5)
        return bench
    }

    private func speedInput(_ axle: Axle) -> InputQuantity {
        axle == .front ? .frontMotorSpeed : .rearMotorSpeed
    }

    @Test("an axle without a motor gives nothing, loses nothing and turns as its wheels do")
    func parameters() {
        let axle = AxleParameters.undriven(rollingRadius: Length(0.3))
        #expect(!axle.isDriven && axle.gearRatio == 1 && axle.rollingRadius == Length(0.3))
        #expect(axle.envelope.greatestTorque(at: .zero, voltage: Voltage(350)) == .zero)
        #expect(axle.envelope.peakTorque == .zero)
        #expect(axle.losses.drawn(by: .zero, at: RotationalSpeed(400)) == .zero)
        #expect(abs(axle.motorSpeed(at: Speed(30)).rawValue - 100) < 1e-9)
        let whole = ControlParameters.prototype
        #expect(whole.undriven == nil)
        for axle in Axle.allCases {
            #expect(whole.axles[axle].isDriven)
            #expect(whole.withoutMotor(axle).undriven == axle)
        }
    }

    @Test(
        "the motor has the whole demand, and nothing is said of the other axle",
        arguments: Axle.allCases
    )
    func wholeDemand(undriven: Axle) {
        let driven = undriven.other
        let bench = car(without: undriven)
        #expect(bench.given[driven].rawValue > 335)
        #expect(bench.given[undriven] == .zero)
        let idle = bench.report.axles[undriven]
        #expect(idle.asked == .zero && idle.unallocated == .zero && idle.binding == .none)
        #expect(idle.greatestTorque == .zero && idle.predictedPower == .zero)
        #expect(idle.speed.rawValue.isNaN && idle.measured.rawValue.isNaN)
        #expect(bench.report.frontShare == (undriven == .rear ? 1 : 0))
        #expect(bench.report.undriven == undriven)
        #expect(bench.report.ladder == .full && bench.report.predictedPower.isFinite)
        let seen = Fault.allCases.filter { bench.report.faults[$0].occurrences > 0 }
        #expect(seen.isEmpty, "\(seen)")
    }

    @Test("it arms with one inverter, and not without it", arguments: Axle.allCases)
    func arms(undriven: Axle) {
        var bench = car(without: undriven, at: 0, pedal: 0)
        bench.arming = .disarmed
        bench.run(5)
        #expect(bench.core.missingPreconditions(bench.report, hasGuardian: true) == .nothing)
        bench.silent = [speedInput(undriven.other)]
        bench.run(30)
        let missing = bench.core.missingPreconditions(bench.report, hasGuardian: true)
        #expect(missing == [undriven == .rear ? .frontInverter : .rearInverter, .fault])
    }

    @Test(
        "a lost inverter leaves no torque, whether one axle may go on or not",
        arguments: Axle.allCases,
        [true, false]
    )
    func lostInverter(undriven: Axle, goesOn: Bool) {
        var bench = car(without: undriven) { $0.faults.goesOnWithOneAxle = goesOn }
        #expect(bench.given.total > Torque(300))
        bench.silent = [speedInput(undriven.other)]
        bench.run(5)
        #expect(bench.given.total > Torque(200))
        bench.step()
        #expect(bench.given == AxlePair(both: .zero))
        bench.run(100)
        #expect(bench.given == AxlePair(both: .zero))
        #expect(bench.report.ladder == .singleAxle)
        bench.silent = []
        bench.pedal = 0
        bench.run(300)
        #expect(bench.report.ladder == .full)
        bench.pedal = 1
        bench.run(60)
        #expect(bench.given.total > Torque(300))
    }

    @Test(
        "torque that runs away takes the motor's away, and no other goes on",
        arguments: Axle.allCases
    )
    func runaway(undriven: Axle) {
        var bench = car(without: undriven) { $0.faults.goesOnWithOneAxle = true }
        bench.corrupt[undriven == .rear ? .frontMotorTorque : .rearMotorTorque] = -100
        bench.run(5)
        #expect(bench.given == AxlePair(both: .zero))
        bench.run(60)
        #expect(bench.given == AxlePair(both: .zero))
    }

    @Test(
        "it returns what lifting asks with its one motor, in front or behind",
        arguments: Axle.allCases,
        [(Gear.brake, 50.0), (.reverse, -25.0)]
    )
    func regeneration(undriven: Axle, _ drive: (gear: Gear, speed: Double)) {
        let bench = car(without: undriven, drive.gear, at: drive.speed, pedal: 0)
        let along = bench.given[undriven.other].rawValue * drive.gear.direction
        #expect(along < -50)
        #expect(abs(along + bench.report.driverDemand.rawValue.magnitude) < 1e-9)
        #expect(bench.given[undriven] == .zero)
    }

    @Test("what the ladder would leave of the other axle does not make it a lost one")
    func ladder() {
        for undriven in Axle.allCases {
            var bench = car(without: undriven, at: 30) {
                $0.faults.ladder.singleTorque[undriven] = 0
            }
            bench.silent = [.dischargeLimit]
            bench.run(30)
            #expect(bench.report.ladder == .limp)
            #expect(abs(bench.given.total.rawValue - 0.3 * 340) < 0.3)
            #expect(bench.core.monitor.effects.axles[undriven] == .none)
            #expect(!bench.core.monitor.effects.givesUp(undriven))
        }
    }

    @Test("no torque waits for an axle that never passes through zero, forward or in reverse")
    func noStagger() {
        for undriven in Axle.allCases {
            for gear in [Gear.drive, .reverse] {
                var bench = Bench.ready(gear, .prototype.withoutMotor(undriven))
                bench.holdsSpeed = true
                bench.pedal = 1
                bench.step()
                bench.step()
                #expect(bench.given[undriven.other].magnitude > .zero, "\(undriven) \(gear)")
            }
        }
    }

    @Test("through the lash band the motor goes at one axle's rate, and its total with it")
    func lash() {
        var bench = car(without: .rear, at: 50, pedal: 0)
        #expect(bench.given.front < Torque(-12))
        bench.pedal = 1
        var last = bench.given.front
        for _ in 0..<60 {
            bench.step()
            let change = (bench.given.front - last).rawValue
            // Less braking goes at the rate down, driving at the rate up, and both slowly in between.
            let most = last < Torque(-12) ? 25.0 : last < Torque(12) ? 2 : 12
            #expect(change <= most + 1e-9)
            last = bench.given.front
        }
        #expect(last > Torque(300))
    }

    @Test(
        "its own heat derates it, whatever is not known of the other axle",
        arguments: Axle.allCases
    )
    func heat(undriven: Axle) {
        var core = ControlCore(.whole.withoutMotor(undriven))
        var inputs = ConditionedInputs.turning(200, 200)
        inputs.motorSpeeds[undriven] = nil
        inputs.leadSpeeds[undriven] = nil
        inputs.motorTemperatures[undriven.other] = Temperature(158)
        var demand = Demand()
        demand.gear = 1
        let caps = core.capAxles(demand, from: AxlePair(both: .zero), inputs)
        #expect(abs(caps[undriven.other].drive[.thermal].rawValue - 34) < 1e-9)
        #expect(caps[undriven].drive.torque == .zero && caps[undriven].brake.torque == .zero)
    }

    @Test(
        "one more watt is worth what the motor makes of it",
        arguments: Axle.allCases,
        [true, false]
    )
    func shadowPrice(undriven: Axle, isTable: Bool) {
        var core = ControlCore.plain {
            $0 = $0.withoutMotor(undriven)
            if isTable { $0.axles[undriven.other].losses = .plain }
        }
        var inputs = ConditionedInputs.turning(150, 150)
        inputs.motorSpeeds[undriven] = nil
        inputs.leadSpeeds[undriven] = nil
        let shafts = core.lookAhead(inputs)
        var torques = AxlePair(both: Torque(100))
        torques[undriven] = .zero
        let price = core.shadowPrice(core.projected(torques, at: shafts), at: shafts)
        // 0.1 W/Nm² between points of 25 Nm, or 0.125 W/Nm².
        let slope = isTable ? 0.1 * 225 : 0.125 * 200
        #expect(abs(price - 1 / (150 + slope)) < 1e-9)
    }

    @Test("the key is cycled where its one inverter was off and is on", arguments: Axle.allCases)
    func keyCycle(undriven: Axle) {
        var bench = car(without: undriven, at: 0, pedal: 0)
        bench.silent = [.dischargeLimit]
        bench.run(80)
        #expect(bench.report.ladder == .zeroTorque)
        bench.silent = []
        bench.arming = .disarmed
        bench.run(300)
        #expect(bench.report.ladder == .zeroTorque)
        bench.isReady[undriven.other] = false
        bench.run(80)
        bench.isReady[undriven.other] = true
        bench.run(300)
        #expect(bench.report.ladder == .full)
    }

    @Test(
        "the bench state needs its one motor at rest, and gives that one torque",
        arguments: Axle.allCases
    )
    func benchState(undriven: Axle) {
        var state = BenchState()
        var inputs = ConditionedInputs()
        inputs.hasBenchKey = true
        inputs.speed = .zero
        inputs.motorPace = .zero
        inputs.motorSpeeds[undriven.other] = .zero
        let bench = BenchParameters()
        let isForTwo = state.step(inputs, with: bench)
        #expect(!isForTwo)
        let isForOne = state.step(inputs, undriven: undriven, with: bench)
        #expect(isForOne)
        state = BenchState()
        inputs.motorSpeeds = AxlePair(
            front: inputs.motorSpeeds.rear,
            rear: inputs.motorSpeeds.front
        )
        let isWithoutSpeed = state.step(inputs, undriven: undriven, with: bench)
        #expect(!isWithoutSpeed)
    }

    @Test("the polarity check is of its one motor", arguments: Axle.allCases)
    func commissioning(undriven: Axle) {
        for axle in Axle.allCases {
            var check = Commissioning()
            var request = ControlRequest(
                kind: .commission,
                number: 1,
                client: 1,
                lease: 0,
                deadline: .at(100)
            )
            request.axle = axle
            request.torque = Torque(4)
            var speeds = AxlePair(both: RotationalSpeed.zero)
            speeds[undriven] = RotationalSpeed(.nan)
            let outcome = check.handle(
                request,
                armingID: 7,
                isBench: true,
                speeds: speeds,
                undriven: undriven,
                at: .at(0)
            )
            #expect(outcome == (axle == undriven ? .motorMissing : .done))
        }
    }
}
