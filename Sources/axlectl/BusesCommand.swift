import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl buses`.
struct BusesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "buses",
        abstract: "Show each bus: state, frames, what was lost, and whether it is acknowledged."
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let result = try daemon.connect().call(StateMethod.busList.rawValue)
        daemon.print(result) { ListTexts.buses($0["buses"]?.elements ?? []) }
    }
}
