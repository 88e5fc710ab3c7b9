import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl get NAME…`.
struct GetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Print the newest values of signals.",
        discussion: """
            NAME is a full name (front.LB_Status.LB_Current), a short one where it is unique \
            (LB_Current), or a pattern ('front.*.LB_*'). The control core's own quantities are \
            under axle.
            """
    )

    @Argument(help: "Signals or patterns.")
    var names: [String]

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let result = try daemon.connect().call(
            StateMethod.signalGet.rawValue,
            ["names": .array(names.map { .string($0) })]
        )
        let values = result["values"]?.elements ?? []
        if daemon.json {
            for value in values { StandardOutput.writeLine(value.line) }
        } else {
            for line in ListTexts.values(values) { StandardOutput.writeLine(line) }
        }
    }
}
