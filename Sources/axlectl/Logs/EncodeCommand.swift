import ArgumentParser
import CANFrames
import DBC
import FrameLogs
import SignalCodec

/// `axlectl encode`: a frame out of values.
struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a frame of a message out of values, as cansend takes it.",
        discussion: """
            VALUE is physical (-12.5), raw, which is before factor and offset (raw:5, raw:0x1F; of a \
            float raw:1.5), or a text of the value table (Ready; label:1 where the text looks like a \
            number). Signals that are not named have \
            their start values (GenSigStartValue, else 0). A checksum is computed where the database \
            has one (attribute E2EProfile), unless its signal is named. Physical values are rounded \
            to the nearest count, half away from zero, and refused outside the signal's limits.

            Example: cansend can0 $(axlectl encode --dbc F LB_Status LB_Current=-12.5)
            """
    )

    @Option(help: "The database in DBC form.")
    var dbc: String

    @Argument(help: "The message by name or identifier (0x1DB or 475).")
    var message: String

    @Argument(help: ArgumentHelp("Values of its signals.", valueName: "NAME=VALUE"))
    var values: [String] = []

    func run() throws {
        let database = try DatabaseSet(paths: [dbc]).databases[0]
        guard let index = MessageQuery(message).index(in: database) else {
            throw refusal("\(dbc): has no message \(message); axlectl dbc list shows all")
        }
        let compiled = database.messages[index]
        let assignments = try values.map { try Self.assignment($0, compiled) }
        var frame: Frame
        do throws(EncodeError) {
            frame = try compiled.frame(assignments)
        } catch {
            throw refusal(error.description)
        }
        compiled.protect(&frame, keeping: Set(assignments.map(\.signal)))
        try emit(Array((FrameNotation.format(frame) + "\n").utf8))
    }

    /// Reads `NAME=VALUE`; exit status 2 where it is none.
    private static func assignment(
        _ text: String,
        _ message: CompiledMessage
    ) throws -> SignalAssignment {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw refusal("\(text): found no name and =, expected NAME=VALUE")
        }
        let name = String(text[..<equals])
        let value = String(text[text.index(after: equals)...])
        if value.hasPrefix("raw:") {
            guard let raw = raw(value.dropFirst(4)) else {
                throw refusal("\(name): found \(value), expected raw: and a number")
            }
            return SignalAssignment(name, .raw(raw))
        }
        if value.hasPrefix("label:") {
            return SignalAssignment(name, .label(String(value.dropFirst(6))))
        }
        if let whole = Int128(value) { return SignalAssignment(name, .integer(whole)) }
        // A value table may well have a text that reads as a number that is none, such as NaN.
        let isLabel = message.signal(named: name)?.labels.contains { $0.text == value } == true
        if let number = Double(value), number.isFinite || !isLabel {
            return SignalAssignment(name, .physical(number))
        }
        return SignalAssignment(name, .label(value))
    }

    private static func raw(_ text: Substring) -> RawValue? {
        if text.hasPrefix("0x") || text.hasPrefix("0X") {
            return Int128(text.dropFirst(2), radix: 16).map { .count($0) }
        }
        return Int128(text).map { .count($0) } ?? Double(text).map { .number($0) }
    }
}

extension CompiledMessage {
    /// Writes the checksum over the frame as it is, unless its signal is among `named`.
    fileprivate func protect(_ frame: inout Frame, keeping named: Set<String>) {
        let isNamed = signals.contains { signal in
            named.contains(signal.name) && signal.layout.startBit == protection.checksum?.startBit
                && signal.layout.length == protection.checksum?.length
        }
        guard !isNamed else { return }
        // The counter is a signal like others here: it stays as it was given.
        let count = protection.counter?.bits(in: frame.payload) ?? 0
        protection.protect(&frame, counter: count)
    }
}
