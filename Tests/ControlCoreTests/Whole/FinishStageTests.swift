import Testing
import VehicleModel

@testable import ControlCore

/// The rates and the last reasons to withhold torque; a cycle of 10 ms falls by 40 Nm at most.
@Suite("The end of a cycle in the core")
struct FinishStageTests {
    /// A core over time, with what it gave last.
    private struct Finish {
        var core: ControlCore
        var speeds = (100.0, 100.0)
        var given = AxlePair<Torque>(both: .zero)
        var report = CycleReport()

        mutating func step(_ limited: AxlePair<Torque>, _ input: CycleInput) {
            let shafts = core.shafts(speeds.0, speeds.1)
            report = CycleReport()
            for limit in [BindingLimit.envelope, .discharge] {
                report.axles.front.setMargin(limit, Torque(10))
                report.axles.rear.setMargin(limit, Torque(10))
            }
            report.axles.front.asked = Torque(100)
            report.axles.rear.asked = Torque(100)
            given = core.finish(limited, from: given, at: shafts, input, into: &report)
        }

        mutating func step(_ limited: AxlePair<Torque>, at now: Instant) {
            step(limited, .bare(at: now))
        }
    }

    @Test("torque rises at its rate, which is named")
    func rises() {
        var finish = Finish(core: .plain())
        finish.step(.of(100, -100), at: .at(0))
        #expect(finish.given == .of(12, -12))
        #expect(finish.report.axles.front.binding == .upRate)
        #expect(finish.report.axles.rear.binding == .upRate)
    }

    @Test("torque above the limit may fall for 110 ms, then it is cut")
    func cutAfter() {
        // 50 Nm on each axle fit, and more does not.
        var finish = Finish(core: .plain(discharge: 10_000 + 625 + 700))
        finish.given = .of(300, 300)
        finish.step(.of(50, 50), at: .at(0))
        #expect(finish.given == .of(260, 260))
        finish.step(.of(50, 50), at: .at(110))
        #expect(finish.given == .of(220, 220))
        #expect(finish.core.limitViolations == 0)
        finish.step(.of(50, 50), at: .at(110.000001))
        #expect(finish.given == .of(50, 50))
        #expect(finish.core.limitViolations == 1)
    }

    @Test("one axle over the limit is enough, whatever the other returns", arguments: Axle.allCases)
    func oneAxle(axle: Axle) {
        var finish = Finish(core: .plain(discharge: 5_000))
        var torques = AxlePair<Torque>(both: Torque(-100))
        torques[axle] = Torque(100)
        finish.given = torques
        finish.step(torques, at: .at(0))
        finish.step(torques, at: .at(200))
        #expect(finish.core.limitViolations == 1)
    }

    @Test("what only returns power, or cannot be predicted at rest, is not above the limit")
    func notOver() {
        var finish = Finish(core: .plain(discharge: 0))
        finish.given = .of(-100, -100)
        finish.step(.of(-100, -100), at: .at(0))
        finish.step(.of(-100, -100), at: .at(200))
        #expect(finish.given == .of(-100, -100))
        #expect(finish.core.limitViolations == 0)
        var unknown = Finish(core: .plain(discharge: 10_000), speeds: (.nan, .nan))
        unknown.step(AxlePair(both: .zero), at: .at(0))
        unknown.step(AxlePair(both: .zero), at: .at(200))
        #expect(unknown.core.limitViolations == 0)
    }

    @Test("a thousandth above the limit is rounding, more is not")
    func tolerance() {
        func violations(_ discharge: Double, auxiliary: Double = 500) -> UInt64 {
            var finish = Finish(core: .plain(discharge: discharge), speeds: (0, 0))
            finish.core.battery.auxiliary = Power(auxiliary)
            finish.given = .of(100, 0)
            finish.step(.of(100, 0), at: .at(0))
            finish.step(.of(100, 0), at: .at(200))
            return finish.core.limitViolations
        }
        // It draws 1250 W and 700 W.
        #expect(violations(1_950 / 1.0005) == 0)
        #expect(violations(1_950 / 1.0015) == 1)
        #expect(violations(1_950 / 1.05) == 1)
        // Exactly there: all that is left is 1250 W.
        #expect(violations(2_000, auxiliary: 2_000 * 1.001 - 1_450) == 0)
        #expect(violations(2_000, auxiliary: 2_000 * 1.001 - 1_450 + 1e-6) == 1)
    }

    @Test(
        "where nothing may be given, torque and every room are gone at once",
        arguments: [
            (OperatingMode.control, ArmState.disarmed), (.control, .tripped), (.shadow, .tripped),
            (.observe, .armed),
        ]
    )
    func withheld(mode: OperatingMode, arming: ArmState) {
        var finish = Finish(core: .plain())
        finish.given = .of(100, 100)
        finish.step(.of(100, 100), .bare(mode, arming))
        #expect(finish.given == AxlePair(both: .zero))
        for axle in [finish.report.axles.front, finish.report.axles.rear] {
            #expect(axle.binding == .notArmed)
            for index in axle.margins.indices { #expect(axle.margins[index].rawValue.isNaN) }
        }
    }

    @Test("torque that is not finite is none, and is named so", arguments: notFinite)
    func notANumber(torque: Double) {
        for torques in [AxlePair.of(torque, 100), .of(100, torque)] {
            var finish = Finish(core: .plain())
            finish.given = .of(100, 100)
            finish.step(torques, at: .at(0))
            #expect(finish.given == AxlePair(both: .zero))
            #expect(finish.report.axles.front.binding == .notFinite)
        }
    }

    @Test("on its way out of arming torque falls at the protective rate")
    func disarming() {
        var finish = Finish(core: .plain())
        finish.given = .of(100, 30)
        finish.step(.of(100, 100), .bare(.control, .disarming))
        #expect(finish.given == .of(60, 0))
        #expect(finish.report.axles.rear.binding == .notArmed)
        #expect(
            finish.report.axles.front.margins[Int(BindingLimit.envelope.rawValue)] == Torque(10)
        )
    }

    @Test("what was withheld in between is not above the limit without a break")
    func anew() {
        var finish = Finish(core: .plain(discharge: 11_325))
        finish.given = .of(300, 300)
        finish.step(.of(50, 50), at: .at(0))
        finish.step(.of(50, 50), .bare(.control, .tripped, at: .at(50)))
        finish.given = .of(300, 300)
        finish.step(.of(50, 50), at: .at(120))
        #expect(finish.given == .of(260, 260))
        #expect(finish.core.limitViolations == 0)
    }
}
