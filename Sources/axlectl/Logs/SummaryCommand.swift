import ArgumentParser
import CANFrames
import DBC
import FrameLogs
import SignalCodec

/// `axlectl summary`: what a log holds, message by message.
struct Summary: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Summarise a log (candump or ASC) by message.",
        discussion: """
            For each message: count, period in ms (median, smallest, largest), checksum failures, \
            counter gaps, and of each signal the smallest value, the median and the largest. A frame \
            with a wrong checksum counts, but its values do not. A frame sent twice is a gap.
            """
    )

    @Option(help: "A database in DBC form; may be given several times.")
    var dbc: [String]

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var reading: DatabaseOptions

    @Argument(help: "The log, or - for standard input.")
    var log: String

    func run() throws {
        var statistics = LogStatistics(try reading.read(dbc))
        var reader = try openLog(log)
        while let entry = try nextEntry(of: &reader, before: {}) { statistics.add(entry) }
        let report = SummaryReport(log: log, statistics)
        try emit(json ? report.json() : report.table())
    }
}
