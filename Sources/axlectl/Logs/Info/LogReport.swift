import CANFrames
import CANTransport
import FrameLogs

/// What a log holds, as a text or as JSON.
struct LogReport {
    private let log: String
    private let contents: LogContents
    private let format: LogFormat?
    private let hasWallTime: Bool
    private let otherEvents: Int
    private let remark: String?

    /// Gaps and marks that are listed in a text, each.
    private static let mostListed = 20

    init(
        log: String,
        _ contents: LogContents,
        format: LogFormat?,
        hasWallTime: Bool,
        otherEvents: Int,
        remark: String?
    ) {
        self.log = log
        self.contents = contents
        self.format = format
        self.hasWallTime = hasWallTime
        self.otherEvents = otherEvents
        self.remark = remark
    }

    private var begin: Int64? { contents.span?.lowerBound }
    private var duration: Int64 { contents.span.map { $0.upperBound - $0.lowerBound } ?? 0 }

    func text() -> [UInt8] {
        var lines = facts().map { $0.0.leftAligned(to: 14) + $0.1 }
        lines += listed(contents.marks.map { "mark " + at($0.stamp) + $0.text.printable })
        lines += listed(
            contents.gaps.map { "gap  \(at($0.begin))\($0.bus) silent for \(seconds($0.length)) s" }
        )
        if !contents.buses.isEmpty { lines += [""] + buses().lines + [""] + identifiers().lines }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func facts() -> [(String, String)] {
        var facts = [("log", log), ("format", format?.rawValue ?? "unknown")]
        if let begin {
            facts.append(("begin", hasWallTime ? Self.date(begin) + " UTC" : "unknown"))
        }
        facts += [
            ("duration", seconds(duration) + " s"), ("frames", "\(contents.frames)"),
            ("error frames", "\(contents.errorFrames)"), ("out of order", "\(contents.outOfOrder)"),
            ("not recorded", "\(contents.notRecorded)"), ("gaps", "\(contents.gaps.count)"),
            ("marks", "\(contents.marks.count)"),
        ]
        if otherEvents > 0 { facts.append(("other events", "\(otherEvents)")) }
        if let remark { facts.append(("end", remark)) }
        return facts
    }

    private func listed(_ lines: [String]) -> [String] {
        let rest = lines.count - Self.mostListed
        return lines.prefix(Self.mostListed) + (rest > 0 ? ["… and \(rest) more"] : [])
    }

    private func buses() -> TextTable {
        var table = TextTable(
            ["bus", "frames", "a second", "error frames", "ids"],
            [.left, .right, .right, .right, .right]
        )
        let identifiers = contents.identifiers
        for bus in contents.buses {
            let rate = duration > 0 ? Double(bus.frames) / (Double(duration) / 1e9) : 0
            table.add([
                bus.name, "\(bus.frames)", plain((rate * 10).rounded() / 10), "\(bus.errorFrames)",
                "\(identifiers.count { $0.bus == bus.name })",
            ])
        }
        return table
    }

    private func identifiers() -> TextTable {
        var table = TextTable(["bus", "id", "count", "period ms"], [.left, .left, .right, .right])
        for identifier in contents.identifiers {
            table.add([
                identifier.bus, identifier.id.description, "\(identifier.count)",
                identifier.period.map(plain) ?? "-",
            ])
        }
        return table
    }

    /// Seconds since the log's begin, with a sign.
    private func at(_ stamp: Int64?) -> String {
        guard let stamp, let begin else { return "" }
        let (since, isBeyond) = stamp.subtractingReportingOverflow(begin)
        guard !isBeyond else { return "" }
        return (since < 0 ? "-" : "+") + seconds(abs(since)) + " s  "
    }

    private func seconds(_ nanoseconds: Int64) -> String {
        var text = JSONText()
        text.append(seconds: nanoseconds)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// `2026-11-26 14:25:30.123456`, with another separator in the middle.
    private static func date(_ nanoseconds: Int64, _ separator: String = " ") -> String {
        let time = CivilTime(Timestamp(nanoseconds: nanoseconds), in: .utc)
        func digits(_ value: Int, _ count: Int = 2) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return "\(digits(time.year, 4))-\(digits(time.month))-\(digits(time.day))"
            + separator
            + "\(digits(time.hour)):\(digits(time.minute)):\(digits(time.second))."
            + digits(time.nanosecond / 1000, 6)
    }
}

extension LogReport {
    /// One object.
    func json() -> [UInt8] {
        var output = JSONText()
        output.append("{\"log\":")
        output.append(quoted: log)
        output.append(",\"format\":")
        output.append(quotedOrNull: format?.rawValue)
        output.append(",\"begin\":")
        let instant = hasWallTime ? begin.map { Self.date($0, "T") + "Z" } : nil
        output.append(quotedOrNull: instant)
        output.append(",\"begin_s\":")
        output.append(secondsOrNull: begin)
        output.append(",\"duration_s\":")
        output.append(seconds: duration)
        let counts: [(StaticString, Int64)] = [
            (",\"frames\":", Int64(contents.frames)),
            (",\"error_frames\":", Int64(contents.errorFrames)),
            (",\"out_of_order\":", Int64(contents.outOfOrder)),
            (",\"not_recorded\":", Int64(clamping: contents.notRecorded)),
            (",\"other_events\":", Int64(otherEvents)),
        ]
        for (key, count) in counts {
            output.append(key)
            output.append(count)
        }
        output.append(",\"end\":")
        output.append(quotedOrNull: remark)
        appendLists(to: &output)
        return output.bytes
    }

    private func appendLists(to output: inout JSONText) {
        let identifiers = contents.identifiers
        output.append(",\n\"buses\":[")
        output.append(list: contents.buses) { bus, output in
            output.append("{\"bus\":")
            output.append(quoted: bus.name)
            output.append(",\"frames\":")
            output.append(Int64(bus.frames))
            output.append(",\"error_frames\":")
            output.append(Int64(bus.errorFrames))
            output.append(",\"ids\":")
            output.append(Int64(identifiers.count { $0.bus == bus.name }))
        }
        output.append("],\n\"ids\":[")
        output.append(list: identifiers) { identifier, output in
            output.append("{\"bus\":")
            output.append(quoted: identifier.bus)
            output.append(",\"id\":")
            output.append(quoted: identifier.id.description)
            output.append(",\"count\":")
            output.append(Int64(identifier.count))
            output.append(",\"period_ms\":")
            if let period = identifier.period {
                output.append(period)
            } else {
                output.append("null")
            }
        }
        output.append("],\n\"gaps\":[")
        output.append(list: contents.gaps) { gap, output in
            output.append("{\"bus\":")
            output.append(quoted: gap.bus)
            output.append(",\"begin_s\":")
            output.append(seconds: gap.begin)
            output.append(",\"length_s\":")
            output.append(seconds: gap.length)
        }
        output.append("],\n\"marks\":[")
        output.append(list: contents.marks) { mark, output in
            output.append("{\"t\":")
            output.append(secondsOrNull: mark.stamp)
            output.append(",\"text\":")
            output.append(quoted: mark.text)
        }
        output.append("]}\n")
    }
}

extension JSONText {
    fileprivate mutating func append(quotedOrNull text: String?) {
        if let text { append(quoted: text) } else { append("null") }
    }

    fileprivate mutating func append(secondsOrNull nanoseconds: Int64?) {
        if let nanoseconds { append(seconds: nanoseconds) } else { append("null") }
    }

    /// Appends objects, a line each; `body` writes one without its closing brace.
    fileprivate mutating func append<Element>(
        list: [Element],
        _ body: (Element, inout JSONText) -> Void
    ) {
        for (index, element) in list.enumerated() {
            append(index == 0 ? "\n" : ",\n")
            body(element, &self)
            append("}")
        }
    }
}
