public import VehicleModel

/// One entry of `fault.list`.
public struct FaultDocument: Sendable {
    /// Which fault.
    public let fault: Fault
    /// What is remembered of it.
    public let record: FaultRecord
    /// What the vehicle did when it appeared; nil where that is not kept or not asked for.
    public let frames: FreezeFramePair?
    /// The wall clock less the monotonic clock, ns: what turns instants into times of day.
    public let wallOffset: Int64
    /// What it means; of the guardian's faults also why they appeared last.
    public let sentence: String

    /// Takes a fault from a cycle's report, with its freeze frames where they are wanted.
    public init(_ fault: Fault, in report: CycleReport, frames: FreezeFramePair? = nil) {
        self.frames = frames
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
        let rule = FaultTable.standard[fault]
        var members: [JSONMember] = [
            JSONMember("name", .string(fault.wireName)),
            JSONMember("active", .bool(record.isActive)),
            JSONMember("forbids_torque", .bool(fault.forbidsTorque)),
            JSONMember("reaction", .string(rule.reaction.wireName)),
            JSONMember("level", .string(rule.level.wireName)),
            JSONMember("healing", .bool(record.isHealing)),
            JSONMember("latched", .bool(record.isLatched)),
            JSONMember("latched_until", .string(rule.latch.wireName)),
            JSONMember("clearable", .bool(isSeen && record.isClearable(by: rule))),
            JSONMember("occurrences", .count(record.occurrences)),
            JSONMember("first", isSeen ? time(record.first) : .null),
            JSONMember("last", isSeen ? time(record.last) : .null),
            JSONMember("sentence", .string(sentence)),
            JSONMember("remedy", .string(rule.remedy)),
        ]
        if let frames {
            members.append(JSONMember("first_frame", json(of: frames.first)))
            members.append(JSONMember("newest_frame", json(of: frames.newest)))
        }
        return .object(members)
    }

    private func json(of frame: FreezeFrame) -> JSONValue {
        [
            "time": time(frame.time),
            "speed_kmh": .rounded(Double(frame.speed) * 3.6),
            "pedal_percent": .rounded(Double(frame.pedal) * 100),
            "braking": .bool(frame.isBraking),
            "gear": .string(frame.gear.wireName),
            "arming": .string(frame.arming.wireName),
            "ladder": .string(frame.ladder.wireName),
            "axles": ["front": axle(.front, of: frame), "rear": axle(.rear, of: frame)],
            "voltage_V": .rounded(Double(frame.voltage)),
            "current_A": .rounded(Double(frame.current)),
            "discharge_kW": .rounded(Double(frame.dischargeLimit) / 1e3),
            "charge_kW": .rounded(Double(frame.chargeLimit) / 1e3),
        ]
    }

    private func axle(_ axle: Axle, of frame: FreezeFrame) -> JSONValue {
        let speed = RotationalSpeed(Double(frame.motorSpeeds[axle]))
        return [
            "asked_Nm": .rounded(Double(frame.asked[axle])),
            "given_Nm": .rounded(Double(frame.given[axle])),
            "measured_Nm": .rounded(Double(frame.measured[axle])),
            "speed_rpm": .rounded(speed.revolutionsPerMinute),
        ]
    }

    private func time(_ instant: Instant) -> JSONValue {
        WireTime.seconds(instant.nanoseconds &+ wallOffset)
    }
}
