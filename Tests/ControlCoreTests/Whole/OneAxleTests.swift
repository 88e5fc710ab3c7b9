import ControlCore
import Testing
import VehicleModel

@Suite("ControlCore with one axle")
struct OneAxleTests {
    /// An axle that is lost, by which input.
    struct Loss: Sendable, CustomStringConvertible {
        var axle: Axle
        var quantity: InputQuantity

        var description: String { "\(quantity)" }
    }

    private static let losses = [
        Loss(axle: .front, quantity: .frontMotorSpeed),
        Loss(axle: .front, quantity: .frontInverterReady),
        Loss(axle: .rear, quantity: .rearMotorSpeed),
        Loss(axle: .rear, quantity: .rearInverterReady),
    ]

    private func driving(
        _ gear: Gear = .drive,
        at speed: Double = 50,
        pedal: Double = 1,
        _ change: (inout ControlParameters) -> Void = { _ in }
    ) -> Bench {
        var parameters = ControlParameters.prototype
        parameters.faults.goesOnWithOneAxle = true
        change(&parameters)
        var bench = Bench.ready(gear, at: speed, parameters)
        bench.holdsSpeed = true
        bench.pedal = pedal
        bench.run(120)
        bench.age = 0
        bench.run(5)
        return bench
    }

    private func peakPart(of axle: Axle) -> Double { axle == .front ? 0.5 : 0.35 }

    @Test(
        "one whose inverter is silent for 50 ms is at zero 90 ms later and stays there",
        arguments: losses
    )
    func silentAxle(loss: Loss) {
        var bench = driving()
        let before = bench.given[loss.axle].rawValue
        #expect(before > 200)
        bench.silent = [loss.quantity]
        for cycle in 1...100 {
            let last = bench.given[loss.axle].rawValue
            bench.step()
            let given = bench.given[loss.axle].rawValue
            switch cycle {
            case ...5: #expect(given > 0 && given <= before, "cycle \(cycle)")
            case 6...14: #expect(given == 0 || given <= last - 40 + 1e-9, "cycle \(cycle)")
            default: #expect(given == 0, "cycle \(cycle)")
            }
        }
        #expect(bench.report.arming == .armed)
    }

    @Test("the other goes on with its part of the peak torque, up to 80 km/h", arguments: losses)
    func otherGoesOn(loss: Loss) {
        let other = loss.axle.other
        var bench = driving()
        bench.silent = [loss.quantity]
        bench.run(60)
        let part = 340 * peakPart(of: other)
        #expect(abs(bench.given[other].rawValue - part) <= 0.25 + 1e-9)
        #expect(bench.report.ladder == .singleAxle)
        #expect(bench.report.axles[other].binding == .ladder)
        bench.speed = 79.5 / 3.6
        bench.run(60)
        let near = bench.given[other].rawValue
        #expect(near > 0 && near < part)
        bench.speed = 80 / 3.6
        bench.run(60)
        #expect(bench.given[other] == .zero)
    }

    @Test("the other has no more than before until the pedal has been let go", arguments: losses)
    func noMoreThanBefore(loss: Loss) {
        let other = loss.axle.other
        var bench = driving(pedal: 0.3)
        let before = bench.given[other].rawValue
        let part = 340 * peakPart(of: other)
        #expect(before > 20 && before < part - 20)
        bench.silent = [loss.quantity]
        bench.step()
        bench.pedal = 1
        // Until 50 ms both axles are sound: the rise of a foot is not the loss's.
        bench.run(5)
        let held = bench.given[other].rawValue
        for _ in 0..<60 {
            bench.step()
            #expect(bench.given[other].rawValue <= held)
        }
        #expect(bench.given[other].rawValue > 20)
        bench.pedal = 0
        bench.run(60)
        bench.pedal = 1
        bench.run(60)
        #expect(abs(bench.given[other].rawValue - part) <= 0.25 + 1e-9)
        #expect(bench.given[loss.axle] == .zero)
    }

    @Test("what a lost axle leaves of the battery's limit is not taken up by the other")
    func limitIsNotTakenUp() {
        var bench = driving(at: 75)
        bench.limits.discharge = 45_000
        bench.run(60)
        let before = bench.given.rear.rawValue
        #expect(before > 20 && before < 110)
        bench.silent = [.frontMotorSpeed]
        for _ in 0..<60 {
            bench.step()
            #expect(bench.given.rear.rawValue <= before + 1e-9)
        }
        #expect(bench.given.rear.rawValue > 20)
    }

