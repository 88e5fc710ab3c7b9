import ArgumentParser
import DBC
import StateClient

extension DBCCommand {
    /// The command `axlectl dbc check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong or doubtful in databases.",
            discussion: """
                One line for each thing found, FILE:LINE:COLUMN: SEVERITY: SENTENCE [RULE], and a \
                count after each file. Exit status: 0 loaded; 1 loaded with errors, with --strict \
                also with warnings; 2 a file could not be read.
                """
        )

        @Flag(help: "Print JSON, one object a line.")
        var json = false

        @Flag(help: "Let warnings count as errors do.")
        var strict = false

        @Argument(help: "The databases.")
        var files: [String]

        func run() throws {
            var status: Int32 = 0
            for path in files { status = max(status, try check(path)) }
            guard status == 0 else { throw ExitCode(status) }
        }

        /// Prints what is found in a file; its exit status.
        private func check(_ path: String) throws -> Int32 {
            let file: DatabaseFile
            do throws(DBCError) {
                file = try DatabaseFile(path: path)
            } catch {
                StandardOutput.writeError(error.description)
                return 2
            }
            try emit(json ? file.checkJSON : Array(file.checkText.printable.utf8))
            let isBad = file.count(of: .error) > 0 || strict && file.count(of: .warning) > 0
            return isBad ? 1 : 0
        }
    }
}

extension DatabaseFile {
    /// Messages and signals as the file has them.
    private var counts: (messages: Int, signals: Int) {
        (database.messages.count, database.messages.reduce(0) { $0 + $1.signals.count })
    }

    fileprivate var checkText: String {
        var text = ""
        for diagnostic in diagnostics { text += "\(diagnostic)\n" }
        func counted(_ number: Int, _ word: String) -> String {
            "\(number) \(word)\(number == 1 ? "" : "s")"
        }
        return text + "\(path): \(counted(counts.messages, "message")), "
            + "\(counted(counts.signals, "signal")), \(counted(count(of: .error), "error")), "
            + "\(counted(count(of: .warning), "warning"))\n"
    }

    fileprivate var checkJSON: [UInt8] {
        var output = JSONText()
        for diagnostic in diagnostics {
            output.append("{\"file\":")
            output.append(quoted: diagnostic.file)
            output.append(",\"line\":")
            output.append(Int64(diagnostic.line))
            output.append(",\"column\":")
            output.append(Int64(diagnostic.column))
            output.append(",\"severity\":")
            output.append(quoted: diagnostic.severity.rawValue)
            output.append(",\"message\":")
            output.append(quoted: diagnostic.message)
            output.append("}\n")
        }
        output.append("{\"file\":")
        output.append(quoted: path)
        output.append(",\"messages\":")
        output.append(Int64(counts.messages))
        output.append(",\"signals\":")
        output.append(Int64(counts.signals))
        output.append(",\"errors\":")
        output.append(Int64(count(of: .error)))
        output.append(",\"warnings\":")
        output.append(Int64(count(of: .warning)))
        output.append("}\n")
        return output.bytes
    }
}
