import ArgumentParser
import FoundationEssentials
import StateClient
import StateProtocol

/// Where the daemon is and how its answers are printed.
struct DaemonOptions: ParsableArguments {
    @Option(
        help: "The daemon's state socket (default: $AXLE_SOCKET, then /run/axle/state.sock)."
    )
    var socket: String?

    @Option(help: "The daemon's control socket (default: control.sock beside the state socket).")
    var controlSocket: String?

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    /// The state socket's path.
    var statePath: String {
        socket ?? ProcessInfo.processInfo.environment["AXLE_SOCKET"] ?? "/run/axle/state.sock"
    }

    /// The control socket's path.
    var controlPath: String {
        if let controlSocket { return controlSocket }
        guard let slash = statePath.lastIndex(of: "/") else { return "control.sock" }
        return statePath[...slash] + "control.sock"
    }

    /// Connects to the socket that can only read.
    func connect() throws(StateClientError) -> StateConnection {
        try StateConnection(path: statePath)
    }

    /// Connects to the socket that can write.
    func connectToControl() throws(StateClientError) -> StateConnection {
        try StateConnection(path: controlPath)
    }

    /// Prints a result as JSON, or as the lines that `text` makes of it.
    func print(_ result: JSONValue, or text: (JSONValue) -> [String]) {
        if json {
            StandardOutput.writeLine(result.line)
        } else {
            for line in text(result) { StandardOutput.writeLine(line) }
        }
    }
}
