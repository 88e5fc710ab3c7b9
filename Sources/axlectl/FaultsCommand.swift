import ArgumentParser
import FoundationEssentials
import StateClient
import StateProtocol

/// The command `axlectl faults`.
struct FaultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "Show the faults since the daemon's start, active and gone, and clear them.",
        discussion: """
            Without a subcommand it lists them: what each means, the step of the degradation ladder \
            it demands, how often and when it appeared, and what ends its effect.
            """,
        subcommands: [FaultsList.self, FaultsClear.self],
        defaultSubcommand: FaultsList.self
    )
}

/// The command `axlectl faults list`.
struct FaultsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the faults since the daemon's start."
    )

    @Flag(help: "Also those that never appeared.")
    var all = false

    @Option(help: "Show what the vehicle did when this fault appeared first and last.")
    var freeze: String?

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let parameters: JSONValue = [
            "all": .bool(all || freeze != nil), "frames": .bool(freeze != nil),
        ]
        let result = try daemon.connect().call(StateMethod.faultList.rawValue, parameters)
        guard let freeze else {
            return daemon.print(result) {
                FaultText.list($0, now: Date().timeIntervalSince1970)
            }
        }
        let faults = result["faults"]?.elements ?? []
        guard let fault = faults.first(where: { $0["name"]?.text == freeze }) else {
            throw ValidationError("--freeze: there is no fault \(freeze); faults --all names them")
        }
        daemon.print(fault, or: FaultText.frames)
    }
}

/// The command `axlectl faults clear`.
struct FaultsClear: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Forget faults that have healed, and end their latches.",
        discussion: """
            Of the faults named, all are cleared or none. Without a name what may be cleared is, and \
            the rest is told with the reason.
            """
    )

    @Argument(help: "The faults to clear; without any, all that may be cleared.")
    var names: [String] = []

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let parameters: JSONValue =
            names.isEmpty ? [:] : ["names": .array(names.map { .string($0) })]
        let result = try daemon.connectToControl().call(
            ControlMethod.clearFaults.rawValue,
            parameters
        )
        daemon.print(result, or: FaultText.clearing)
    }
}
