public import VehicleModel

/// What became of the guardian's frames for one axle's bus.
public struct TransmissionDocument: Sendable {
    private let report: TransmissionReport

    /// Takes the guardian's word.
    public init(_ report: TransmissionReport) { self.report = report }

    /// What a user should know of frames that were sent and not seen on the wire; nil where the
    /// newest were seen.
    public var warning: String? {
        guard report.overdue > 0 else { return nil }
        let frames = report.overdue == 1 ? "frame" : "frames"
        return
            "of \(report.queued) frames sent \(report.confirmed) were seen on the wire, and of the "
            + "newest \(report.overdue) \(frames) none within 50 ms: nobody acknowledges there, the "
            + "adapter is listen-only, or the bus is cut"
    }

    /// The object on the wire.
    public var json: JSONValue {
        [
            "queued": .count(report.queued),
            "dropped": .count(report.dropped),
            "confirmed": .count(report.confirmed),
            "unconfirmed": .count(report.unconfirmed),
            "overdue": .count(report.overdue),
            "newest_echo_us": microseconds(report.newestEcho),
            "greatest_echo_us": microseconds(report.greatestEcho),
            "warning": warning.map { .string($0) } ?? .null,
        ]
    }

    private func microseconds(_ nanoseconds: UInt32) -> JSONValue {
        nanoseconds == 0 ? .null : .rounded(Double(nanoseconds) / 1e3)
    }
}
