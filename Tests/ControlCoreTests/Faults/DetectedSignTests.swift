import Testing
import VehicleModel

@testable import ControlCore

@Suite("FaultDetectors")
struct DetectedSignTests {
    /// What one cycle of the detectors is given.
    private struct Cycle {
        var inputs = ConditionedInputs()
        var surroundings = Surroundings()
        var evidence = FaultEvidence()

        /// A car that drives as it was told: 100 Nm on each axle, 70 kW.
        init(at time: Double) {
            inputs.pedal = 0.3
            inputs.isBraking = false
            inputs.selector = .drive
            inputs.motorSpeeds = AxlePair(both: RotationalSpeed(100))
            inputs.isInverterReady = AxlePair(both: true)
            inputs.motorTorques = AxlePair(both: Torque(100))
            inputs.batteryVoltage = Voltage(350)
            inputs.batteryCurrent = Current(200)
            inputs.isRelayPermitted = true
            surroundings.hasGuardian = true
            evidence.pedalArrival = .at(time)
            evidence.inverterArrivals = AxlePair(both: .at(time))
            evidence.batteryArrival = .at(time)
            evidence.dischargeLimit = Power(200_000)
            evidence.isControlling = true
            evidence.isArmed = true
            evidence.given = AxlePair(both: Torque(100))
            evidence.predictedPower = Power(70_000)
        }
    }

    /// The signs after 19 good cycles and one that is changed.
    private func signs(
        before: (inout Cycle) -> Void = { _ in },
        _ change: (inout Cycle) -> Void
    ) -> [Fault] {
        let parameters = FaultParameters()
        var detectors = FaultDetectors(parameters)
        var signs = FaultSet()
        for index in 0..<20 {
            let time = Double(index) * 10
            var cycle = Cycle(at: time)
            before(&cycle)
            if index == 19 { change(&cycle) }
            signs = detectors.step(
                cycle.inputs,
                cycle.surroundings,
                cycle.evidence,
                at: .at(time),
                with: parameters.detection
            )
        }
        return Fault.allCases.filter { signs.contains($0) }
    }

