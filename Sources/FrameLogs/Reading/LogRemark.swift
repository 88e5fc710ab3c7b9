import CANFrames

/// What our recorder says in a log's comment lines: `mark (1700000000.123456) TEXT`,
/// `12 frames were not recorded here`, `columns a NAME NAME` and `cycle a (1700000000.123456) 1.5 -`, and
/// in a black box `arrivals NS +NS +NS` and `journal KIND HEX`.
enum LogRemark {
    private static let loss = "frames were not recorded here"

    /// Reads a comment behind `#` or `//`; nil for anybody else's.
    static func parse(_ scanner: inout TextScanner) -> LogItem? {
        _ = scanner.skipBlanks()
        if scanner.skip(ignoringCase: "mark") { return mark(&scanner) }
        if scanner.skip(ignoringCase: "arrivals") { return arrivals(&scanner) }
        if scanner.skip(ignoringCase: "journal") { return journal(&scanner) }
        if scanner.skip(ignoringCase: "columns") { return columns(&scanner) }
        if scanner.skip(ignoringCase: "cycle") { return cycle(&scanner) }
        let (count, digits) = scanner.decimal(atMost: 18)
        guard digits > 0, scanner.skipBlanks(), scanner.skip(ignoringCase: loss),
            scanner.isAtEnd
        else { return nil }
        return .notRecorded(UInt64(count))
    }

    private static func mark(_ scanner: inout TextScanner) -> LogItem? {
        guard scanner.skipBlanks() else { return nil }
        var stamp: Timestamp?
        let start = scanner
        if scanner.skip(UInt8(ascii: "(")) {
            stamp = try? CandumpLine.readStamp(&scanner)
            if stamp == nil { scanner = start } else { _ = scanner.skipBlanks() }
        }
        return .mark(stamp, scanner.rest())
    }

    private static func arrivals(_ scanner: inout TextScanner) -> LogItem? {
        var times: [Int64] = []
        while !scanner.isAtEnd {
            guard scanner.skipBlanks() else { return nil }
            let isLater = scanner.skip(UInt8(ascii: "+"))
            let isEarlier = !isLater && scanner.skip(UInt8(ascii: "-"))
            let (number, digits) = scanner.decimal(atMost: 18)
            guard digits > 0, (isLater || isEarlier) != times.isEmpty else { return nil }
            // Each number is below 10^18, but a line may have many.
            let step = isEarlier ? -number : number
            let (time, overflow) = (times.last ?? 0).addingReportingOverflow(step)
            guard !overflow else { return nil }
            times.append(time)
        }
        return times.isEmpty ? nil : .arrivals(times)
    }

    private static func group(_ scanner: inout TextScanner) -> UInt8? {
        guard scanner.skipBlanks() else { return nil }
        let letter = scanner.next
        guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) else { return nil }
        scanner.skip()
        return scanner.skipBlanks() ? letter : nil
    }

    private static func columns(_ scanner: inout TextScanner) -> LogItem? {
        guard let group = group(&scanner) else { return nil }
        return .columns(group: group, scanner.rest().split(separator: " ").map(String.init))
    }

    private static func cycle(_ scanner: inout TextScanner) -> LogItem? {
        guard let group = group(&scanner) else { return nil }
        var stamp: Timestamp?
        if scanner.skip(UInt8(ascii: "(")) {
            stamp = try? CandumpLine.readStamp(&scanner)
            guard stamp != nil else { return nil }
            _ = scanner.skipBlanks()
        }
        var values: [Double?] = []
        for word in scanner.rest().split(separator: " ") {
            guard word != "-" else {
                values.append(nil)
                continue
            }
            guard let value = Double(word), value.isFinite else { return nil }
            values.append(value)
        }
        return .cycle(group: group, stamp, values)
    }

    private static func journal(_ scanner: inout TextScanner) -> LogItem? {
        guard scanner.skipBlanks() else { return nil }
        let kind = scanner.next
        guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(kind) else { return nil }
        scanner.skip()
        let isContinued = scanner.skip(UInt8(ascii: "+"))
        guard scanner.skipBlanks() else { return nil }
        var bytes: [UInt8] = []
        while !scanner.isAtEnd {
            guard let high = scanner.hexDigit(), let low = scanner.hexDigit() else { return nil }
            bytes.append(high << 4 | low)
        }
        return .journal(JournalPart(kind: kind, isContinued: isContinued, bytes: bytes))
    }

    /// The longest mark, bytes of UTF-8: log2asc and canplayer end at a line of 400 bytes.
    static let longestMark = 200

    /// What makes a text no mark, as found in it; nil where it is one.
    static func fault(inMark words: String) -> String? {
        let length = words.utf8.count
        guard length <= longestMark else { return "a mark of \(length) bytes" }
        guard words.contains(where: { !$0.isWhitespace }) else { return "a mark without text" }
        let isLine = words.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        return isLine ? nil : "a mark with a control character or line end"
    }

    /// Appends the comment without what begins it; of a frame nothing.
    static func append(_ item: LogItem, to text: inout [UInt8]) {
        switch item {
        case .frame: break
        case .mark(let stamp, let words):
            text += Array("mark ".utf8)
            if let stamp {
                CandumpLine.append(stamp: stamp, to: &text)
                text.append(UInt8(ascii: " "))
            }
            // A line end in it would begin another line of the log.
            text += words.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
        case .notRecorded(let count):
            text += Array("\(count) \(loss)".utf8)
        case .arrivals(let times):
            text += Array("arrivals \(times.first ?? 0)".utf8)
            for (time, before) in zip(times.dropFirst(), times) {
                let sign = time < before ? "-" : "+"
                text += Array(" \(sign)\((time - before).magnitude)".utf8)
            }
        case .columns(let group, let names):
            text += Array("columns ".utf8)
            text.append(group)
            for name in names { text += Array(" \(name)".utf8) }
        case .cycle(let group, let stamp, let values):
            text += Array("cycle ".utf8)
            text.append(group)
            if let stamp {
                text.append(UInt8(ascii: " "))
                CandumpLine.append(stamp: stamp, to: &text)
            }
            for value in values {
                text.append(UInt8(ascii: " "))
                append(value, to: &text)
            }
        case .journal(let part):
            text += Array("journal ".utf8)
            text.append(part.kind)
            if part.isContinued { text.append(UInt8(ascii: "+")) }
            text.append(UInt8(ascii: " "))
            for byte in part.bytes {
                text.append(hexDigits[Int(byte >> 4)])
                text.append(hexDigits[Int(byte & 0xF)])
            }
        }
    }

    /// A number with three decimals at most, and no more digits than it has.
    private static func append(_ value: Double?, to text: inout [UInt8]) {
        guard let value, value.isFinite else { return text.append(UInt8(ascii: "-")) }
        let thousandths = (value * 1000).rounded()
        guard thousandths.magnitude < 9e15 else { return text += Array("\(value)".utf8) }
        let whole = Int64(thousandths)
        if whole < 0 { text.append(UInt8(ascii: "-")) }
        text += Array("\(whole.magnitude / 1000)".utf8)
        let part = Int(whole.magnitude % 1000)
        guard part > 0 else { return }
        text.append(UInt8(ascii: "."))
        let digits = [part / 100, part / 10 % 10, part % 10]
        let count = digits[2] > 0 ? 3 : digits[1] > 0 ? 2 : 1
        for digit in digits.prefix(count) { text.append(UInt8(ascii: "0") + UInt8(digit)) }
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
