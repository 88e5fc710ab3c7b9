import ArgumentParser
import FrameLogs
import StateClient

/// `axlectl log convert`: a log in another form.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Turn a log into a candump log, an ASC log, or signals as CSV.",
        discussion: """
            The form of IN is told by its content, that of OUT by its name (.log, .asc, .csv) or by \
            --to. An ASC log has the channels 1, 2, … in the place of names: those of --channels in \
            their order, then others as they come; names other than can0, can1, … stand in comments, \
            and so do marks, losses, and what an error frame says.

            CSV has a column "time [s]" from the first frame on, and one for each signal, headed \
            MESSAGE.SIGNAL [UNIT]. There is a row every 1/--rate seconds, with the newest values up \
            to then; a cell is empty before its first value, and where a value is not finite. Frames \
            with a wrong checksum give no values. Where no frame comes for an hour there are no rows. \
            A message that comes on two buses must be asked for as BUS.MESSAGE.SIGNAL.

            Example: axlectl log convert --dbc F --signals LB_Current,LB_Total_Voltage a.log a.csv
            """
    )

    @Option(help: "The form of IN, where its content does not tell: candump or asc.")
    var from: LogFormat?

    @Option(help: "The form of OUT: candump, asc or csv.")
    var to: ConvertedForm?

    @Option(help: ArgumentHelp("ASC: what channel 1, 2, … are called in IN.", valueName: "NAME,…"))
    var channels: [String] = []

    @Option(help: "CSV: a database in DBC form; may be given several times.")
    var dbc: [String] = []

    @Option(
        help: ArgumentHelp(
            "CSV: these signals, NAME, MESSAGE.NAME or BUS.MESSAGE.NAME.",
            valueName: "NAME,…"
        )
    )
    var signals: [String] = []

    @Option(help: ArgumentHelp("CSV: rows a second, 0.001 to 10000.", valueName: "Hz"))
    var rate: Double = 100

    @Flag(help: "CSV: seconds since 1970 in the place of those since the first frame.")
    var absolute = false

    @Flag(help: "Overwrite OUT where it exists.")
    var force = false

    @OptionGroup var reading: DatabaseOptions

    @Argument(help: ArgumentHelp("The log, or - for standard input.", valueName: "IN"))
    var input: String

    @Argument(help: ArgumentHelp("The file to make, or - for standard output.", valueName: "OUT"))
    var output: String

    func run() throws {
        guard let form = to ?? ConvertedForm(path: output) else {
            throw refusal(
                "\(output): found no known ending, allowed .log, .asc, .csv, or --to FORM"
            )
        }
        guard input != output || input == "-" else {
            throw refusal("\(output): is the log to be read")
        }
        switch form {
        case .candump: try convert(LogFormatter(.candump))
        case .asc: try convert(LogFormatter(.asc, channels: names(channels)))
        case .csv: try sample()
        }
    }

    private func convert(_ formatter: LogFormatter) throws {
        var formatter = formatter
        var reader = try openLog(input, format: from)
        var file = try ConvertedFile(output, replaces: force)
        while let item = try nextItem(of: &reader, before: { try file.flush() }) {
            file.edit { formatter.append(item, to: &$0) }
            try file.flush(whereFull: !reader.isDrained)
        }
        try file.flush()
        if formatter.clamped > 0 {
            StandardOutput.writeError(
                "\(output): frames older than the first one's second, which stand at 0: \(formatter.clamped)"
            )
        }
    }

    private func sample() throws {
        guard (0.001...10_000).contains(rate) else {
            throw refusal("--rate: found \(rate), allowed 0.001 to 10000 Hz")
        }
        guard !signals.isEmpty else {
            throw refusal("--signals: found nothing, expected NAME,… for CSV")
        }
        let columns = try SampledColumns(names(signals), in: try reading.read(dbc))
        var sampler = SignalSampler(columns, rate: rate, isAbsolute: absolute)
        var reader = try openLog(input, format: from)
        var file = try ConvertedFile(output, replaces: force)
        file.edit { sampler.appendHeadings(to: &$0) }
        while let entry = try nextEntry(of: &reader, before: { try file.flush() }) {
            var conflict: String?
            try sampler.take(entry, conflict: &conflict) { row in
                file.edit { $0 += row }
                try file.flush(whereFull: true)
            }
            if let conflict {
                try file.flush()
                throw refusal("\(reader.name):\(reader.lineNumber): \(conflict)")
            }
            try file.flush(whereFull: !reader.isDrained)
        }
        file.edit { sampler.appendLast(to: &$0) }
        try file.flush()
    }

    private func names(_ lists: [String]) -> [String] {
        lists.flatMap { $0.split(separator: ",").map(String.init) }
    }
}

/// The forms that a log can be turned into.
enum ConvertedForm: String, ExpressibleByArgument, CaseIterable {
    case candump, asc, csv

    /// The form that a file's name tells.
    init?(path: String) {
        if path.lowercased().hasSuffix(".csv") {
            self = .csv
        } else {
            switch LogFormat(path: path) {
            case .candump: self = .candump
            case .asc: self = .asc
            case nil: return nil
            }
        }
    }
}
