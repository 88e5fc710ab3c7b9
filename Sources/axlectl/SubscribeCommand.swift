import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl subscribe NAME…`.
struct SubscribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscribe",
        abstract: "Print values of signals as they come, until Ctrl-C.",
        discussion: """
            First the newest value of each, then each change; --every prints the value of every \
            frame, --interval all values again and again. What this program was too slow to take \
            is counted on standard error.
            """
    )

    @Argument(help: "Signals or patterns.")
    var names: [String]

    @Flag(help: "Print the value of every frame, changed or not.")
    var every = false

    @Option(help: "Print all values each time this many milliseconds have passed (10 or more).")
    var interval: Int64?

    @Option(help: "Print changes only above this size, in the signal's unit.")
    var deadband: Double?

    @Option(help: "Let up to this many updates wait (at most 1000); else the latest value wins.")
    var queue: Int64 = 0

    @Option(help: "End after this many updates, the first values included.")
    var count: Int?

    @OptionGroup var daemon: DaemonOptions

    func validate() throws {
        guard [every, interval != nil, deadband != nil].filter({ $0 }).count <= 1 else {
            throw ValidationError("--every, --interval and --deadband exclude each other")
        }
    }

    func run() throws {
        let connection = try daemon.connect()
        let subscription = try connection.call(
            StateMethod.signalSubscribe.rawValue,
            .object(parameters)
        )["subscription"]
        // Until here a signal ends the program by itself.
        Interruption.watch()
        var left = count ?? .max
        var dropped: Int64 = 0
        while left > 0 {
            try Ending.check()
            guard let update = try connection.nextNotification(within: .milliseconds(200)) else {
                continue
            }
            guard update["subscription"] == subscription else { continue }
            guard show(update) else {
                try Ending.check()
                throw ExitCode(1)
            }
            let total = update["dropped"]?.integer ?? 0
            if total > dropped {
                StandardOutput.writeError("axlectl: \(total - dropped) values were dropped")
                dropped = total
            }
            left -= 1
        }
    }

    private var parameters: [JSONMember] {
        var members = [JSONMember("names", .array(names.map { .string($0) }))]
        if every { members.append(JSONMember("mode", "every")) }
        if let interval {
            members.append(JSONMember("mode", "interval"))
            members.append(JSONMember("interval_ms", .integer(interval)))
        }
        if let deadband { members.append(JSONMember("deadband", .number(deadband))) }
        if queue != 0 { members.append(JSONMember("queue", .integer(queue))) }
        return members
    }

    /// False where nobody reads any more, or a signal asked for the end.
    private func show(_ update: JSONValue) -> Bool {
        if daemon.json { return StandardOutput.writeLine(update.line) }
        for line in ListTexts.update(update) {
            guard StandardOutput.writeLine(line) else { return false }
        }
        return true
    }
}
