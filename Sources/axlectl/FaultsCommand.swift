import ArgumentParser
import FoundationEssentials
import StateClient
import StateProtocol

/// The command `axlectl faults`.
struct FaultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "Show the faults since the daemon's start, active and gone."
    )

    @Flag(help: "Also those that never appeared.")
    var all = false

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let result = try daemon.connect().call(
            StateMethod.faultList.rawValue,
            ["all": .bool(all)]
        )
        daemon.print(result) {
            ListTexts.faults($0["faults"]?.elements ?? [], now: Date().timeIntervalSince1970)
        }
    }
}
