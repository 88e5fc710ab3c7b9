import ArgumentParser
import DBC
import StateClient

/// A database file: what it says, what is compiled of it, and what is wrong with it.
struct DatabaseFile {
    let path: String
    let database: Database
    let compiled: CompiledDatabase
    /// What reading found.
    let syntax: [Diagnostic]

    /// Throws where the file cannot be read at all; what is wrong inside it are diagnostics.
    init(path: String, matching: IdentifierMatching = .exact) throws(DBCError) {
        let (database, found) = try DBCReader.read(path: path)
        let compiled = CompiledDatabase(database, matching: matching)
        self.path = path
        self.database = database
        self.compiled = compiled
        syntax = found
    }

    /// What reading and compiling found, in the order of the file.
    var diagnostics: [Diagnostic] {
        (syntax + compiled.diagnostics).sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// Writes the first of the errors to standard error; how many there are.
    func writeErrors() -> Int {
        let errors = diagnostics.filter { $0.severity == .error }
        for error in errors.prefix(Self.mostErrors) {
            StandardOutput.writeError("\(error)".printable)
        }
        return errors.count
    }

    private static let mostErrors = 20

    /// Reads a file for a command that needs it; exit status 2 where that fails.
    static func open(
        _ path: String,
        matching: IdentifierMatching = .exact
    ) throws -> DatabaseFile {
        do throws(DBCError) {
            return try DatabaseFile(path: path, matching: matching)
        } catch {
            throw refusal(error.description)
        }
    }
}
