import ArgumentParser
import CANFrames
import CANTransport
import DBC
import FrameLogs
import StateClient

/// The databases of an offline command, compiled.
struct DatabaseSet {
    let databases: [CompiledDatabase]

    /// Reads the files in order; errors in them go to standard error.
    ///
    /// They end the program with status 2, unless it is to be lenient: then what could be read is
    /// used.
    init(
        paths: [String],
        matching: IdentifierMatching = .exact,
        isLenient: Bool = false
    ) throws {
        databases = try paths.map { path in
            let file = try DatabaseFile.open(path, matching: matching)
            guard file.writeErrors() == 0 || isLenient else { throw ExitCode(2) }
            return file.compiled
        }
    }

    /// Decoders that have seen no frame, one a database.
    func decoders() -> [FrameDecoder] { databases.map { FrameDecoder($0) } }
}

/// How the databases of an offline command are read.
struct DatabaseOptions: ParsableArguments {
    @Flag(
        help: """
            Find extended identifiers by their parameter group (SAE J1939) where no message has \
            them: whatever the priority, the source and the destination.
            """
    )
    var pgn = false

    @Flag(help: "Use what could be read of a database that has errors.")
    var lenient = false

    /// Reads the files.
    func read(_ paths: [String]) throws -> DatabaseSet {
        try DatabaseSet(
            paths: paths,
            matching: pgn ? .parameterGroup : .exact,
            isLenient: lenient
        )
    }
}

/// Runs a frame through the databases in order; the first that has its identifier decides, or else
/// the first that has its parameter group.
func decode(
    _ frame: borrowing Frame,
    with decoders: inout [FrameDecoder]
) -> (decoder: Int, frame: DecodedFrame)? {
    if decoders.count > 1 {
        for index in decoders.indices where decoders[index].database.hasMessage(frame.id) {
            return decoders[index].decode(frame).map { (index, $0) }
        }
    }
    for index in decoders.indices {
        if let decoded = decoders[index].decode(frame) { return (index, decoded) }
    }
    return nil
}

/// Opens a log, candump or ASC, `-` for standard input; exit status 2 where that fails.
func openLog(_ path: String, format: LogFormat? = nil) throws -> LogReader {
    do throws(LogError) {
        return try LogReader(path: path, format: format)
    } catch {
        throw refusal(error.description)
    }
}

/// The log's next frame, nil at its end; calls `before` and exits with 2 where a line is malformed.
func nextEntry(
    of reader: inout LogReader,
    before giveUp: () throws -> Void
) throws -> LogEntry? {
    while let item = try nextItem(of: &reader, before: giveUp) {
        if case .frame(let entry) = item { return entry }
    }
    return nil
}

/// The log's next item, nil at its end; calls `before` and exits with 2 where a line is malformed.
///
/// That the last line is cut is said on standard error, and no reason to fail: so a crash leaves a log.
func nextItem(
    of reader: inout LogReader,
    before giveUp: () throws -> Void
) throws -> LogItem? {
    do throws(LogError) {
        let item = try reader.nextItem()
        if item == nil, case .cut = reader.ending, let remark = reader.remark {
            StandardOutput.writeError(remark)
        }
        return item
    } catch {
        try giveUp()
        throw refusal(error.description)
    }
}

/// Writes to standard output; exit status 1 where it takes no more, as on a full disk.
func emit(_ bytes: [UInt8]) throws {
    do throws(TransportError) {
        try FileWriter.standardOutput.write(bytes)
    } catch {
        StandardOutput.writeError("standard output: \(error)")
        throw ExitCode(1)
    }
}

/// Writes a sentence to standard error and gives the exit status of refused input.
func refusal(_ sentence: String) -> ExitCode {
    StandardOutput.writeError(sentence)
    return ExitCode(2)
}
