public import VehicleModel

/// One entry of `fault.list`.
public struct FaultDocument: Sendable {
    /// Which fault.
    public let fault: Fault
    /// What is remembered of it.
    public let record: FaultRecord
    /// The wall clock less the monotonic clock, ns: what turns instants into times of day.
    public let wallOffset: Int64
    /// What it means; of the guardian's faults also why they appeared last.
    public let sentence: String

    /// Takes a fault from a cycle's report.
    public init(_ fault: Fault, in report: CycleReport) {
        self.fault = fault
        record = report.faults[fault]
        wallOffset = report.wallTime &- report.time.nanoseconds
        sentence = Self.sentence(of: fault, report.guardian)
    }

    private static func sentence(of fault: Fault, _ guardian: GuardianReport) -> String {
        if fault == .guardianTripped, guardian.lastTrip != .none { return guardian.tripSentence }
        let hasRefused = guardian.lastRefusal != GuardianReasons()
        return fault == .guardianRefuses && hasRefused ? guardian.refusalSentence : fault.sentence
    }

    /// Every fault of the report that appeared since the start, in the order of `Fault`.
    public static func seen(in report: CycleReport) -> [FaultDocument] {
        Fault.allCases.map { FaultDocument($0, in: report) }.filter { $0.record.occurrences > 0 }
    }

    /// The object on the wire.
    public var json: JSONValue {
        let isSeen = record.occurrences > 0
        return [
            "name": .string(fault.wireName),
            "active": .bool(record.isActive),
            "forbids_torque": .bool(fault.forbidsTorque),
            "occurrences": .count(record.occurrences),
            "first": isSeen ? time(record.first) : .null,
            "last": isSeen ? time(record.last) : .null,
            "sentence": .string(sentence),
        ]
    }

    private func time(_ instant: Instant) -> JSONValue {
        WireTime.seconds(instant.nanoseconds &+ wallOffset)
    }
}
