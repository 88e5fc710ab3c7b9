import Foundation
import Glibc

/// The repository, for the files that the programs read.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

/// A program that runs; what it prints is kept in files, so that it never waits for a reader.
final class Program {
    let name: String

    private let process = Process()
    private let outputPath: String
    private let errorPath: String

    /// Starts one of the package's programs, which lie beside the test bundle.
    ///
    /// - Parameters:
    ///   - name: The program's name, or its path.
    ///   - arguments: Its arguments.
    ///   - folder: Where its output is kept.
    ///   - tracer: A command that starts it in its place, such as strace.
    ///   - input: What it reads from standard input; nil is nothing.
    /// - Throws: where it cannot be started.
    init(
        _ name: String,
        _ arguments: [String],
        in folder: TestFolder,
        tracer: [String] = [],
        input: Pipe? = nil
    ) throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appendingPathComponent(name).path
        let command = tracer + (name.hasPrefix("/") ? [name] : [program]) + arguments
        self.name = name
        outputPath = folder.file("\(UUID().uuidString).out")
        errorPath = folder.file("\(UUID().uuidString).err")
        for path in [outputPath, errorPath] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: repository)
        if let input {
            process.standardInput = input
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "AXLE_SOCKET" }
        try process.run()
    }

    /// Runs a program of this machine to its end; throws where it failed.
    static func run(
        _ name: String,
        _ arguments: [String],
        in folder: TestFolder,
        within seconds: Int = 60
    ) async throws {
        let program = try Program("/usr/bin/env", [name] + arguments, in: folder)
        let status = try await program.end(within: seconds)
        guard status == 0 else {
            throw NotInTime(description: "\(name) \(arguments): \(status), \(program.errors)")
        }
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Everything it has printed so far.
    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

    /// Everything it has complained about so far.
    var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

    var isRunning: Bool { process.isRunning }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Gives its first thread an ordinary priority.
    func leaveRealTime() throws {
        var parameters = sched_param()
        guard sched_setscheduler(process.processIdentifier, SCHED_OTHER, &parameters) == 0 else {
            throw NotInTime(description: "\(name) keeps its priority: error \(errno)")
        }
    }

    /// Waits until it has ended; its exit status, or 128 and the signal's number.
    func end(within seconds: Int = 20) async throws -> Int32 {
        try await eventually(within: seconds, "\(name) ends") { !process.isRunning }
        return process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    }

    /// Kills it and waits until it is gone.
    func killAndReap() async throws {
        signal(SIGKILL)
        _ = try await end()
    }
}

/// A condition that did not come true in time.
struct NotInTime: Error, CustomStringConvertible {
    let description: String
}

/// Looks until something holds, without holding a thread; throws where it does not in time.
func eventually(
    within seconds: Int,
    _ what: @autoclosure () -> String,
    _ holds: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !holds() {
        guard ContinuousClock.now < deadline else {
            throw NotInTime(description: "not within \(seconds) s: \(what())")
        }
        try await Task.sleep(for: .milliseconds(2))
    }
}
