import StateProtocol
import TorqueMonitor
import VehicleModel

/// What daemon and guardian say of a run without a clock.
struct Judgement: Encodable {
    /// Control cycles run.
    var cycles: UInt64
    /// Cycles that began late.
    var overruns: UInt64
    /// Cycles whose predicted power was over the limit and did not fall.
    var limitViolations: UInt64
    /// Faults that were seen, by name.
    var faults: [String]
    /// Whether the client's arming ended before the run did.
    var isArmingLost: Bool
    /// Commands that the guardian cut.
    var clamped: UInt64
    /// Commands that it refused.
    var refused: UInt64
    /// How often it took torque to zero by itself.
    var trips: Int
    /// Why it did last.
    var lastTrip: String

    /// Collects what both say now.
    init(_ daemon: OfflineDaemon, _ guardian: OfflineGuardian) {
        let report = daemon.pipeline.report
        cycles = report.cycle
        overruns = report.overruns
        limitViolations = report.limitViolations
        faults = Fault.allCases.filter { report.faults[$0].occurrences > 0 }.map(\.wireName)
        isArmingLost = daemon.client.hasEnded
        clamped = guardian.clamped
        refused = guardian.refused
        trips = guardian.trips
        lastTrip = "\(guardian.lastTrip)"
    }

    private enum CodingKeys: String, CodingKey {
        case cycles, overruns, faults
        case limitViolations = "limit_violations"
        case isArmingLost = "arming_lost"
        case clamped = "guardian_clamped"
        case refused = "guardian_refused"
        case trips = "guardian_trips"
        case lastTrip = "guardian_last_trip"
    }
}
