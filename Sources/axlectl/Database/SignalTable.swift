import DBC
import SignalCodec

/// A message's signals as a table; below each its multiplexing, values and comment.
struct SignalTable {
    private let message: CompiledMessage
    private let keys: [String]

    /// Where a table would be wider, names stand on lines of their own.
    private static let widest = 100
    private static let indent = "     "

    init(_ message: CompiledMessage, keys: [String]) {
        self.message = message
        self.keys = keys
    }

    var lines: [String] {
        let wide = table(withNames: true)
        let isWide = wide.width <= Self.widest
        let rows = isWide ? wide.lines : table(withNames: false).lines
        var lines = [rows[0]]
        for (index, signal) in message.signals.enumerated() {
            if !isWide { lines.append(signal.name) }
            lines.append(rows[index + 1])
            for detail in details(of: signal) {
                let width = MessageSheet.width - Self.indent.count
                lines += detail.wrapped(to: width).map { Self.indent + $0 }
            }
        }
        return lines
    }

    private func table(withNames: Bool) -> TextTable {
        let isMultiplexed = message.signals.contains { $0.isMultiplexor || !$0.ranges.isEmpty }
        var headings = ["", "start|len", "order", "sign", "factor", "offset", "range", "unit"]
        var alignments: [TextTable.Alignment] = [
            .left, .right, .left, .left, .right, .right, .right, .left,
        ]
        if isMultiplexed {
            headings.append("mux")
            alignments.append(.left)
        }
        if withNames {
            headings.insert("signal", at: 1)
            alignments.insert(.left, at: 1)
        }
        var table = TextTable(headings, alignments)
        for (index, signal) in message.signals.enumerated() {
            let layout = signal.layout
            var row = [
                keys[index], "\(layout.startBit)|\(layout.length)",
                layout.byteOrder == .bigEndian ? "big" : "little", layout.kind.signText,
                plain(layout.factor), plain(layout.offset),
                layout.hasLimits
                    ? "\(plain(layout.minimum)) to \(plain(layout.maximum))" : "-", signal.unit,
            ]
            if isMultiplexed { row.append(role(of: signal)) }
            if withNames { row.insert(signal.name, at: 1) }
            table.add(row)
        }
        return table
    }

    /// As DBC writes it: M, m and a value, or both; `…` where there are more values.
    private func role(of signal: CompiledSignal) -> String {
        var role = ""
        if let first = signal.ranges.first {
            let isOne = signal.ranges.count == 1 && first.lowerBound == first.upperBound
            role = "m\(first.lowerBound)" + (isOne ? "" : "…")
        }
        return role + (signal.isMultiplexor ? "M" : "")
    }

    private func details(of signal: CompiledSignal) -> [String] {
        var details: [String] = []
        if let selector = signal.multiplexedBy {
            let values = signal.ranges.map(MultiplexPage.text).joined(separator: ", ")
            details.append("where \(message.signals[selector].name) is \(values)")
        }
        if !signal.labels.isEmpty {
            let values = signal.labels.map { "\($0.raw) = \($0.text)" }
            details.append(values.joined(separator: ", "))
        }
        if !signal.comment.isEmpty { details.append(signal.comment) }
        return details
    }
}

extension SignalKind {
    fileprivate var signText: String {
        switch self {
        case .unsigned: "unsigned"
        case .signed: "signed"
        case .float32: "float"
        case .float64: "double"
        }
    }
}
