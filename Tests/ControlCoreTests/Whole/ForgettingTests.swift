import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore's forgetting")
struct ForgettingTests {
    /// A car at rest in D, with READY, on which everything that can be kept has come.
    private func full() -> ControlCore {
        var bench = Bench.ready()
        bench.table[.benchKey] = .valid(1, at: bench.now)
        bench.table[.cruiseTorque] = .valid(50, at: bench.now)
        bench.table[.operatorDischargeCeiling] = .valid(20_000, at: bench.now)
        bench.step()
        return bench.core
    }

    @Test("gear, READY, requests, cruise control and bench begin anew")
    func states() {
        var core = full()
        #expect(core.gears.gear == .drive)
        #expect(core.readiness.isReady)
        #expect(core.requests.requests[0] != nil)
        #expect(core.requests.ceilings.discharge == Power(20_000))
        #expect(core.cruise.isArmed)
        #expect(core.bench.isActive)
        #expect(core.conditioning.quality(of: .pedalA) == .valid)
        core.forgetInputs()
        #expect(core.gears.gear == .park)
        #expect(!core.readiness.isReady)
        #expect(core.requests.requests[0] == nil)
        #expect(core.requests.ceilings.discharge == nil)
        #expect(!core.cruise.isArmed)
        #expect(!core.bench.isActive)
        #expect(core.conditioning.quality(of: .pedalA) != .valid)
    }

    @Test("a pedal that was pressed beside the brake is not held against it")
    func brake() {
        func cap(_ core: inout ControlCore, isBraking: Bool) -> Torque {
            core.brake.step(
                isBraking: isBraking,
                pedal: 0.5,
                driven: Torque(100),
                ramp: .milliseconds(300),
                period: .milliseconds(10),
                fullTorque: Torque(600)
            )
        }
        var core = full()
        #expect(cap(&core, isBraking: true) == Torque(80))
        #expect(cap(&core, isBraking: false) == Torque(80))
        core.forgetInputs()
        #expect(cap(&core, isBraking: false) == Torque(.infinity))
    }

    @Test("antilock brakes that acted last veto nothing any more")
    func veto() {
        func caps(_ core: inout ControlCore, _ isActive: Bool?) -> AxlePair<Torque> {
            core.veto.step(
                isAntilockActive: isActive,
                driven: AxlePair(both: Torque(-100)),
                full: Torque(680),
                period: .milliseconds(10),
                with: RegenerationVetoParameters()
            )
        }
        var core = full()
        #expect(caps(&core, true) == AxlePair(both: Torque(60)))
        #expect(caps(&core, nil) == AxlePair(both: Torque(20)))
        core.forgetInputs()
        #expect(caps(&core, nil) == AxlePair(both: Torque(.infinity)))
    }

    @Test("the fault monitor is told the power predicted for what was given")
    func predicted() {
        var bench = Bench.ready(at: 50)
        bench.holdsSpeed = true
        bench.pedal = 0.5
        bench.run(30)
        #expect(bench.report.predictedPower > Power(5000))
        let input = CycleInput(
            table: bench.table,
            requests: bench.requests,
            surroundings: bench.surroundings,
            mode: .control,
            arming: .armed,
            sent: nil,
            now: bench.now
        )
        var core = bench.core
        let evidence = core.evidence(
            bench.table.all,
            input,
            ConditionedInputs(),
            given: bench.given,
            asked: bench.requests.all
        )
        #expect(evidence.predictedPower == bench.report.predictedPower)
        #expect(evidence.given == bench.given)
    }
}
