import CANTransport

/// Reads a text line by line, from a file of any size or from standard input.
struct LineReader: ~Copyable {
    /// The file's name, for messages.
    let name: String
    /// Where the bytes of the line read last are.
    private(set) var buffer: [UInt8]
    /// The number of the line read last, from 1; 0 before the first.
    private(set) var number = 0
    /// Whether the line read last is the file's last and has no line end.
    private(set) var isUnterminated = false

    private let file: FileReader
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// Just behind the last line end in the buffer; `start` or less where there is none.
    private var endOfLines = 0

    private static let longestLine = 64 * 1024

    /// Whether the next line must be read from the file, which may wait where that is a pipe.
    var isDrained: Bool { start >= endOfLines }

    /// Opens a file; `-` is standard input.
    init(path: String) throws(LogError) {
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

    /// The bounds of the next line in the buffer, without its end; nil at the file's end.
    mutating func next() throws(LogError) -> Range<Int>? {
        var searched = start
        while true {
            if let found = newline(from: searched) {
                defer { start = found + 1 }
                number += 1
                return bounds(upTo: found)
            }
            searched = end
            if isAtEnd {
                guard start < end else { return nil }
                defer { start = end }
                number += 1
                isUnterminated = true
                return bounds(upTo: end)
            }
            guard end - start <= Self.longestLine else {
                throw .malformed(
                    file: name,
                    line: number + 1,
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
