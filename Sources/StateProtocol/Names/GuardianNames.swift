public import VehicleModel

extension GuardianTrip {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .none: "none"
        case .silence: "silence"
        case .clamping: "clamping"
        case .peerGone: "peer-gone"
        case .foreignSender: "foreign-sender"
        case .shutDown: "shut-down"
        case .overPower: "over-power"
        case .tracking: "tracking"
        case .acceleration: "acceleration"
        case .emergencyStop: "emergency-stop"
        case .unanswered: "unanswered"
        }
    }

    /// What happened, in words.
    public var sentence: String {
        switch self {
        case .none: "it took no torque away"
        case .silence: "no valid command for both axles came in time"
        case .clamping: "more than its tolerance had to be cut off for too long"
        case .peerGone: "the daemon's connection closed"
        case .foreignSender: "somebody else sends its identifiers on a bus"
        case .shutDown: "it was told to end"
        case .overPower: "the battery gave more than its limit for too long"
        case .tracking: "an inverter did not do what was sent for too long"
        case .acceleration: "the car accelerated more than its torque can for too long"
        case .emergencyStop: "the emergency stop is pressed, or not known"
        case .unanswered: "it went away or does not answer"
        }
    }
}

/// A reason for which the guardian sends less than was asked, or nothing.
public struct GuardianReason: Sendable {
    /// The bit.
    public let bit: GuardianReasons
    /// The name on the socket.
    public let name: String
    /// What was found, in words.
    public let sentence: String

    private init(_ place: UInt32, _ name: String, _ sentence: String) {
        bit = GuardianReasons(rawValue: 1 << place)
        self.name = name
        self.sentence = sentence
    }

    /// Every reason there is, in the order of the bits.
    public static let all: [GuardianReason] = [
        GuardianReason(0, "envelope", "the torque is above the motor's envelope at its speed"),
        GuardianReason(1, "speed-unknown", "the motor's speed is not known"),
        GuardianReason(2, "power", "the torque is above what the battery says it can give"),
        GuardianReason(3, "gear", "the gear is neither D nor R, or differs between the axles"),
        GuardianReason(4, "not-ready", "the command says that high voltage is not ready"),
        GuardianReason(5, "opposite-signs", "the axles pull against each other"),
        GuardianReason(6, "link-down", "a bus takes no frames"),
        GuardianReason(7, "pair-broken", "the last pair of frames went out by half"),
        GuardianReason(8, "ceiling", "the command's own torque ceiling was too wide"),
        GuardianReason(9, "tripped", "it has taken the torque away already"),
        GuardianReason(10, "token", "a stage of the control cycle did not run"),
        GuardianReason(11, "cycle", "the cycle's number does not follow the last"),
        GuardianReason(12, "age", "the command was too old"),
        GuardianReason(13, "not-allowed", "a frame is not on its allow-list"),
        GuardianReason(14, "length", "a frame's length is not the allow-list's"),
        GuardianReason(15, "checksum", "a frame's checksum is wrong"),
        GuardianReason(16, "counter", "a frame's counter does not follow the last"),
        GuardianReason(17, "incomplete", "a frame of the pair is missing, or there twice"),
        GuardianReason(18, "used-arming", "the arming's number was used, or is ahead of the clock"),
        GuardianReason(19, "arming-torque", "a new arming must begin with zero torque"),
        GuardianReason(20, "foreign-sender", "somebody else sends its identifiers on a bus"),
        GuardianReason(
            21,
            "pedal",
            "the torque is above what the pedal means, or no pedal is known"
        ),
        GuardianReason(22, "brake", "the brake is pressed, or not known"),
        GuardianReason(
            23,
            "lift",
            "the braking is beyond the lifted pedal and the brake's request"
        ),
        GuardianReason(24, "abs", "ABS acts, or is not known"),
        GuardianReason(25, "charge", "the braking is above what the battery says it can take"),
        GuardianReason(26, "rear-share", "the axle behind brakes more than its part of the load"),
        GuardianReason(27, "against-gear", "the torque is against the gear where it would drive"),
        GuardianReason(28, "bench", "the torque or the speed is above the bench's ceiling"),
        GuardianReason(29, "clamped-again", "more than its tolerance was cut off twice in a row"),
        GuardianReason(
            30,
            "emergency-stop",
            "the emergency stop is pressed or not known, or its enable line cannot be driven"
        ),
    ]

    /// The object on the wire.
    public var json: JSONValue { ["name": .string(name), "sentence": .string(sentence)] }
}

extension GuardianReasons {
    /// The reasons one by one, in the order of the bits.
    public var each: [GuardianReason] { GuardianReason.all.filter { has($0.bit) } }

    /// All of them in words; empty for none.
    public var sentence: String { each.map(\.sentence).joined(separator: "; ") }
}

extension GuardianReport {
    /// Why it took torque away last, in words.
    public var tripSentence: String {
        let reasons = lastTripReasons.sentence
        return "the guardian took the torque to zero: " + lastTrip.sentence
            + (reasons.isEmpty || lastTrip == .foreignSender ? "" : " (\(reasons))")
    }

    /// Why it refused a command last, in words.
    public var refusalSentence: String {
        "the guardian refused a command: " + lastRefusal.sentence
    }

    /// The object on the wire.
    public var json: JSONValue {
        let trip: JSONValue = [
            "name": .string(lastTrip.wireName),
            "sentence": .string(lastTrip.sentence),
            "reasons": .array(lastTripReasons.each.map(\.json)),
        ]
        return [
            "present": .bool(isPresent),
            "reasons": .array(reasons.each.map(\.json)),
            "last_trip": lastTrip == .none ? .null : trip,
            "last_refusal": .array(lastRefusal.each.map(\.json)),
            "transmission": transmissionJSON,
        ]
    }

    /// What became of the frames for each axle's bus; null where no guardian is there to tell.
    public var transmissionJSON: JSONValue {
        guard isPresent else { return .null }
        return [
            "front": TransmissionDocument(transmission.front).json,
            "rear": TransmissionDocument(transmission.rear).json,
        ]
    }
}
