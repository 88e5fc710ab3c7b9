import CANFrames
import DBC
import FrameLogs
import SignalCodec

/// Writes decoded frames to standard output.
struct FrameWriter {
    /// How a signal is written.
    enum Form {
        /// Its physical value.
        case values
        /// An object of value, raw, label and unit.
        case objects
    }

    private let databases: DatabaseSet
    private let form: Form
    private let isSelective: Bool
    /// For each database the texts of each message, which are the same on every bus.
    private let texts: [[MessageText]]
    private var buses: [Bus] = []
    private var output = JSONText()

    /// One bus: counters run on each bus on their own.
    private struct Bus {
        let name: String
        let text: [UInt8]
        var decoders: [FrameDecoder]
    }

    /// Writes all signals, or those of `selection` and only frames that have any.
    init(_ databases: DatabaseSet, _ selection: SignalSelection?, form: Form) {
        self.databases = databases
        self.form = form
        isSelective = selection != nil
        texts = databases.databases.map { database in
            database.messages.map { MessageText($0, selection) }
        }
    }

    mutating func write(_ entry: LogEntry) throws {
        let bus = index(ofBus: entry.interface)
        let found = decode(entry.frame, with: &buses[bus].decoders)
        guard let found else {
            guard !isSelective else { return }
            begin(entry, bus)
            output.append(
                "null,\"signals\":{},\"checks\":{\"crc\":\"none\",\"counter\":\"none\"}}\n"
            )
            return try flushIfFull()
        }
        let message = buses[bus].decoders[found.decoder].database.messages[found.frame.message]
        let text = texts[found.decoder][found.frame.message]
        if isSelective, !hasAny(of: text, message, entry.frame) { return }
        begin(entry, bus)
        output.append(text.name)
        output.append(",\"signals\":{")
        append(message, text, entry.frame)
        append(checks: found.frame)
        try flushIfFull()
    }

    mutating func flush() throws {
        guard output.count > 0 else { return }
        try emit(output.bytes)
        output.removeAll()
    }

    /// Whether the frame has one of the signals that are written.
    private func hasAny(
        of text: MessageText,
        _ message: CompiledMessage,
        _ frame: borrowing Frame
    ) -> Bool {
        for signal in text.signals where message.hasSignal(signal.index, in: frame) { return true }
        return false
    }

    private mutating func flushIfFull() throws {
        if output.count > 60_000 { try flush() }
    }

    private mutating func begin(_ entry: LogEntry, _ bus: Int) {
        let id = entry.frame.id
        output.append("{\"t\":")
        output.append(seconds: entry.stamp.nanoseconds)
        output.append(",\"bus\":")
        output.append(buses[bus].text)
        output.append(",\"id\":\"")
        output.append(hexadecimal: id.identifier, digits: id.isExtended ? 8 : 3)
        switch entry.frame.kind {
        case .data: output.append("\",\"message\":")
        case .remote: output.append("\",\"frame\":\"remote\",\"message\":")
        case .error:
            output.append("\",\"frame\":\"error\",\"error\":[")
            for (index, text) in ErrorFrame.meaning(of: entry.frame).enumerated() {
                if index > 0 { output.append(",") }
                output.append(quoted: text)
            }
            output.append("],\"message\":")
        }
    }

    private mutating func append(
        _ message: CompiledMessage,
        _ text: MessageText,
        _ frame: borrowing Frame
    ) {
        var isFirst = true
        for signal in text.signals where message.hasSignal(signal.index, in: frame) {
            let layout = message.layouts[signal.index]
            if !isFirst { output.append(",") }
            isFirst = false
            output.append(signal.key)
            switch form {
            case .values:
                append(value: layout, signal, frame)
            case .objects:
                output.append("{\"value\":")
                append(value: layout, signal, frame)
                output.append(",\"raw\":")
                append(raw: layout, frame)
                output.append(",\"label\":")
                append(label: message.signals[signal.index], frame)
                output.append(signal.unit)
            }
        }
    }

    private mutating func append(
        value layout: SignalLayout,
        _ signal: SignalText,
        _ frame: borrowing Frame
    ) {
        if let scale = signal.scale {
            output.append(scale, layout.raw(in: frame.payload))
        } else if let integer = layout.integer(in: frame.payload) {
            output.append(exactly: integer)
        } else {
            output.append(layout.physical(in: frame.payload))
        }
    }

    /// The count; of a float the number it stands for before factor and offset.
    private mutating func append(raw layout: SignalLayout, _ frame: borrowing Frame) {
        switch layout.rawValue(in: frame.payload) {
        case .count(let count): output.append(exactly: count)
        case .number(let number): output.append(number)
        }
    }

    private mutating func append(label signal: CompiledSignal, _ frame: borrowing Frame) {
        if let label = signal.label(in: frame.payload) {
            output.append(quoted: label)
        } else {
            output.append("null")
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
        if decoded.isShort { output.append(",\"length\":\"short\"") }
        if decoded.hasUnknownSelector { output.append(",\"multiplexor\":\"unknown\"") }
        output.append("}}\n")
    }

    private mutating func index(ofBus name: String) -> Int {
        if let index = buses.firstIndex(where: { $0.name == name }) { return index }
        buses.append(
            Bus(name: name, text: JSONText.quoted(name), decoders: databases.decoders())
        )
        return buses.count - 1
    }
}

/// What is the same in every line of a message.
private struct MessageText {
    let name: [UInt8]
    /// The signals that are written.
    let signals: [SignalText]

    init(_ message: CompiledMessage, _ selection: SignalSelection?) {
        name = JSONText.quoted(message.name)
        // An object's keys are there once; of two signals with one name the first is written.
        var names: Set<String> = []
        signals = message.signals.enumerated().compactMap { index, signal in
            guard selection?.contains(signal.name, of: message.name) != false,
                names.insert(signal.name).inserted
            else { return nil }
            return SignalText(index, signal)
        }
    }
}

/// What is the same wherever a signal is written.
private struct SignalText {
    /// Its index in the message.
    let index: Int
    /// Its name and a colon.
    let key: [UInt8]
    /// The end of its object.
    let unit: [UInt8]
    let scale: DecimalScale?

    init(_ index: Int, _ signal: CompiledSignal) {
        self.index = index
        key = JSONText.quoted(signal.name) + [UInt8(ascii: ":")]
        unit = Array(",\"unit\":".utf8) + JSONText.quoted(signal.unit) + [UInt8(ascii: "}")]
        scale = DecimalScale(signal.layout)
    }
}

extension JSONText {
    /// Appends a scaled count in decimal digits.
    fileprivate mutating func append(_ scale: DecimalScale, _ count: Int64) {
        // Beyond 2^53 in its last digit a reader's double might not hold it.
        guard scale.scaled(count).magnitude > 1 << 53 else {
            return edit { scale.append(count, to: &$0) }
        }
        edit {
            $0.append(UInt8(ascii: "\""))
            scale.append(count, to: &$0)
            $0.append(UInt8(ascii: "\""))
        }
    }

    /// Appends a whole number; as a string where a reader's double might not hold it.
    fileprivate mutating func append(exactly value: Int128) {
        guard value.magnitude > 1 << 53 else { return append(Int64(truncatingIfNeeded: value)) }
        append(quoted: value.description)
    }

    fileprivate mutating func append(hexadecimal value: UInt32, digits: Int) {
        edit { bytes in
            for digit in (0..<digits).reversed() {
                let nibble = UInt8(truncatingIfNeeded: value >> UInt32(digit * 4)) & 0xF
                bytes.append(nibble < 10 ? 0x30 + nibble : 0x37 + nibble)
            }
        }
    }
}
