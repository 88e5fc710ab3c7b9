import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl stop`.
struct StopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Disarm and end the daemon."
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let result = try daemon.connectToControl().call(ControlMethod.stop.rawValue)
        daemon.print(result) { _ in ["the daemon stops"] }
    }
}
