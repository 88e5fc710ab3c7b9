import ArgumentParser
import CANTransport
import ControlRuntime
import DaemonConfiguration
import Foundation
import FrameLogs
import Logging
import StateProtocol
import StateServer
import VehicleModel

/// The daemon: buses in, torque out, state on a socket.
@main
struct Axled: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axled",
        abstract:
            "Receives CAN frames, arbitrates torque, and publishes the state on a Unix socket.",
        version: Release.version
    )

    @Option(name: .customLong("config"), help: "The configuration file.")
    var configurationPath: String

    @Option(
        name: .customLong("replay"),
        help: "Play this log (candump or ASC) in place of the buses; nothing is transmitted."
    )
    var replayPath: String?

    @Option(help: "How fast to play: times real time, or max.")
    var speed = PlaybackSpeed.times(1)

    @Flag(help: "End when the log has ended; else its last state stays to be asked for.")
    var exitAtEnd = false

    /// Runs the daemon; what is wrong is one sentence on standard error.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as StateServerError {
            complain(error.description)
            exit(withError: ExitCode(1))
        } catch let error as TransportError {
            complain(error.description)
            exit(withError: ExitCode(1))
        } catch {
            // The parser's own status for wrong usage is 64; Axle's programs end with 2.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Foundation.FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
            exit(withError: ExitCode(2))
        }
    }

    func validate() throws {
        guard replayPath == nil && exitAtEnd else { return }
        throw ValidationError("--exit-at-end needs --replay LOG")
    }

    func run() throws {
        // On the main thread and before another exists, so that each one inherits it. An
        // asynchronous main would wait with every signal open and be killed by the first.
        let signals = AwaitedSignals()
        let logger = Logger(label: "axled", factory: { StreamLogHandler.standardError(label: $0) })
        let daemon: Daemon
        do throws(StartError) {
            daemon = try Daemon(
                configurationPath: configurationPath,
                replay: replayPath.map { .init(path: $0, speed: speed.factor) },
                logger: logger
            )
        } catch {
            Self.complain(error.description)
            throw ExitCode(2)
        }
        let (running, exitAtEnd) = (daemon, exitAtEnd)
        let status = try MainThread.wait {
            try await running.run(until: signals, exitsAtEnd: exitAtEnd)
        }
        if status != 0 { throw ExitCode(status) }
    }

    /// Writes an error for people, one line a problem.
    private static func complain(_ text: String) {
        for line in text.split(separator: "\n") {
            Foundation.FileHandle.standardError.write(Data("axled: \(line)\n".utf8))
        }
    }
}

/// `--speed`: a factor, or `max`.
enum PlaybackSpeed: ExpressibleByArgument {
    case times(Double)
    case unlimited

    init?(argument: String) {
        if argument == "max" {
            self = .unlimited
            return
        }
        guard let factor = Double(argument), factor.isFinite, factor > 0, factor <= 1000 else {
            return nil
        }
        self = .times(factor)
    }

    var defaultValueDescription: String {
        switch self {
        case .times(let factor): String(factor)
        case .unlimited: "max"
        }
    }

    var factor: Double? {
        switch self {
        case .times(let factor): factor
        case .unlimited: nil
        }
    }
}
