import ArgumentParser
import DBC
import FrameLogs

/// `axlectl decode`: a log to one JSON object a frame.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decode a log (candump or ASC): one JSON object a frame.",
        discussion: """
            Each line has t (seconds), bus, id, message (null where no database has the id), signals, \
            and checks: crc is ok, bad or none; counter is ok, gap (frames missing, or one sent \
            twice) or none; length is short and multiplexor is unknown where that is so and signals \
            are missing. A remote or error frame has "frame". Of several databases the first that \
            has an id decides. Whole numbers beyond 2^53 are written as strings. Lines are printed \
            as frames come: \
            candump -L any | axlectl decode --dbc FILE -
            """
    )

    @Option(help: "A database in DBC form; may be given several times.")
    var dbc: [String]

    @Option(
        help: ArgumentHelp(
            "Only these signals, NAME or MESSAGE.NAME with commas between; other frames are left out.",
            valueName: "NAME,…"
        )
    )
    var signals: [String] = []

    @Flag(help: "Each signal as an object: value, raw, label and unit.")
    var raw = false

    @OptionGroup var reading: DatabaseOptions

    @Argument(help: "The log, or - for standard input.")
    var log: String

    func run() throws {
        let databases = try reading.read(dbc)
        let selection = try signals.isEmpty ? nil : SignalSelection(signals, in: databases)
        var reader = try openLog(log)
        var writer = FrameWriter(databases, selection, form: raw ? .objects : .values)
        while let entry = try nextEntry(of: &reader, before: { try writer.flush() }) {
            try writer.write(entry)
            // The next entry may be long in coming.
            if reader.isDrained { try writer.flush() }
        }
        try writer.flush()
    }
}
