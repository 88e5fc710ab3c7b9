import CANFrames
import CANTransport

/// What the lines before and between an ASC log's events say.
struct ASCHeader {
    /// Whether identifiers and bytes of classic frames are decimal.
    private(set) var isDecimal = false
    /// Whether a time counts from the event before it; else from the beginning.
    private(set) var isRelative = false
    /// The wall-clock time of the beginning; nil where no date is there or it is not understood.
    private(set) var start: Timestamp?

    /// Reads a line that is no event and no comment; true where times count from here anew.
    mutating func read(_ scanner: inout TextScanner) throws(NotationError) -> Bool {
        if scanner.skip(ignoringCase: "date ") {
            start = ASCDate.parse(scanner.rest())
            return true
        }
        if scanner.skip(ignoringCase: "base ") {
            try readBase(&scanner)
        } else if start == nil, scanner.skip(ignoringCase: "begin triggerblock ") {
            start = ASCDate.parse(scanner.rest())
        }
        return false
    }

    private mutating func readBase(_ scanner: inout TextScanner) throws(NotationError) {
        _ = scanner.skipBlanks()
        if scanner.skip(ignoringCase: "hex") {
            isDecimal = false
        } else if scanner.skip(ignoringCase: "dec") || scanner.skip(ignoringCase: "dez") {
            isDecimal = true
        } else {
            throw scanner.error("hex or dec")
        }
        _ = scanner.skipBlanks()
        guard scanner.skip(ignoringCase: "timestamps") else { return }
        _ = scanner.skipBlanks()
        if scanner.skip(ignoringCase: "absolute") {
            isRelative = false
        } else if scanner.skip(ignoringCase: "relative") {
            isRelative = true
        } else {
            throw scanner.error("absolute or relative")
        }
    }
}
