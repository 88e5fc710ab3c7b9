import Foundation

/// `axlectl` as a program that runs.
final class AxlectlProgram {
    /// What it printed and how it ended.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    let process = Process()
    let output = Pipe()
    let errors = Pipe()

    init(_ arguments: [String]) throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(fileURLWithPath: tests)
            .deletingLastPathComponent().appendingPathComponent(
                "axlectl"
            )
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        process.environment = ProcessInfo.processInfo.environment
            .filter { $0.key != "AXLE_SOCKET" }
        try process.run()
    }

    /// Waits on a thread of its own, so that the tests' threads stay free.
    func outcome() async throws -> Outcome {
        let process = process
        let (output, errors) = (output.fileHandleForReading, errors.fileHandleForReading)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
                let complaints = String(decoding: errors.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                continuation.resume(
                    returning: Outcome(
                        status: process.terminationStatus,
                        output: text,
                        errors: complaints
                    )
                )
            }
        }
    }
}
