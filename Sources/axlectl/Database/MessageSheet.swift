import CANFrames
import DBC
import SignalCodec

/// A message as a data sheet shows it: heading, bits, signals.
struct MessageSheet {
    private let database: Database
    /// The message as the file has it; nil where it has another of the same identifier.
    private let written: Message?
    private let message: CompiledMessage
    private let style: BitGrid.Style
    private let labels: [BitGrid.Label]

    static let width = 79

    init(_ message: CompiledMessage, of database: Database, style: BitGrid.Style) {
        self.message = message
        self.database = database
        self.style = style
        written = database.messages.first { $0.name == message.name && $0.id == message.id }
        labels = message.signals.enumerated().map { index, signal in
            BitGrid.Label(
                key: Self.key(index),
                name: signal.name,
                bits: signal.layout.bitsFromTop
            )
        }
    }

    /// The whole sheet.
    var lines: [String] {
        var lines = heading
        if !message.signals.isEmpty {
            lines += [""] + grids
            lines += [""] + SignalTable(message, keys: labels.map(\.key)).lines
        }
        let lost = lostSignals
        if !lost.isEmpty {
            lines += [""] + ("not decoded: " + lost.joined(separator: ", ")).wrapped(to: Self.width)
        }
        return lines
    }

    // MARK: - Heading

    private var heading: [String] {
        let rule = String(repeating: style == .boxes ? "═" : "=", count: Self.width)
        let kind = message.id.isExtended ? "extended" : "standard"
        let place = "0x\(message.id)  \(message.id.identifier)  \(kind)"
        let gap = Self.width - message.name.count - place.count
        var lines = [message.name + String(repeating: " ", count: max(2, gap)) + place, rule]
        var facts = ["\(message.length) byte\(message.length == 1 ? "" : "s")"]
        facts.append(message.senderText.map { "sent by \($0)" } ?? "no sender")
        let others = written?.transmitters.filter { $0 != message.sender } ?? []
        if !others.isEmpty { facts.append("also by \(others.joined(separator: ", "))") }
        facts.append(message.cycleTime.map { "every \($0) ms" } ?? "not cyclic")
        lines += facts.joined(separator: " · ").wrapped(to: Self.width)
        lines += protection.wrapped(to: Self.width)
        if !message.comment.isEmpty { lines += [""] + message.comment.wrapped(to: Self.width) }
        return style == .boxes ? lines : lines.map { $0.replacing("·", with: "|") }
    }

    /// Profile, checksum and counter in words; empty where there are none.
    private var protection: String {
        func text(_ name: String) -> String? {
            let text = written.flatMap { database.attribute(name, of: $0)?.text }
            return text?.isEmpty == false ? text : nil
        }
        var parts: [String] = []
        if message.protection.profile != .none {
            parts.append("\(text("E2EProfile") ?? "\(message.protection.profile)")")
        }
        if message.protection.checksum != nil, let name = text("E2EChecksumSignal") {
            parts.append("checksum \(name)")
        }
        if message.protection.counter != nil, let name = text("E2ECounterSignal") {
            parts.append("counter \(name)")
        }
        switch message.protection.profile {
        case .none, .nissanCRC8: break
        case .nissanNibbleSum: parts.append("constant \(message.protection.constant)")
        case .axleCRC8: parts.append("data id \(message.protection.dataID)")
        }
        return parts.isEmpty ? "" : "E2E protection: " + parts.joined(separator: ", ")
    }

    /// Signals of the file that were not compiled; `dbc check` says why.
    private var lostSignals: [String] {
        let names = Set(message.signals.map(\.name))
        return (written?.signals ?? []).filter { !names.contains($0.name) }.map {
            "\($0.name) at \($0.startBit)|\($0.length)"
        }
    }

    // MARK: - Bits

    private var grids: [String] {
        let fixed = message.signals.indices.filter { message.signals[$0].multiplexedBy == nil }
        let others = message.signals.indices.filter { message.signals[$0].multiplexedBy != nil }
        guard message.length > 0 else { return [] }
        let bytes = 0...min(message.length, 64) - 1
        var lines = grid(bytes, fixed, multiplexed: others)
        for page in MultiplexPage.pages(of: message) {
            let selector = message.signals[page.selector]
            let title = "\(labels[page.selector].key) \(selector.name) = \(page.valueText)"
            lines += [""] + (title + ":").wrapped(to: Self.width)
            let places = page.signals.map { message.signals[$0].layout }
            let first = places.map(\.firstByte).min() ?? 0
            let last = places.map(\.lastByte).max() ?? 0
            var drawn = fixed + page.signals
            var parent: Int? = page.selector
            while let index = parent, drawn.count <= 2 * message.signals.count {
                if !drawn.contains(index) { drawn.append(index) }
                parent = message.signals[index].multiplexedBy
            }
            lines += grid(Int(first)...Int(last), drawn, multiplexed: [])
        }
        return lines
    }

    private func grid(
        _ bytes: ClosedRange<Int>,
        _ signals: [Int],
        multiplexed: [Int]
    ) -> [String] {
        BitGrid(
            bytes: bytes,
            labels: labels,
            signals: signals,
            multiplexed: multiplexed,
            style: style
        ).lines
    }

    /// A to Z, then AA to ZZ, and so on.
    private static func key(_ index: Int) -> String {
        var key = ""
        var rest = index
        repeat {
            key = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(rest % 26))) + key
            rest = rest / 26 - 1
        } while rest >= 0
        return key
    }
}

extension SignalLayout {
    /// Its bits as byte × 8 + bit, most significant first.
    fileprivate var bitsFromTop: [Int] {
        guard byteOrder == .bigEndian else { return (startBit..<startBit + length).reversed() }
        let fromTop = startBit / 8 * 8 + 7 - startBit % 8
        return (fromTop..<fromTop + length).map { $0 / 8 * 8 + 7 - $0 % 8 }
    }
}
