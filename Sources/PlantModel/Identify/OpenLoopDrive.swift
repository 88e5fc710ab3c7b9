import VehicleModel

/// A plant's drive units and battery driven by a recording's torque and speed, compared with its
/// voltage and power; nothing of the recording's voltage and current is fed back.
public struct OpenLoopDrive: Equatable, Sendable {
    /// Measured less modelled voltage of the pack, V.
    public let voltage: Residuals
    /// Measured less modelled power, each voltage times reported current, W.
    public let power: Residuals

    /// Drives as many of the plant's drive units as the record, which has no long holes, tells of;
    /// nil where it has less than 2 s to compare.
    ///
    /// The battery is at rest at the record's start, with the record's state of charge or else the
    /// plant's. The first 0.3 s, in which the report's lag forgets the start, are not compared.
    public init?(_ parameters: PlantParameters, _ record: DriveRecord) {
        var constants = parameters.battery
        constants.initialStateOfCharge = record.stateOfCharge ?? constants.initialStateOfCharge
        var battery = Battery(parameters: constants, timeStep: Plant.timeStep)
        var walk = DriveWalk(record)
        var voltages: [Double] = []
        var powers: [Double] = []
        while walk.advance() {
            var drawn = Power(parameters.auxiliaryPower)
            for motor in walk.motors {
                let torque = Torque(motor.torque)
                let speed = RotationalSpeed(motor.speed)
                let loss = parameters.losses.power(torque: torque, speed: speed)
                drawn = drawn + torque * speed + loss
            }
            battery.step(power: drawn)
            guard walk.step >= PowerFit.settling, let sample = walk.sample else { continue }
            let reported = battery.voltage * battery.reportedCurrent
            voltages.append(sample.voltage - battery.voltage.rawValue)
            powers.append(sample.power - reported.rawValue)
        }
        guard voltages.count >= 200 else { return nil }
        voltage = Residuals(voltages)
        power = Residuals(powers)
    }
}
