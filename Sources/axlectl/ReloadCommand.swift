import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl reload`.
struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the daemon read its databases again, while it is disarmed.",
        discussion: """
            Where a file is broken, or lacks a signal that the vehicle needs, the databases in force \
            stay in force.
            """
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        // Reading large databases takes longer than any other answer.
        let connection = try StateConnection(path: daemon.controlPath, patience: .seconds(120))
        do throws(StateClientError) {
            let result = try connection.call(DatabaseMethod.reload.rawValue)
            daemon.print(result) { ListTexts.databases($0["files"]?.elements ?? []) }
        } catch {
            for reason in Self.reasons(error) {
                StandardOutput.writeError("axlectl: \(reason.text ?? "")")
            }
            throw error
        }
    }

    /// The reasons that the error lists, where there is more than the one in its sentence.
    private static func reasons(_ error: StateClientError) -> [JSONValue] {
        guard case .refused(let refusal) = error else { return [] }
        let reasons = refusal.details?["reasons"]?.elements ?? []
        return reasons.count > 1 ? reasons : []
    }
}
