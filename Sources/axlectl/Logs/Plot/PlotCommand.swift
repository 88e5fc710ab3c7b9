import ArgumentParser
import CANTransport
import Charts
import FrameLogs
import StateClient

/// `axlectl plot`: signals of a log as a picture.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw signals of a log (candump or ASC) over time, as SVG.",
        discussion: """
            A signal is NAME, MESSAGE.NAME or BUS.MESSAGE.NAME of a database, or what the control core \
            computed, as axle.front.given_Nm, where the log is a recording of axled or axlesim. \
            Signals of the same unit share a panel; states, such as a gear or what bound the torque, \
            are coloured bands with their names. Marks of the log are lines with their text. Peaks \
            stay visible however long the log is, and where frames are missing the line is broken. \
            Frames with a wrong checksum give no values.

            Example: axlectl plot drive.log --signals axle.speed_kmh,axle.front.binding --svg a.svg
            """
    )

    @Option(help: "A database in DBC form; may be given several times.")
    var dbc: [String] = []

    @Option(help: ArgumentHelp("What to draw, with commas between.", valueName: "NAME,…"))
    var signals: [String]

    @Option(help: "The file to make, in the place of one that is there; - for standard output.")
    var svg: String

    @Option(help: "Seconds from the log's beginning, or since 1970; without it the beginning.")
    var from: Double?

    @Option(help: "Seconds from the log's beginning, or since 1970; without it the end.")
    var to: Double?

    @OptionGroup var reading: DatabaseOptions

    @Argument(help: "The log, or - for standard input.")
    var log: String

    func validate() throws {
        for (name, time) in [("--from", from), ("--to", to)] {
            guard let time else { continue }
            guard time.isFinite, time >= 0, time < 1e10 else {
                throw ValidationError("\(name): found \(time), allowed a time in s, 0 or more")
            }
        }
        if let from, let to, from >= to {
            throw ValidationError("--to: found \(to), allowed more than --from, \(from)")
        }
    }

    func run() throws {
        guard svg != log || svg == "-" else { throw refusal("\(svg): is the log to be read") }
        let names = signals.flatMap { $0.split(separator: ",").map(String.init) }
        var recording = try PlottedLog(names, in: try reading.read(dbc))
        var reader = try openLog(log)
        while let item = try nextItem(of: &reader, before: {}) {
            if let conflict = recording.take(item) {
                throw refusal("\(reader.name):\(reader.lineNumber): \(conflict)")
            }
        }
        if let problem = recording.problem { throw refusal("\(reader.name): \(problem)") }
        let window = try recording.window(from: from, to: to, of: reader.name)
        for name in recording.namesWithout(valuesIn: window) {
            StandardOutput.writeError("\(reader.name): \(name) has no value in this time")
        }
        let figure = PlotFigure(
            recording,
            name: reader.name,
            hasWallTime: reader.hasWallTime,
            window: window
        )
        try write(figure.figure.svg())
    }

    private func write(_ text: String) throws {
        guard svg != "-" else { return try emit(Array(text.utf8)) }
        var file = try ConvertedFile(svg, replaces: true)
        file.edit { $0 = Array(text.utf8) }
        try file.flush()
    }
}
