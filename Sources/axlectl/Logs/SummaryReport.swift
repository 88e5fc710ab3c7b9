import CANFrames

/// A log's statistics as a table or as JSON.
struct SummaryReport {
    private let log: String
    private let frames: Int
    private let messages: [MessageStatistics]

    init(log: String, _ statistics: LogStatistics) {
        self.log = log
        frames = statistics.frames
        messages = statistics.messages
    }

    /// One line a message, and below it one a signal.
    func table() -> [UInt8] {
        var table = TextTable(
            [
                "bus", "id", "message / signal", "count", "min", "median", "max", "unit", "crc",
                "gaps",
            ],
            [.left, .left, .left, .right, .right, .right, .right, .left, .right, .right]
        )
        for message in messages {
            let period = message.period
            let hasChecksum = message.message?.protection.checksum != nil
            let hasCounter = message.message?.protection.counter != nil
            table.add([
                message.bus, message.id.description, message.message?.name ?? "(unknown)",
                "\(message.count)", text(period?.minimum), text(period?.median),
                text(period?.maximum), "ms", hasChecksum ? "\(message.checksumFailures)" : "-",
                hasCounter ? "\(message.counterGaps)" : "-",
            ])
            for signal in message.signals {
                let spread = signal.spread
                table.add([
                    "", "", "  " + signal.signal.name, "", text(spread?.minimum),
                    text(spread?.median), text(spread?.maximum), signal.signal.unit, "", "",
                ])
            }
        }
        let lines = table.lines + ["\(frames) frames in \(log)\n"]
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// One object with every message.
    func json() -> [UInt8] {
        var output = JSONText()
        output.append("{\"log\":")
        output.append(quoted: log)
        output.append(",\"frames\":")
        output.append(Int64(frames))
        output.append(",\"messages\":[")
        for (index, message) in messages.enumerated() {
            output.append(index == 0 ? "\n" : ",\n")
            append(message, to: &output)
        }
        output.append("\n]}\n")
        return output.bytes
    }

    private func append(_ message: MessageStatistics, to output: inout JSONText) {
        output.append("{\"bus\":")
        output.append(quoted: message.bus)
        output.append(",\"id\":")
        output.append(quoted: message.id.description)
        output.append(",\"message\":")
        if let name = message.message?.name {
            output.append(quoted: name)
        } else {
            output.append("null")
        }
        output.append(",\"count\":")
        output.append(Int64(message.count))
        output.append(",\"period_ms\":")
        append(message.period, to: &output)
        output.append(",\"crc_failures\":")
        output.append(Int64(message.checksumFailures))
        output.append(",\"counter_gaps\":")
        output.append(Int64(message.counterGaps))
        output.append(",\"signals\":{")
        for (index, signal) in message.signals.enumerated() {
            if index > 0 { output.append(",") }
            output.append(quoted: signal.signal.name)
            output.append(":")
            append(signal.spread, to: &output)
        }
        output.append("}}")
    }

    private func append(
        _ spread: (minimum: Double, median: Double, maximum: Double)?,
        to output: inout JSONText
    ) {
        guard let spread else { return output.append("null") }
        output.append("{\"min\":")
        output.append(spread.minimum)
        output.append(",\"median\":")
        output.append(spread.median)
        output.append(",\"max\":")
        output.append(spread.maximum)
        output.append("}")
    }

    private func text(_ value: Double?) -> String {
        guard let value else { return "-" }
        guard value != value.rounded() || value.magnitude >= 1e15 else { return "\(Int64(value))" }
        // Six decimals are more than any of these signals resolves.
        let rounded = (value * 1e6).rounded() / 1e6
        return "\(rounded.isFinite ? rounded : value)"
    }
}
