import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl watch`.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Show the live state on the whole terminal, ten times a second; q quits.",
        discussion: "Without a terminal it prints one line a second. --json prints every update."
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let connection = try daemon.connect()
        let isScreen = KeyReader.isOutputTerminal && !daemon.json
        _ = try connection.call(
            StateMethod.stateSubscribe.rawValue,
            ["mode": "interval", "interval_ms": .integer(isScreen || daemon.json ? 100 : 1_000)]
        )
        // Until here a signal ends the program by itself.
        Interruption.watch()
        if isScreen { try showScreen(connection) } else { try printLines(connection) }
    }

    /// Draws until `q` or a signal; the terminal is as before whatever happens.
    private func showScreen(_ connection: StateConnection) throws {
        let keys = KeyReader()
        StandardOutput.write(WatchScreen.begin)
        defer { StandardOutput.write(WatchScreen.end) }
        while true {
            try Ending.check()
            if keys?.next() == UInt8(ascii: "q") { return }
            guard let state = try nextState(connection, within: .milliseconds(200)) else {
                continue
            }
            let screen = WatchScreen(StateView(state), hello: connection.hello, hint: "q quits")
            StandardOutput.write(screen.drawing)
        }
    }

    private func printLines(_ connection: StateConnection) throws {
        while true {
            try Ending.check()
            guard let state = try nextState(connection, within: .milliseconds(200)) else {
                continue
            }
            let line = daemon.json ? state.line : StatusText.summary(StateView(state))
            guard StandardOutput.writeLine(line) else {
                try Ending.check()
                throw ExitCode(1)
            }
        }
    }

    /// The next state; nil where none came in time, or before the first cycle.
    private func nextState(
        _ connection: StateConnection,
        within limit: Duration
    ) throws -> JSONValue? {
        guard let update = try connection.nextNotification(within: limit),
            let state = update["state"], state != .null
        else { return nil }
        return state
    }
}
