import ControlCore
import Testing
import VehicleModel

@Suite("Readiness and DriveMode")
struct ReadinessTests {
    private func ready() -> ConditionedInputs {
        var inputs = ConditionedInputs()
        inputs.pedal = 0
        inputs.isRelayPermitted = true
        inputs.isInverterReady = AxlePair(both: true)
        return inputs
    }

    @Test("READY is latched with the pedal below 2 % and allows torque in D, B and R alone")
    func latches() {
        var readiness = Readiness()
        var inputs = ready()
        for pedal in [nil, 0.02, 1, .nan] as [Double?] {
            inputs.pedal = pedal
            #expect(readiness.step(inputs, gear: .drive, with: ReadinessParameters()) == .pedal)
            #expect(!readiness.isReady)
        }
        inputs.pedal = 0.0199
        #expect(readiness.step(inputs, gear: .park, with: ReadinessParameters()) == .gear)
        inputs.pedal = 1
        for gear in [Gear.drive, .brake, .reverse] {
            #expect(readiness.step(inputs, gear: gear, with: ReadinessParameters()) == nil)
        }
        #expect(readiness.step(inputs, gear: .neutral, with: ReadinessParameters()) == .gear)
        #expect(readiness.step(inputs, gear: .drive, with: ReadinessParameters()) == nil)
    }

    @Test("each reason ends READY, and the pedal must be released anew")
    func reasons() {
        let changes: [(TorqueHindrance, (inout ConditionedInputs) -> Void)] = [
            (.crash, { $0.hasCrashed = true }), (.isolation, { $0.hasIsolationFault = true }),
            (.chargePlug, { $0.isChargePlugged = true }),
            (.highVoltage, { $0.isRelayPermitted = false }),
            (.highVoltage, { $0.isInverterReady = AxlePair(front: false, rear: nil) }),
        ]
        for (hindrance, change) in changes {
            var readiness = Readiness()
            #expect(readiness.step(ready(), gear: .drive, with: ReadinessParameters()) == nil)
            var bad = ready()
            change(&bad)
            #expect(readiness.step(bad, gear: .drive, with: ReadinessParameters()) == hindrance)
            #expect(!readiness.isReady)
            var pressed = ready()
            pressed.pedal = 0.5
            #expect(readiness.step(pressed, gear: .drive, with: ReadinessParameters()) == .pedal)
            #expect(readiness.step(ready(), gear: .drive, with: ReadinessParameters()) == nil)
        }
    }

    @Test("an unknown relay is as it was: READY is kept, and not begun")
    func unknownRelay() {
        var unknown = ready()
        unknown.isRelayPermitted = nil
        var readiness = Readiness()
        #expect(
            readiness.step(unknown, gear: .drive, with: ReadinessParameters()) == .highVoltage
        )
        #expect(readiness.step(ready(), gear: .drive, with: ReadinessParameters()) == nil)
        #expect(readiness.step(unknown, gear: .drive, with: ReadinessParameters()) == nil)
        #expect(readiness.isReady)
    }

    @Test("what the vehicle reports and is unknown forbids torque; one ready inverter is enough")
    func unknown() {
        func first(
            _ parameters: ReadinessParameters,
            _ inputs: ConditionedInputs
        )
            -> TorqueHindrance?
        {
            var readiness = Readiness()
            return readiness.step(inputs, gear: .drive, with: parameters)
        }
        #expect(first(ReadinessParameters(hasCrash: true), ready()) == .crash)
        #expect(first(ReadinessParameters(hasIsolation: true), ready()) == .isolation)
        #expect(first(ReadinessParameters(hasChargePlug: true), ready()) == .chargePlug)
        var known = ready()
        (known.hasCrashed, known.hasIsolationFault, known.isChargePlugged) = (false, false, false)
        known.isInverterReady = AxlePair(front: nil, rear: true)
        let all = ReadinessParameters(hasChargePlug: true, hasCrash: true, hasIsolation: true)
        #expect(first(all, known) == nil)
        known.isInverterReady = AxlePair(front: true, rear: false)
        #expect(first(all, known) == nil)
    }

    @Test("e-Pedal goes before B, B before ECO")
    func modes() {
        func mode(_ gear: Gear, _ eco: Bool?, _ one: Bool?) -> DriveMode {
            DriveMode(gear: gear, isEco: eco, isOnePedal: one)
        }
        #expect(mode(.brake, true, true) == .onePedal)
        #expect(mode(.brake, true, false) == .brake)
        #expect(mode(.drive, true, nil) == .eco)
        #expect(mode(.reverse, nil, nil) == .drive)
        #expect(mode(.drive, false, false) == .drive)
        var maps = PedalMaps(drive: .drive, brake: .brake, eco: .drive, onePedal: .drive)
        for (index, mode) in DriveMode.allCases.enumerated() {
            maps.drive.liftTorque = Torque(0)
            maps.brake.liftTorque = Torque(1)
            maps.eco.liftTorque = Torque(2)
            maps.onePedal.liftTorque = Torque(3)
            #expect(maps[mode].liftTorque == Torque(Double(index)))
        }
    }
}