    @Test("a car that drives as it was told shows no sign")
    func none() { #expect(signs { _ in } == []) }

    @Test("each sign of the driver's is told by itself")
    func driver() {
        #expect(signs { $0.inputs.pedal = nil } == [.pedalLost])
        #expect(signs { $0.inputs.hasOnePedal = true } == [.pedalLost])
        #expect(signs { $0.evidence.arePedalsInvalid = true } == [.pedalsInvalid])
        #expect(signs { $0.inputs.isPedalImplausible = true } == [.pedalImplausible])
        #expect(signs { $0.inputs.isBraking = nil } == [.brakeLost])
        #expect(signs { $0.inputs.selector = nil } == [.gearLost])
        #expect(signs { $0.inputs.hasStuckPedal = true } == [.pedalStuck])
        #expect(signs { $0.evidence.hasInvalidValue = true } == [.valueInvalid])
    }

    @Test("the pedal beside the brake is a sign above 10 %")
    func brakeAndPedal() {
        func found(_ pedal: Double?) -> [Fault] {
            signs {
                $0.inputs.isBraking = true
                $0.inputs.pedal = pedal
            }
        }
        #expect(found(0.10) == [])
        #expect(found(0.1001) == [.brakeAndPedal])
        #expect(found(nil) == [.pedalLost])
    }

    @Test("each sign of an inverter is that inverter's")
    func inverters() {
        #expect(
            signs { $0.inputs.motorSpeeds.front = nil } == [.frontInverterLost, .frontInverterLate]
        )
        #expect(
            signs { $0.inputs.isInverterReady.front = nil }
                == [.frontInverterLost, .frontInverterLate]
        )
        #expect(
            signs { $0.inputs.motorSpeeds.rear = nil } == [.rearInverterLost, .rearInverterLate]
        )
        #expect(
            signs { $0.inputs.isInverterReady.rear = nil } == [
                .rearInverterLost, .rearInverterLate,
            ]
        )
        #expect(signs { $0.inputs.isInverterReady.front = false } == [.frontInverterNotReady])
        #expect(signs { $0.inputs.isInverterReady.rear = false } == [.rearInverterNotReady])
        #expect(signs { $0.inputs.isMotorSpeedStuck.front = true } == [.frontSpeedStuck])
        #expect(signs { $0.inputs.isMotorSpeedStuck.rear = true } == [.rearSpeedStuck])
        #expect(signs { $0.inputs.isSpeedImplausible = true } == [.speedDisagreement])
    }

    @Test("torque is judged an axle at a time, where this program commands and is armed")
    func torque() {
        #expect(signs { $0.inputs.motorTorques.front = Torque(116) } == [.frontTorqueTracking])
        #expect(signs { $0.inputs.motorTorques.rear = Torque(116) } == [.rearTorqueTracking])
        let front = signs { $0.inputs.motorTorques.front = Torque(151) }
        #expect(Set(front) == [.frontTorqueTracking, .frontTorqueRunaway])
        let rear = signs { $0.inputs.motorTorques.rear = Torque(151) }
        #expect(Set(rear) == [.rearTorqueTracking, .rearTorqueRunaway])
        let off: (inout Cycle) -> Void = { $0.inputs.motorTorques = AxlePair(both: Torque(151)) }
        #expect(signs(before: { $0.evidence.isControlling = false }, off) == [])
        #expect(signs(before: { $0.evidence.isArmed = false }, off) == [])
        #expect(signs { $0.inputs.motorTorques = AxlePair(both: nil) } == [])
    }

    @Test("the battery's limits are late after 100 ms and silent after 500 ms")
    func limits() {
        func found(_ age: Double?) -> [Fault] {
            let parameters = FaultParameters()
            var detectors = FaultDetectors(parameters)
            var cycle = Cycle(at: 0)
            cycle.evidence.batteryArrival = age.map { .at(-$0) }
            let signs = detectors.step(
                cycle.inputs,
                cycle.surroundings,
                cycle.evidence,
                at: .at(0),
                with: parameters.detection
            )
            return Fault.allCases.filter { signs.contains($0) }
        }
        #expect(found(0) == [] && found(100) == [])
        #expect(found(100.001) == [.batteryLimitsLate] && found(500) == [.batteryLimitsLate])
        #expect(Set(found(500.001)) == [.batteryLimitsLate, .batteryLimitsSilent])
        #expect(Set(found(nil)) == [.batteryLimitsLate, .batteryLimitsSilent])
    }

    @Test("each sign of the battery is told by itself")
    func battery() {
        #expect(signs { $0.evidence.dischargeLimit = .zero } == [.batteryLimitsLost])
        #expect(signs { $0.evidence.dischargeLimit = Power(.nan) } == [.batteryLimitsLost])
        #expect(signs { $0.evidence.dischargeLimit = Power(0.5) } == [])
        #expect(signs { $0.inputs.batteryVoltage = nil } == [.batteryStateLost])
        #expect(signs { $0.inputs.batteryCurrent = nil } == [.batteryStateLost])
        #expect(signs { $0.inputs.isRelayPermitted = false } == [.mainRelayOpen])
        #expect(signs { $0.inputs.isRelayPermitted = nil } == [])
        #expect(signs { $0.inputs.isVoltageImplausible = true } == [.voltageDisagreement])
    }

    @Test("power is judged by the limit always, by the prediction where torque is this program's")
    func power() {
        #expect(signs { $0.inputs.batteryCurrent = Current(217) } == [.powerDeviation])
        #expect(signs { $0.inputs.batteryCurrent = Current(183) } == [.powerDeviation])
        let strong: (inout Cycle) -> Void = { $0.inputs.batteryCurrent = Current(210_001 / 350) }
        let far: (inout Cycle) -> Void = { $0.inputs.batteryCurrent = Current(230_001 / 350) }
        #expect(signs(before: { $0.evidence.isControlling = false }, strong) == [.overLimitPower])
        let both = signs(before: { $0.evidence.isArmed = false }, far)
        #expect(Set(both) == [.overLimitPower, .overLimitPeak])
    }

    @Test("each sign around the car is told by itself")
    func around() {
        #expect(signs { $0.surroundings.hasGuardian = false } == [.guardianLost])
        #expect(
            signs {
                $0.surroundings.hasGuardian = false
                $0.evidence.isControlling = false
            } == []
        )
        #expect(signs { $0.surroundings.isGuardianTripped = true } == [.guardianTripped])
        #expect(signs { $0.surroundings.isGuardianRefusing = true } == [.guardianRefuses])
        #expect(signs { $0.surroundings.hasForeignSender = true } == [.foreignSender])
        #expect(signs { $0.surroundings.isSentTorqueWrong = true } == [.sentTorqueWrong])
        #expect(signs { $0.surroundings.isOverrun = true } == [])
        #expect(signs { $0.surroundings.isStalled = true } == [.cycleOverrun])
        #expect(signs { $0.surroundings.hasLostFrames = true } == [.framesLost])
        #expect(signs { $0.surroundings.hasLeaseExpired = true } == [.leaseExpired])
        #expect(signs { $0.surroundings.isBusLost = true } == [.busLost])
        #expect(signs { $0.evidence.hasExpiredRequest = true } == [.requestExpired])
        #expect(signs { $0.surroundings.hasBadChecksum = true } == [.badChecksum])
        #expect(signs { $0.surroundings.hasBadCounter = true } == [.badCounter])
        #expect(signs { $0.surroundings.hasBadLength = true } == [.badLength])
    }

    @Test("the ages of the pedal and of each inverter are kept apart")
    func ages() {
        let parameters = FaultParameters()
        var detectors = FaultDetectors(parameters)
        #expect(detectors.pedalAge == nil)
        #expect(detectors.inverterAges.front == nil && detectors.inverterAges.rear == nil)
        var cycle = Cycle(at: 0)
        cycle.evidence.pedalArrival = .at(-1)
        cycle.evidence.inverterArrivals = AxlePair(front: .at(-2), rear: .at(-3))
        _ = detectors.step(
            cycle.inputs,
            cycle.surroundings,
            cycle.evidence,
            at: .at(0),
            with: parameters.detection
        )
        #expect(detectors.pedalAge == .milliseconds(1))
        #expect(detectors.inverterAges.front == .milliseconds(2))
        #expect(detectors.inverterAges.rear == .milliseconds(3))
    }
}
