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

    /// How many there are.
    public static var count: Int { 22 }

    /// Whether torque is forbidden while the fault is active; without limits from the battery the
    /// power falls by its own ageing instead.
    public var forbidsTorque: Bool {
        switch self {
        case .pedalLost, .pedalImplausible, .gearLost, .frontInverterLost, .rearInverterLost,
            .frontInverterNotReady, .rearInverterNotReady, .mainRelayOpen,
            .overLimitPower, .guardianLost, .guardianTripped, .brakeLost, .foreignSender:
            true
        case .batteryLimitsLost, .batteryStateLost, .badChecksum, .badCounter, .cycleOverrun,
            .framesLost, .leaseExpired, .busLost, .guardianRefuses:
            false
        }
    }
}

/// What is remembered of one fault.
public struct FaultRecord: Sendable, BitwiseCopyable {
    /// Present now.
    public var isActive: Bool
    /// Times it appeared since the start.
    public var occurrences: UInt32
    /// When it first appeared.
    public var first: Instant
    /// When it was last present.
    public var last: Instant

    /// Never seen.
    public static let never = FaultRecord(
        isActive: false,
        occurrences: 0,
        first: Instant(nanoseconds: 0),
        last: Instant(nanoseconds: 0)
    )

    /// Puts the parts together.
    public init(isActive: Bool, occurrences: UInt32, first: Instant, last: Instant) {
        self.isActive = isActive
        self.occurrences = occurrences
        self.first = first
        self.last = last
    }
}

/// The memory of all faults.
public struct FaultMemory: Sendable, BitwiseCopyable {
    private var records: [22 of FaultRecord] = .init(repeating: .never)

    /// Nothing seen yet.
    public init() {}

    /// What is remembered of one fault.
    public subscript(_ fault: Fault) -> FaultRecord { records.span[Int(fault.rawValue)] }

    /// Notes whether a fault is present at `now`; counts each time it appears.
    public mutating func note(_ fault: Fault, isPresent: Bool, at now: Instant) {
        let index = Int(fault.rawValue)
        guard isPresent else {
            records[index].isActive = false
            return
        }
        if !records[index].isActive {
            if records[index].occurrences == 0 { records[index].first = now }
            records[index].occurrences &+= 1
            records[index].isActive = true
        }
        records[index].last = now
    }

    /// Whether any active fault forbids torque.
    public var forbidsTorque: Bool {
        for index in records.indices {
            guard let fault = Fault(rawValue: UInt8(index)) else { continue }
            if fault.forbidsTorque && self[fault].isActive { return true }
        }
        return false
    }
}

#if !hasFeature(Embedded)
extension Fault: CaseIterable {}
#endif
