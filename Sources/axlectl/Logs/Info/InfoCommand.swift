import ArgumentParser
import FrameLogs

/// `axlectl log info`: what a log holds, without any database.
struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what a log holds: times, buses, identifiers, gaps, losses, marks.",
        discussion: """
            A gap is a time in which a bus had no frame, longer than --gap. A stamp is out of order \
            where it is before that of the frame before it. A frame is not recorded where the \
            recorder says so in the log.
            """
    )

    @Flag(help: "Print one JSON object.")
    var json = false

    @Option(help: ArgumentHelp("A bus that is silent for longer has a gap.", valueName: "seconds"))
    var gap: Double = 1

    @Option(help: "The form of LOG, where its content does not tell: candump or asc.")
    var from: LogFormat?

    @Argument(help: "The log, or - for standard input.")
    var log: String

    func run() throws {
        guard gap > 0, gap <= 1e9 else {
            throw refusal("--gap: found \(gap), allowed above 0 up to 1000000000 s")
        }
        var contents = LogContents(gap: Int64((gap * 1e9).rounded()))
        var reader = try openLog(log, format: from)
        while let item = try nextItem(of: &reader, before: {}) { contents.add(item) }
        let report = LogReport(
            log: log,
            contents,
            format: reader.format,
            hasWallTime: reader.hasWallTime,
            otherEvents: reader.otherEvents,
            remark: reader.remark
        )
        try emit(json ? report.json() : report.text())
    }
}
