import ArgumentParser
import StateClient
import StateProtocol

/// The tool beside the daemon: its socket's client, and work on databases and logs.
@main
struct Axlectl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axlectl",
        abstract: "Watch and arm axled, and work on databases and logs.",
        discussion: """
            Exit status: 0 done, 1 refused or a check failed, 2 usage, 3 no daemon, 128 + signal.
            """,
        version: Release.version,
        subcommands: [
            StatusCommand.self, GetCommand.self, SubscribeCommand.self, WatchCommand.self,
            SignalsCommand.self, BusesCommand.self, FaultsCommand.self, WhyCommand.self,
            ArmCommand.self, DisarmCommand.self, CeilingCommand.self, CommissionCommand.self,
            RecordCommand.self, ReloadCommand.self, StopCommand.self,
            Decode.self, Encode.self, Summary.self, PlotCommand.self, LogCommand.self,
            DBCCommand.self, Bus.self,
        ]
    )

    /// Runs the command; what is wrong is one sentence on standard error.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as StateClientError {
            StandardOutput.writeError("axlectl: \(error)")
            exit(withError: ExitCode(error.exitStatus))
        } catch {
            // The parser's own status for wrong usage is 64; Axle's programs end with 2.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            StandardOutput.writeError(fullMessage(for: error))
            exit(withError: ExitCode(2))
        }
    }
}
