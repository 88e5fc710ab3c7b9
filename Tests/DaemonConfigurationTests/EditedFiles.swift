import Foundation

@testable import DaemonConfiguration

/// The example files in a directory of their own, so that a test can change them.
final class EditedFiles {
    /// Which of the files.
    enum File: String {
        case daemon = "Config/axled.yaml"
        case vehicle = "Config/vehicles/leaf-eplus-awd.yaml"
    }

    /// A text of an example that a test replaces.
    struct NotFound: Error { let text: String }

    let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "axle-configuration-" + UUID().uuidString
        for folder in ["Config/vehicles", "DBC"] {
            try FileManager.default.createDirectory(
                atPath: directory + "/" + folder,
                withIntermediateDirectories: true
            )
        }
        for file in [File.daemon, .vehicle] {
            try write(file, try Repository.text(file.rawValue))
        }
        for database in ["leaf-ev.dbc", "leaf-car.dbc", "axle-bench.dbc"] {
            try "".write(toFile: directory + "/DBC/" + database, atomically: false, encoding: .utf8)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// The daemon's file.
    var path: String { directory + "/" + File.daemon.rawValue }

    func text(_ file: File) throws -> String {
        try String(contentsOfFile: directory + "/" + file.rawValue, encoding: .utf8)
    }

    func write(_ file: File, _ text: String) throws { try write(file, Data(text.utf8)) }

    func write(_ file: File, _ bytes: Data) throws {
        try bytes.write(to: URL(fileURLWithPath: directory + "/" + file.rawValue))
    }

    /// Replaces the first place where `old` stands.
    func replace(_ file: File, _ old: String, _ new: String) throws {
        let text = try text(file)
        guard let range = text.range(of: old) else { throw NotFound(text: old) }
        try write(file, text.replacingCharacters(in: range, with: new))
    }

    /// Every problem, one a line, with the directory left out; empty where all is well.
    func problems() -> [String] {
        do {
            _ = try DaemonConfiguration.read(path: path)
            return []
        } catch {
            return error.problems.map {
                $0.description.replacingOccurrences(of: directory + "/Config/", with: "")
            }
        }
    }
}
