import Testing
import VehicleModel

@testable import ControlCore

@Suite("What the core remembers and begins with")
struct CoreStateTests {
    @Test("a vehicle has what its file leaves out")
    func defaults() {
        let parameters = ControlParameters.prototype
        #expect(parameters.regenerationFade.start == Speed(kilometresPerHour: 7))
        #expect(parameters.regenerationFade.end == Speed(kilometresPerHour: 2))
        #expect(parameters.greatestLateral == Acceleration(3))
        #expect(parameters.sureGrip == 0.8)
        #expect(parameters.battery == nil)
        #expect(parameters.power.allocation == .keepSplit)
    }

    @Test("before the first cycle no relay is known permitted and no slip cap acts")
    func fresh() {
        var core = ControlCore(.prototype)
        let missing = core.missingPreconditions(CycleReport(), hasGuardian: true)
        #expect(missing.contains(.mainRelay))
        #expect(!core.hasSlipCap)
    }

    @Test("rates start at what was given, or at what was sent where that is less")
    func starts() {
        var core = ControlCore(.prototype)
        core.previous = .of(100, -50)
        func start(
            _ mode: OperatingMode,
            _ arming: ArmState,
            after last: OperatingMode,
            sent: AxlePair<Torque>?
        ) -> AxlePair<Torque> {
            core.lastMode = last
            return core.startingTorques(.bare(mode, arming, sent: sent))
        }
        let sent = AxlePair.of(80, -60)
        let less = AxlePair.of(80, -50)
        let nothing = AxlePair.of(0, 0)
        #expect(start(.control, .armed, after: .control, sent: sent) == less)
        #expect(start(.control, .disarming, after: .control, sent: sent) == less)
        #expect(start(.control, .armed, after: .control, sent: nil) == .of(100, -50))
        #expect(start(.control, .disarmed, after: .control, sent: sent) == nothing)
        #expect(start(.control, .disarmed, after: .control, sent: nil) == nothing)
        #expect(start(.control, .armed, after: .shadow, sent: sent) == nothing)
        #expect(start(.shadow, .disarmed, after: .control, sent: sent) == nothing)
        #expect(start(.shadow, .disarmed, after: .shadow, sent: sent) == .of(100, -50))
    }

    @Test("the lesser of two torques has both their direction, or is none")
    func lesser() {
        func lesser(_ one: Double, _ two: Double) -> Double {
            let pair = ControlCore.lesser(.of(one, two), .of(two, one))
            #expect(pair.front == pair.rear)
            return pair.front.rawValue
        }
        #expect(lesser(10, 20) == 10 && lesser(-10, -20) == -10 && lesser(10, 10) == 10)
        #expect(lesser(10, -20) == 0 && lesser(0.5, -0.5) == 0 && lesser(0, 10) == 0)
        for bad in notFinite {
            #expect(lesser(10, bad) == 0 && lesser(-10, bad) == 0 && lesser(bad, bad) == 0)
        }
    }

    @Test("in shadow and control torque is built up, in observe there is none")
    func modes() {
        func given(_ mode: OperatingMode) -> AxlePair<Torque> {
            var bench = Bench.ready(at: 50)
            bench.holdsSpeed = true
            bench.mode = mode
            bench.pedal = 1
            bench.run(40)
            return bench.given
        }
        #expect(given(.shadow).rear > Torque(100) && given(.control).rear > Torque(100))
        #expect(given(.observe) == AxlePair(both: .zero))
    }

    @Test(
        "axles that differ are no fault while a slip cap holds one of them",
        arguments: [true, false]
    )
    func slipCap(isCapped: Bool) {
        var bench = Bench.ready(at: 50)
        bench.holdsSpeed = true
        bench.corrupt[.frontMotorSpeed] = 600
        for _ in 0..<40 {
            bench.core.hasSlipCap = isCapped
            bench.step()
        }
        #expect(bench.report.faults[.speedDisagreement].isActive != isCapped)
    }

    @Test(
        "the ladder at no torque hinders arming, and takes all power, when its fault is long gone"
    )
    func ladderDown() {
        var bench = Bench.ready(at: 0)
        bench.surroundings.hasForeignSender = true
        bench.run(5)
        #expect(bench.report.ladder == .zeroTorque)
        bench.surroundings.hasForeignSender = false
        bench.arming = .disarmed
        bench.run(100)
        let core = bench.core
        #expect(!core.monitor.isHolding && !core.monitor.hindersArming)
        #expect(bench.report.ladder == .zeroTorque)
        let missing = bench.core.missingPreconditions(bench.report, hasGuardian: true)
        #expect(missing == [.battery, .fault])
    }

    @Test("each cycle begins without a factor of the battery's")
    func scaleForgotten() {
        var bench = Bench.ready(at: 60)
        bench.holdsSpeed = true
        bench.pedal = 0.6
        bench.limits.discharge = 20_000
        bench.run(100)
        let scale = bench.core.driveScale
        #expect(scale < 0.9 && scale == bench.report.powerScale)
        bench.pedal = 0
        bench.run(40)
        let rest = bench.core.driveScale
        #expect(rest == .infinity)
    }
}
