import ArgumentParser
import FrameLogs

/// `axlectl log probe`: which database fits the buses of a log.
struct LogProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Say which of the known databases fits each bus of a log.",
        discussion: """
            \(ProbeReport.explanation)

            \(KnownDatabaseOptions.explanation)

            Exit status: 0 a database fits each bus; 1 none fits one of them; 2 wrong usage.
            """
    )

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var databases: KnownDatabaseOptions

    @Argument(help: "The log, or - for standard input.")
    var log: String

    func run() throws {
        let known = try databases.read()
        var reader = try openLog(log)
        let empty = BusProbe(known.files.map(\.compiled))
        var buses: [String: (probe: BusProbe, span: ClosedRange<Int64>)] = [:]
        while let entry = try nextEntry(of: &reader, before: {}) {
            let now = entry.stamp.nanoseconds
            var bus = buses.removeValue(forKey: entry.interface) ?? (empty, now...now)
            bus.probe.add(entry.frame, at: entry.stamp)
            bus.span = min(now, bus.span.lowerBound)...max(now, bus.span.upperBound)
            buses[entry.interface] = bus
        }
        let reports = buses.sorted { $0.key < $1.key }.map { name, bus in
            ProbeReport(
                ListenedBus(recorded: name, bus.probe),
                known,
                seconds: Double(bus.span.upperBound &- bus.span.lowerBound) / 1e9
            )
        }
        try ProbeReport.print(reports, asJSON: json)
    }
}
