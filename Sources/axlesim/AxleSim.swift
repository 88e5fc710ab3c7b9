import ArgumentParser
import Foundation

/// The plant: motors, battery, tyres and driver on real or virtual buses.
@main
struct AxleSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axlesim",
        abstract: "A dual-motor electric vehicle on CAN buses, with a driver.",
        subcommands: [
            Attach.self, Run.self, Table.self, Check.self, Identify.self, Sweep.self,
            Inject.self,
        ]
    )

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            // Help is no error; everything else is usage: one sentence, exit status 2.
            if exitCode(for: error) == .success || error is ExitCode { exit(withError: error) }
            FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
            Foundation.exit(2)
        }
    }
}
