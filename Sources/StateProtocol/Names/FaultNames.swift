public import VehicleModel

extension Fault {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .pedalLost: "pedal-lost"
        case .pedalImplausible: "pedal-implausible"
        case .brakeLost: "brake-lost"
        case .gearLost: "gear-lost"
        case .frontInverterLost: "front-inverter-lost"
        case .rearInverterLost: "rear-inverter-lost"
        case .frontInverterNotReady: "front-inverter-not-ready"
        case .rearInverterNotReady: "rear-inverter-not-ready"
        case .batteryLimitsLost: "battery-limits-lost"
        case .batteryStateLost: "battery-state-lost"
        case .mainRelayOpen: "main-relay-open"
        case .overLimitPower: "over-limit-power"
        case .badChecksum: "bad-checksum"
        case .badCounter: "bad-counter"
        case .guardianLost: "guardian-lost"
        case .guardianTripped: "guardian-tripped"
        case .cycleOverrun: "cycle-overrun"
        case .framesLost: "frames-lost"
        case .leaseExpired: "lease-expired"
        case .busLost: "bus-lost"
        case .guardianRefuses: "guardian-refuses"
        case .foreignSender: "foreign-sender"
        }
    }

    /// What the fault means, in words.
    public var sentence: String {
        switch self {
        case .pedalLost: "the accelerator pedal's frame is late, missing or invalid"
        case .pedalImplausible: "the two pedal sensors differ by more than 10 %"
        case .brakeLost: "the brake's frame is late, missing or invalid"
        case .gearLost: "the gear selector's frame is late, missing or invalid"
        case .frontInverterLost: "the front inverter's frame is late, missing or invalid"
        case .rearInverterLost: "the rear inverter's frame is late, missing or invalid"
        case .frontInverterNotReady: "the front inverter is not ready"
        case .rearInverterNotReady: "the rear inverter is not ready"
        case .batteryLimitsLost: "the battery's limits are late, missing or not available"
        case .batteryStateLost: "the battery's voltage or current is late, missing or invalid"
        case .mainRelayOpen: "the battery withdrew the main relay's permission"
        case .overLimitPower: "measured battery power was above its limit"
        case .badChecksum: "a frame's checksum was wrong"
        case .badCounter: "a frame's alive counter jumped or repeated"
        case .guardianLost: "the guardian does not answer"
        case .guardianTripped: "the guardian took the torque to zero"
        case .cycleOverrun:
            "three control cycles in a row began more than 12 ms after the one before, or one 30 ms"
        case .framesLost: "frames were lost in the kernel or in a queue"
        case .leaseExpired: "the lease ran out while armed"
        case .busLost: "a bus went down or vanished"
        case .guardianRefuses: "the guardian refused a command"
        case .foreignSender: "somebody else sends the guardian's identifiers on a bus"
        }
    }
}
