import ArgumentParser
import CANFrames
import DBC
import FrameLogs
import SignalCodec

/// `axlectl decode`: a candump log to one JSON object a frame.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decode a candump log: one JSON object a frame.",
        discussion: """
            Each line has t (seconds), bus, id, message (null where no database has the id), signals, \
            and checks: crc is ok, bad or none; counter is ok, gap (frames missing, or one sent \
            twice) or none. Of several databases the first that has an id decides.
            """
    )

    @Option(help: "A database in DBC form; may be given several times.")
    var dbc: [String]

    @Argument(help: "The log, or - for standard input.")
    var log: String

    func run() throws {
        let databases = try DatabaseSet(paths: dbc)
        var reader = try openLog(log)
        var writer = FrameWriter(databases, flushesEachLine: log == "-")
        while let entry = try nextEntry(of: &reader, before: { try writer.flush() }) {
            try writer.write(entry)
        }
        try writer.flush()
    }
}

/// Writes decoded frames to standard output.
private struct FrameWriter {
    private let databases: DatabaseSet
    private let flushesEachLine: Bool
    private var buses: [Bus] = []
    /// For each database the texts of each message, which are the same on every bus.
    private let texts: [[MessageText]]
    private var output = JSONText()

    /// One bus: counters run on each bus on their own.
    private struct Bus {
        let name: String
        let text: [UInt8]
        var decoders: [FrameDecoder]
    }

    /// What is the same in every line of a message.
    private struct MessageText {
        let name: [UInt8]
        let signals: [SignalText]
    }

    private struct SignalText {
        let key: [UInt8]
        let scale: DecimalScale?
    }

    init(_ databases: DatabaseSet, flushesEachLine: Bool) {
        self.databases = databases
        self.flushesEachLine = flushesEachLine
        texts = databases.decoders().map { decoder in
            decoder.database.messages.map { message in
                MessageText(
                    name: JSONText.quoted(message.name),
                    signals: message.signals.map {
                        SignalText(
                            key: JSONText.quoted($0.name) + [UInt8(ascii: ":")],
                            scale: DecimalScale($0.layout)
                        )
                    }
                )
            }
        }
    }

    mutating func write(_ entry: LogEntry) throws {
        let bus = index(ofBus: entry.interface)
        output.append("{\"t\":")
        output.append(seconds: entry.stamp.nanoseconds)
        output.append(",\"bus\":")
        output.append(buses[bus].text)
        output.append(",\"id\":\"")
        append(entry.frame.id)
        output.append("\",\"message\":")
        if let found = decode(entry.frame, with: &buses[bus].decoders) {
            let message = buses[bus].decoders[found.decoder].database.messages[found.frame.message]
            let text = texts[found.decoder][found.frame.message]
            output.append(text.name)
            output.append(",\"signals\":{")
            append(message, text, entry.frame)
            append(checks: found.frame)
        } else {
            output.append(
                "null,\"signals\":{},\"checks\":{\"crc\":\"none\",\"counter\":\"none\"}}\n"
            )
        }
        if flushesEachLine || output.count > 60_000 { try flush() }
    }

    mutating func flush() throws {
        guard output.count > 0 else { return }
        try emit(output.bytes)
        output.removeAll()
    }

    private mutating func append(
        _ message: CompiledMessage,
        _ text: MessageText,
        _ frame: borrowing Frame
    ) {
        var isFirst = true
        for index in message.layouts.indices where message.hasSignal(index, in: frame) {
            let layout = message.layouts[index]
            if !isFirst { output.append(",") }
            isFirst = false
            output.append(text.signals[index].key)
            if let scale = text.signals[index].scale {
                output.append(scale, layout.raw(in: frame.payload))
            } else if let integer = layout.integer(in: frame.payload) {
                output.append(Array(integer.description.utf8))
            } else {
                output.append(layout.physical(in: frame.payload))
            }
        }
    }

    private mutating func append(checks decoded: DecodedFrame) {
        output.append("},\"checks\":{\"crc\":")
        switch decoded.checksum {
        case .ok: output.append("\"ok\"")
        case .bad: output.append("\"bad\"")
        case .none: output.append("\"none\"")
        }
        output.append(",\"counter\":")
        switch decoded.counter {
        case .ok: output.append("\"ok\"")
        case .gap, .repeated: output.append("\"gap\"")
        case .none: output.append("\"none\"")
        }
        output.append("}}\n")
    }

    private mutating func append(_ id: FrameID) {
        output.append(Array(id.description.utf8))
    }

    private mutating func index(ofBus name: String) -> Int {
        if let index = buses.firstIndex(where: { $0.name == name }) { return index }
        buses.append(
            Bus(name: name, text: JSONText.quoted(name), decoders: databases.decoders())
        )
        return buses.count - 1
    }
}

extension JSONText {
    /// Appends a scaled count in decimal digits.
    fileprivate mutating func append(_ scale: DecimalScale, _ count: Int64) {
        edit { scale.append(count, to: &$0) }
    }
}
