import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl status`.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show mode, torque, power, limits, buses, and what is missing or faulty."
    )

    @OptionGroup var daemon: DaemonOptions

    @Flag(help: "Print one line instead.")
    var short = false

    func run() throws {
        let connection = try daemon.connect()
        let state = try connection.call(StateMethod.stateGet.rawValue)
        daemon.print(state) { state in
            let view = StateView(state)
            return short
                ? [StatusText.summary(view)] : StatusText.lines(view, hello: connection.hello)
        }
    }
}
