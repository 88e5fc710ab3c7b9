import CANFrames
import CANTransport

/// Reads a log item by item, from a file of any size or from standard input.
///
/// Whether it is a candump or an ASC log is told by its content, line by line, so that a pipe is read as
/// it comes.
public struct LogReader: ~Copyable {
    private var lines: LineReader
    private var interface = ""
    private var asc = ASCDecoder()

    /// The form of the log; nil until a line has told it.
    public private(set) var format: LogFormat?
    /// How the file ends; `.whole` until it has ended.
    public private(set) var ending = Ending.whole

    /// How a file ends.
    public enum Ending: Hashable, Sendable {
        /// By a line end, or it is empty.
        case whole
        /// The last line, of this number, has no end; it was read as it stands.
        case unterminated(line: Int)
        /// The last line is only the beginning of one and was left out: whoever wrote it was ended.
        case cut(LogError)
    }

    /// Opens a log, `-` for standard input; a form that is given is not looked for.
    public init(path: String, format: LogFormat? = nil) throws(LogError) {
        lines = try LineReader(path: path)
        self.format = format
    }

    /// The file's name, for messages.
    public var name: String { lines.name }

    /// The number of the line read last, from 1; 0 before the first.
    public var lineNumber: Int { lines.number }

    /// Whether the next line must be read from the file, which may wait where that is a pipe.
    public var isDrained: Bool { lines.isDrained }

    /// Whether stamps are of the wall clock; false where an ASC log's header has no date that is
    /// understood, and stamps count from 1970.
    public var hasWallTime: Bool { format != .asc || asc.header.start != nil }

    /// Events of an ASC log that are no frames, such as statistics, and of kinds that are not read.
    public var otherEvents: Int { asc.otherEvents }

    /// A sentence on the file's end; nil where it has not been reached or is as it should be.
    public var remark: String? {
        switch ending {
        case .whole: nil
        case .unterminated(let line):
            "\(name):\(line): the last line has no line end; it was read as it stands"
        case .cut(let error): "\(error); the last line is cut and was left out"
        }
    }

    /// The next frame; nil at the end.
    public mutating func next() throws(LogError) -> LogEntry? {
        while let item = try nextItem() {
            if case .frame(let entry) = item { return entry }
        }
        return nil
    }

    /// The next frame, mark or note of a loss; nil at the end.
    public mutating func nextItem() throws(LogError) -> LogItem? {
        while let line = try lines.next() {
            do throws(NotationError) {
                guard let item = try read(line) else { continue }
                noteEnding()
                return item
            } catch {
                let failure = LogError.malformed(
                    file: name,
                    line: lineNumber,
                    column: error.column,
                    found: error.found,
                    allowed: error.allowed
                )
                guard lines.isUnterminated else { throw failure }
                ending = .cut(failure)
                return nil
            }
        }
        noteEnding()
        return nil
    }

    private mutating func noteEnding() {
        if lines.isUnterminated, ending == .whole { ending = .unterminated(line: lineNumber) }
    }

    private mutating func read(_ line: Range<Int>) throws(NotationError) -> LogItem? {
        if format == nil { format = LogFormat.recognise(lines.buffer.span.extracting(line)) }
        switch format {
        case .candump:
            let item = try CandumpLine.readItem(
                lines.buffer.span.extracting(line),
                reusing: interface
            )
            if case .frame(let entry)? = item { interface = entry.interface }
            return item
        case .asc:
            return try Self.read(line, of: lines, by: &asc)
        case nil:
            var scanner = TextScanner(lines.buffer.span.extracting(line))
            return scanner.skip(UInt8(ascii: "#")) ? LogRemark.parse(&scanner) : nil
        }
    }

    /// By itself, so that the line is borrowed from the reader and not from all of this value.
    private static func read(
        _ line: Range<Int>,
        of lines: borrowing LineReader,
        by asc: inout ASCDecoder
    ) throws(NotationError) -> LogItem? {
        try asc.read(lines.buffer.span.extracting(line))
    }
}
