public import VehicleModel

/// A precondition of torque, with its name on the socket and its sentence.
public struct Precondition: Sendable {
    /// The bit.
    public let member: MissingPreconditions
    /// The name on the socket.
    public let name: String
    /// What is missing, in words.
    public let sentence: String

    /// Every precondition there is.
    public static let all: [Precondition] = [
        Precondition(
            member: .mode,
            name: "mode",
            sentence: "the mode is not control: set it in the configuration"
        ),
        Precondition(
            member: .guardian,
            name: "guardian",
            sentence: "the guardian does not answer: start axle-guard"
        ),
        Precondition(
            member: .pedal,
            name: "pedal",
            sentence: "the accelerator pedal is missing, stale or implausible"
        ),
        Precondition(
            member: .pedalReleased,
            name: "pedal-released",
            sentence: "the accelerator pedal is pressed: release it below 2 %"
        ),
        Precondition(
            member: .frontInverter,
            name: "front-inverter",
            sentence: "the front inverter is missing, stale or not ready"
        ),
        Precondition(
            member: .rearInverter,
            name: "rear-inverter",
            sentence: "the rear inverter is missing, stale or not ready"
        ),
        Precondition(
            member: .battery,
            name: "battery",
            sentence: "the battery's limits are missing, stale or not available"
        ),
        Precondition(
            member: .mainRelay,
            name: "main-relay",
            sentence: "the battery does not permit the main relay"
        ),
        Precondition(
            member: .gear,
            name: "gear",
            sentence: "the gear selector is missing or stale"
        ),
        Precondition(
            member: .fault,
            name: "fault",
            sentence: "a fault that forbids torque is active or latched"
        ),
        Precondition(
            member: .speed,
            name: "speed",
            sentence: "the vehicle's speed is unknown"
        ),
        Precondition(
            member: .torqueZero,
            name: "torque-zero",
            sentence: "torque has not yet come to zero since the last arming: try again"
        ),
        Precondition(
            member: .foreignSender,
            name: "foreign-sender",
            sentence: "somebody else sends the guardian's identifiers on a bus: end it"
        ),
        Precondition(
            member: .guardianAcceptance,
            name: "guardian-acceptance",
            sentence: "the guardian has not taken the arming"
        ),
    ]

    /// The object on the wire.
    public var json: JSONValue { ["name": .string(name), "sentence": .string(sentence)] }
}

extension MissingPreconditions {
    /// What is missing, in the order of the bits.
    public var preconditions: [Precondition] {
        Precondition.all.filter { contains($0.member) }
    }
}
