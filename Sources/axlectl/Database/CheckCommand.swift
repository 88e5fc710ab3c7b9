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
                count after each file. The rule is syntax or compile where a part of the file is \
                lost, or doubtful, to every command. Exit status: 0 loaded; 1 loaded with errors, \
                with --strict also with warnings; 2 a file could not be read.
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
                if json { try emit(CheckReport.json(unreadable: path, error)) }
                return 2
            }
            let report = CheckReport(file)
            try emit(json ? report.json : Array(report.text.printable.utf8))
            let isBad = report.count(of: .error) > 0 || strict && report.count(of: .warning) > 0
            return isBad ? 1 : 0
        }
    }
}
