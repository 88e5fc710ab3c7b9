import ArgumentParser
import DBC
import FoundationEssentials
import StateClient

extension DBCCommand {
    /// The command `axlectl dbc format`.
    struct Format: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a database in its usual form.",
            discussion: """
                Sections come in the usual order, one statement a line, in the file's own encoding. \
                What is printed says the same as the file did. A file with errors, or with text that \
                the reader had to leave out, is refused with exit status 1, as it would be lost.
                """
        )

        @Flag(help: "Write to the file instead of standard output.")
        var inPlace = false

        @Argument(help: "The database.")
        var file: String

        func run() throws {
            let file = try DatabaseFile.open(file)
            let obstacles = file.diagnostics.filter { $0.severity == .error || $0.losesText }
            guard obstacles.isEmpty else {
                for obstacle in obstacles { StandardOutput.writeError("\(obstacle)".printable) }
                let hasErrors = obstacles.contains { $0.severity == .error }
                let reason = hasErrors ? "it has errors" : "what these lines name would be lost"
                StandardOutput.writeError("\(file.path): is not formatted, as \(reason)")
                throw ExitCode(1)
            }
            let bytes = DatabaseWriter.bytes(of: file.database)
            guard DBCReader.parse(bytes: bytes, file: file.path).0 == file.database else {
                StandardOutput.writeError("\(file.path): is not formatted, as it would change")
                throw ExitCode(1)
            }
            if inPlace { try replace(file.path, with: bytes) } else { try emit(bytes) }
        }

        /// Writes a new file in the old one's place; where that fails, the old one is as it was.
        private func replace(_ path: String, with bytes: [UInt8]) throws {
            do {
                // Through a link the file it leads to is written, and the link stays.
                let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
                guard try [UInt8](Data(contentsOf: target)) != bytes else { return }
                let mode = try FileManager.default.attributesOfItem(atPath: target.path)
                try Data(bytes).write(to: target, options: .atomic)
                try FileManager.default.setAttributes(
                    mode.filter { $0.key == .posixPermissions },
                    ofItemAtPath: target.path
                )
            } catch {
                throw refusal("\(path): cannot be written: \(reason(for: error))")
            }
        }

        private func reason(for error: any Error) -> String {
            switch (error as? CocoaError)?.code {
            case .fileWriteNoPermission: "permission denied"
            case .fileWriteOutOfSpace: "no space left"
            case .fileWriteVolumeReadOnly: "read-only file system"
            default: "\(error)"
            }
        }
    }
}
