import ArgumentParser
import CANTransport
import StateClient

/// The file that a conversion makes, or standard output.
struct ConvertedFile: ~Copyable {
    private let path: String
    private let writer: FileWriter
    private var text: [UInt8] = []

    /// Creates the file, `-` for standard output; exit status 2 where that fails, as where it exists.
    init(_ path: String, replaces: Bool) throws {
        guard path != "-" else {
            self.path = "standard output"
            writer = .standardOutput
            return
        }
        self.path = path
        do throws(TransportError) {
            writer = try FileWriter(path: path, replaces: replaces)
        } catch {
            let hint = error.isExisting ? "; --force overwrites it" : ""
            throw refusal("\(path): \(error)\(hint)")
        }
    }

    /// Lets `body` append to what is to be written.
    mutating func edit(_ body: (inout [UInt8]) -> Void) { body(&text) }

    /// Writes what there is, or where there is more coming only whole portions.
    ///
    /// Exit status 1 where the file takes no more, as on a full disk.
    mutating func flush(whereFull isMoreComing: Bool = false) throws {
        guard !text.isEmpty, !isMoreComing || text.count > 60_000 else { return }
        do throws(TransportError) {
            try writer.write(text)
        } catch {
            StandardOutput.writeError("\(path): \(error)")
            throw ExitCode(1)
        }
        text.removeAll(keepingCapacity: true)
    }
}
