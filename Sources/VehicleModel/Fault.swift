/// Misbehaviour of the vehicle or of the daemon's surroundings.
public enum Fault: UInt8, Sendable, BitwiseCopyable {
    /// The pedal frame is late, missing or invalid.
    case pedalLost
    /// The two pedal sensors differ by more than 10 %.
    case pedalImplausible
    /// The brake frame is late, missing or invalid.
    case brakeLost
    /// The gear selector's frame is late, missing or invalid.
    case gearLost
    /// The front inverter's frame is late, missing or invalid.
    case frontInverterLost
    /// The rear inverter's frame is late, missing or invalid.
    case rearInverterLost
    /// The front inverter is not ready.
    case frontInverterNotReady
    /// The rear inverter is not ready.
    case rearInverterNotReady
    /// The battery's limits are late, missing or not available.
    case batteryLimitsLost
    /// The battery's voltage or current is late, missing or invalid.
    case batteryStateLost
    /// The battery withdrew the main relay's permission.
    case mainRelayOpen
    /// Measured battery power was over its limit for longer than a falling torque explains.
    case overLimitPower
    /// A checksum was wrong.
    case badChecksum
    /// An alive counter jumped or repeated.
    case badCounter
    /// No guardian answers.
    case guardianLost
    /// The guardian took the torque to zero.
    case guardianTripped
    /// Cycles began too late: three in a row, or one far too late.
    case cycleOverrun
    /// Frames were lost in the kernel or in a queue.
    case framesLost
    /// The lease ran out while armed.
    case leaseExpired
    /// A bus went down or vanished.
    case busLost
    /// The guardian refuses the commands of the arming in force.
    case guardianRefuses
    /// Somebody else sends the guardian's identifiers on a bus.
    case foreignSender

    /// The front inverter's frame is late: its torque falls.
    case frontInverterLate
    /// The rear inverter's frame is late: its torque falls.
    case rearInverterLate
    /// Both pedal sensors are out of range or say that they do not know.
    case pedalsInvalid
    /// Brake and accelerator are pressed together.
    case brakeAndPedal
    /// The battery's limits are late.
    case batteryLimitsLate
    /// The battery's limits stay away.
    case batteryLimitsSilent
    /// The front motor's torque is not what it was told.
    case frontTorqueTracking
    /// The rear motor's torque is not what it was told.
    case rearTorqueTracking
    /// The front motor's torque is far from what it was told, or has the wrong sign.
    case frontTorqueRunaway
    /// The rear motor's torque is far from what it was told, or has the wrong sign.
    case rearTorqueRunaway
    /// Front axle, rear axle and vehicle have speeds that no slip explains.
    case speedDisagreement
    /// The inverters and the battery measure different voltages.
    case voltageDisagreement
    /// The battery's power is not what was predicted.
    case powerDeviation
    /// Measured battery power was far over its limit.
    case overLimitPeak
    /// The front motor's speed stands still while the others change.
    case frontSpeedStuck
    /// The rear motor's speed stands still while the others change.
    case rearSpeedStuck
    /// One pedal sensor stands still while the other moves.
    case pedalStuck
    /// Too many of the pedal's frames failed their check.
    case pedalFramesBad
    /// Too many of the front inverter's frames failed their check.
    case frontInverterFramesBad
    /// Too many of the rear inverter's frames failed their check.
    case rearInverterFramesBad
    /// Too many of the battery's frames failed their check.
    case batteryFramesBad
    /// The pedal's frames failed their check in a row.
    case pedalFramesBroken
    /// The front inverter's frames failed their check in a row.
    case frontInverterFramesBroken
    /// The rear inverter's frames failed their check in a row.
    case rearInverterFramesBroken
    /// The battery's frames failed their check in a row.
    case batteryFramesBroken
    /// A frame was too short for its signals.
    case badLength
    /// A needed value was out of range, not finite or not available.
    case valueInvalid
    /// A request came after its lease had run out.
    case requestExpired
    /// The guardian sent more torque than it was given, or torque the other way.
    case sentTorqueWrong

    /// How many there are.
    public static var count: Int { 51 }

    /// Whether torque of both axles is withheld at once while the fault is active.
    public var forbidsTorque: Bool { FaultTable.standard[self].reaction == .withhold }

    /// The axle that it concerns alone; nil for the whole vehicle.
    public var axle: Axle? {
        switch self {
        case .frontInverterLost, .frontInverterNotReady, .frontInverterLate, .frontTorqueTracking,
            .frontTorqueRunaway, .frontSpeedStuck, .frontInverterFramesBad,
            .frontInverterFramesBroken:
            .front
        case .rearInverterLost, .rearInverterNotReady, .rearInverterLate, .rearTorqueTracking,
            .rearTorqueRunaway, .rearSpeedStuck, .rearInverterFramesBad,
            .rearInverterFramesBroken:
            .rear
        case .pedalLost, .pedalImplausible, .brakeLost, .gearLost, .batteryLimitsLost,
            .batteryStateLost, .mainRelayOpen, .overLimitPower, .badChecksum, .badCounter,
            .guardianLost, .guardianTripped, .cycleOverrun, .framesLost, .leaseExpired, .busLost,
            .guardianRefuses, .foreignSender, .pedalsInvalid, .brakeAndPedal, .batteryLimitsLate,
            .batteryLimitsSilent, .speedDisagreement, .voltageDisagreement, .powerDeviation,
            .overLimitPeak, .pedalStuck, .pedalFramesBad, .batteryFramesBad, .pedalFramesBroken,
            .batteryFramesBroken, .badLength, .valueInvalid, .requestExpired, .sentTorqueWrong:
            nil
        }
    }
}

#if !hasFeature(Embedded)
extension Fault: CaseIterable {}
#endif
