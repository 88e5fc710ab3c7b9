import ArgumentParser
import DBC
import DaemonConfiguration
import FoundationEssentials
import StateClient

/// The databases that a bus is held against, each file once.
struct KnownDatabases {
    /// The files that could be read.
    private(set) var files: [File] = []

    private let matching: IdentifierMatching

    /// A database file.
    struct File {
        let path: String
        let compiled: CompiledDatabase
    }

    /// Databases that were read already.
    init(_ files: [File]) {
        self.files = files
        matching = .exact
    }

    /// Reads files, and of folders every file that ends in `.dbc`.
    ///
    /// What cannot be read is a line on standard error and left out.
    init(paths: [String], matching: IdentifierMatching) {
        self.matching = matching
        for path in paths {
            guard Self.isFolder(path) else {
                read(path)
                continue
            }
            let inside = Self.databases(in: path)
            if inside.isEmpty { Self.warn("\(path): has no file that ends in .dbc") }
            for each in inside { read(each) }
        }
    }

    /// The file's name; its path where another file has the same name.
    func label(_ index: Int) -> String {
        let name = Self.name(of: files[index].path)
        let isUnique = files.count { Self.name(of: $0.path) == name } == 1
        return (isUnique ? name : files[index].path).printable
    }

    private mutating func read(_ path: String) {
        guard !files.contains(where: { $0.path == path }) else { return }
        let file: DatabaseFile
        do throws(DBCError) {
            file = try DatabaseFile(path: path, matching: matching)
        } catch {
            return Self.warn("\(error); it is left out")
        }
        guard !file.compiled.messages.isEmpty else {
            return Self.warn("\(path): has no message; it is left out")
        }
        let errors = file.diagnostics.count { $0.severity == .error }
        if errors > 0 {
            Self.warn("\(path): \(counted(errors, "error")); what could be read of it is used")
        }
        files.append(File(path: path, compiled: file.compiled))
    }

    private static func warn(_ sentence: String) {
        StandardOutput.writeError("axlectl: \(sentence)".printable)
    }

    private static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// Where databases are.
extension KnownDatabases {
    /// The files of every bus of a daemon's configuration; exit status 2 where it is wrong.
    static func paths(ofConfiguration path: String) throws -> [String] {
        do throws(ConfigurationError) {
            return try DaemonConfiguration.read(path: path).buses.flatMap(\.databases)
        } catch {
            throw refusal(error.description)
        }
    }

    /// What `$AXLE_DATABASES` names; without it the folder `DBC` beside the program or above it, or
    /// else the one that is installed.
    static func usualPaths() throws -> [String] {
        if let listed = ProcessInfo.processInfo.environment["AXLE_DATABASES"], !listed.isEmpty {
            return listed.split(separator: ":").map(String.init)
        }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        var folders: [String] = []
        var above = (program ?? "").split(separator: "/").dropLast()
        while !above.isEmpty {
            folders.append("/" + above.joined(separator: "/") + "/DBC")
            above.removeLast()
        }
        folders.append(installed)
        guard let found = folders.first(where: { isFolder($0) }) else {
            throw refusal(
                "no databases: name some with --database, --config or $AXLE_DATABASES; there is no "
                    + "\(installed), and no folder DBC beside this program or above it"
            )
        }
        return [found]
    }

    private static let installed = "/usr/share/axle/dbc"

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    private static func databases(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        return names.filter { $0.lowercased().hasSuffix(".dbc") }.sorted().map { base + $0 }
    }
}

/// A count and what is counted: `1 error`, `2 errors`.
func counted(_ count: Int, _ word: String) -> String {
    "\(count) \(word)" + (count == 1 ? "" : "s")
}
