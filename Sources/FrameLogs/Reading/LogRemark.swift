import CANFrames

/// What our recorder says in a log's comment lines: `mark (1700000000.123456) TEXT` and
/// `12 frames were not recorded here`.
enum LogRemark {
    private static let loss = "frames were not recorded here"

    /// Reads a comment behind `#` or `//`; nil for anybody else's.
    static func parse(_ scanner: inout TextScanner) -> LogItem? {
        _ = scanner.skipBlanks()
        if scanner.skip(ignoringCase: "mark") { return mark(&scanner) }
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
        }
    }
}
