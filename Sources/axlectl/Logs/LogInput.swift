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
            let errors = file.diagnostics.filter { $0.severity == .error }
            for error in errors.prefix(Self.mostErrors) {
                StandardOutput.writeError("\(error)".printable)
            }
            guard errors.isEmpty || isLenient else { throw ExitCode(2) }
            return file.compiled
        }
    }

    /// Decoders that have seen no frame, one a database.
    func decoders() -> [FrameDecoder] { databases.map { FrameDecoder($0) } }

    private static let mostErrors = 20
}

/// Runs a frame through the databases in order; the first that has its identifier decides.
func decode(
    _ frame: borrowing Frame,
    with decoders: inout [FrameDecoder]
) -> (decoder: Int, frame: DecodedFrame)? {
    for index in decoders.indices {
        if let decoded = decoders[index].decode(frame) { return (index, decoded) }
    }
    return nil
}

/// Opens a candump log, `-` for standard input; exit status 2 where that fails.
func openLog(_ path: String) throws -> CandumpReader {
    do throws(LogError) {
        return try CandumpReader(path: path)
    } catch {
        throw refusal(error.description)
    }
}

/// The log's next entry, nil at its end; calls `before` and exits with 2 where a line is malformed.
func nextEntry(
    of reader: inout CandumpReader,
    before giveUp: () throws -> Void
) throws -> LogEntry? {
    do throws(LogError) {
        return try reader.next()
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
