import CANTransport

/// Reads a candump log entry by entry, from a file of any size or from standard input.
public struct CandumpReader: ~Copyable {
    /// The file's name, for messages.
    public let name: String

    private let file: FileReader
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    private var interface = ""
    /// Just behind the last line end in the buffer; `start` or less where there is none.
    private var endOfLines = 0

    /// The number of the line read last, from 1; 0 before the first.
    public private(set) var lineNumber = 0

    private static let longestLine = 64 * 1024

    /// Whether the next line must be read from the file, which may wait where that is a pipe.
    public var isDrained: Bool { start >= endOfLines }

    /// Opens a log; `-` is standard input.
    public init(path: String) throws(LogError) {
        if path == "-" {
            name = "standard input"
            file = FileReader.standardInput
        } else {
            name = path
            do { file = try FileReader(path: path) } catch {
                throw .file(path, reason: error.description)
            }
        }
        buffer = [UInt8](repeating: 0, count: 4 * Self.longestLine)
    }

    /// The next entry, comments skipped; nil at the end.
    public mutating func next() throws(LogError) -> LogEntry? {
        while let line = try nextLine() {
            let entry = try CandumpLine.parse(
                buffer.span.extracting(line),
                file: name,
                number: lineNumber,
                reusing: interface
            )
            guard let entry else { continue }
            interface = entry.interface
            return entry
        }
        return nil
    }

    /// The bounds of the next line in the buffer, without its end; nil at the file's end.
    private mutating func nextLine() throws(LogError) -> Range<Int>? {
        var searched = start
        while true {
            if let found = newline(from: searched) {
                defer { start = found + 1 }
                lineNumber += 1
                return bounds(upTo: found)
            }
            searched = end
            if isAtEnd {
                guard start < end else { return nil }
                defer { start = end }
                lineNumber += 1
                return bounds(upTo: end)
            }
            guard end - start <= Self.longestLine else {
                throw .malformed(
                    file: name,
                    line: lineNumber + 1,
                    column: Self.longestLine,
                    found: "a longer line",
                    allowed: "at most \(Self.longestLine) bytes a line"
                )
            }
            searched -= start
            try refill()
        }
    }

    private func newline(from first: Int) -> Int? {
        let bytes = buffer.span
        for index in first..<end where bytes[index] == UInt8(ascii: "\n") { return index }
        return nil
    }

    private func bounds(upTo limit: Int) -> Range<Int> {
        let hasReturn = limit > start && buffer[limit - 1] == UInt8(ascii: "\r")
        return start..<(hasReturn ? limit - 1 : limit)
    }

    /// Moves what is left to the front and reads more.
    private mutating func refill() throws(LogError) {
        if start > 0 {
            for index in start..<end { buffer[index - start] = buffer[index] }
            end -= start
            start = 0
            endOfLines = 0
        }
        let count: Int
        do { count = try file.read(into: &buffer, from: end) } catch {
            throw .file(name, reason: error.description)
        }
        noteLines(in: end..<end + count)
        end += count
        isAtEnd = count == 0
    }

    private mutating func noteLines(in bytes: Range<Int>) {
        if let last = bytes.last(where: { buffer[$0] == UInt8(ascii: "\n") }) {
            endOfLines = last + 1
        }
    }
}