    @Test("nothing of a lost axle's share is handed to the other, slip controllers or not")
    func notHandedOn() {
        var bench = driving(pedal: 0.5) {
            $0.axles.front.slip = .em57
            $0.axles.rear.slip = .em57
        }
        let before = bench.given.rear
        bench.silent = [.frontMotorSpeed]
        for _ in 0..<60 {
            bench.step()
            #expect(bench.given.rear <= before)
            #expect(bench.report.axles.rear.asked <= before * 1.0001)
        }
    }

    @Test("a silent motor's losses are counted at the other's speed over the road")
    func idleLoss() {
        var bench = driving { $0.axles.front.gearRatio = 10 }
        bench.silent = [.frontMotorSpeed]
        bench.run(60)
        let front = bench.parameters.axles.front
        let speed = front.motorSpeed(at: Speed(50 / 3.6))
        let idle = front.losses.model.idleLoss(at: speed).rawValue
        #expect(idle > 500)
        #expect(abs(bench.report.axles.front.predictedPower.rawValue - idle) < 1e-6)
        #expect(!bench.report.axles.front.speed.isFinite)
        #expect(bench.report.predictedPower.isFinite)
        #expect(bench.report.limitViolations == 0)
    }

    @Test(
        "the car's speed is that of the wheels, and without them the good axle's",
        arguments: losses
    )
    func vehicleSpeed(loss: Loss) {
        var bench = driving()
        bench.silent = [loss.quantity]
        bench.run(20)
        #expect(abs(bench.report.vehicleSpeed.rawValue - 50 / 3.6) < 1e-9)
        bench.silent.insert(.wheelSpeedFrontLeft)
        bench.run(20)
        #expect(abs(bench.report.vehicleSpeed.rawValue - 50 / 3.6) < 1e-9)
        #expect(bench.given[loss.axle.other] > Torque(100))
    }

    @Test("in reverse too the wheels' speed has the good motor's sign")
    func reverse() {
        var bench = driving(.reverse, at: -15)
        bench.silent = [.frontMotorSpeed]
        bench.run(40)
        #expect(abs(bench.report.vehicleSpeed.rawValue + 15 / 3.6) < 1e-9)
        #expect(bench.given.rear < Torque(-100))
        #expect(bench.given.front == .zero)
    }

    @Test(
        "alone only the front axle brakes, and only forward",
        arguments: [(Gear.brake, 50.0, true), (.reverse, -25.0, false)]
    )
    func brakingAlone(gear: Gear, speed: Double, brakes: Bool) {
        for axle in Axle.allCases {
            var bench = driving(gear, at: speed, pedal: 0)
            #expect(bench.given.total.rawValue * gear.direction < -20)
            let before = bench.given[axle].magnitude
            bench.silent = [axle == .front ? .rearMotorSpeed : .frontMotorSpeed]
            bench.run(60)
            let isBraking = brakes && axle == .front
            #expect(bench.given[axle].magnitude == (isBraking ? before : .zero))
            #expect(bench.given[axle.other] == .zero)
        }
    }

    @Test("with both inverters silent there is no torque in the same cycle")
    func bothSilent() {
        var bench = driving()
        bench.silent = [.frontMotorSpeed]
        bench.run(30)
        #expect(bench.given.rear > Torque(100))
        bench.silent.insert(.rearInverterReady)
        bench.run(5)
        #expect(bench.given.rear > Torque(100))
        bench.step()
        #expect(bench.given == AxlePair(both: .zero))
        #expect(bench.report.axles.rear.binding == .invalidInput)
    }

    @Test("a torque that ran away cuts its axle in one cycle, and the other goes on")
    func cutAxle() {
        var bench = driving()
        bench.corrupt[.frontMotorTorque] = -100
        var cut: Int?
        for cycle in 1...30 where cut == nil {
            bench.step()
            if bench.given.front == .zero { cut = cycle }
        }
        #expect(cut.map { $0 <= 4 } == true)
        bench.run(60)
        #expect(bench.given.front == .zero)
        #expect(abs(bench.given.rear.rawValue - 119) <= 0.25 + 1e-9)
    }

    @Test("an axle that is back has torque again after 2 s with the pedal released")
    func comesBack() {
        var bench = driving()
        bench.silent = [.frontMotorSpeed]
        bench.run(60)
        bench.silent = []
        bench.run(300)
        #expect(bench.given.front == .zero && bench.report.ladder == .singleAxle)
        bench.pedal = 0
        bench.run(1)
        bench.pedal = 1
        bench.run(60)
        #expect(bench.report.ladder == .full)
        #expect(bench.given.front > Torque(200))
    }

    @Test("nobody arms with one axle")
    func noArming() {
        var bench = driving(at: 0, pedal: 0)
        bench.arming = .disarmed
        bench.silent = [.frontMotorSpeed]
        bench.run(30)
        let missing = bench.core.missingPreconditions(bench.report, hasGuardian: true)
        #expect(missing == [.frontInverter, .fault])
    }
}
