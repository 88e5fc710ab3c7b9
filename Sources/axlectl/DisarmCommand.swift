import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl disarm`.
struct DisarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disarm",
        abstract: "End the arming, whoever holds it; torque goes to zero."
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let result = try daemon.connectToControl().call(ControlMethod.disarm.rawValue)
        daemon.print(result) { _ in ["disarmed"] }
    }
}
