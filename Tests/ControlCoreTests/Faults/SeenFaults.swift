import ControlCore
import VehicleModel

extension ConditionedInputs {
    /// A sound car at rest in D, nothing pressed, where one axle may go on without the other.
    static let sound = makeSound()

    private static func makeSound() -> ConditionedInputs {
        var inputs = ConditionedInputs()
        inputs.pedal = 0
        inputs.isBraking = false
        inputs.selector = .drive
        inputs.speed = .zero
        inputs.motorPace = .zero
        inputs.motorSpeeds = AxlePair(both: .zero)
        inputs.leadSpeeds = AxlePair(both: .zero)
        inputs.isInverterReady = AxlePair(both: true)
        inputs.isRelayPermitted = true
        return inputs
    }
}

extension FaultMonitor {
    /// One that has seen a sound car but for one change, for one cycle of an arming.
    static func seeing(_ change: (inout ConditionedInputs) -> Void) -> FaultMonitor {
        var inputs = ConditionedInputs.sound
        change(&inputs)
        var evidence = FaultEvidence()
        evidence.isControlling = true
        evidence.isArmed = true
        evidence.dischargeLimit = Power(100_000)
        var monitor = FaultMonitor()
        monitor.step(inputs, Surroundings(), evidence, at: .at(0))
        return monitor
    }

    /// One that has just lost an inverter: its axle is given up, and the ladder is still at the top.
    static func without(_ axle: Axle) -> FaultMonitor { seeing { $0.isInverterReady[axle] = nil } }
}
