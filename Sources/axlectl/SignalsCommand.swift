import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl signals [PATTERN]`.
struct SignalsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signals",
        abstract: "List the signals that can be asked for."
    )

    @Argument(help: "A pattern with * and ?, or a part of the name.")
    var pattern: String?

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let parameters = pattern.map { JSONValue.object([JSONMember("pattern", .string($0))]) }
        let result = try daemon.connect().call(StateMethod.signalList.rawValue, parameters)
        let signals = result["signals"]?.elements ?? []
        if daemon.json {
            for signal in signals { StandardOutput.writeLine(signal.line) }
        } else {
            for line in ListTexts.signals(signals) { StandardOutput.writeLine(line) }
        }
    }
}
