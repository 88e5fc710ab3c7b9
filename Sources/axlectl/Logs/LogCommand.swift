public import ArgumentParser
public import FrameLogs

/// `axlectl log`: what is done with logs as such.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Convert logs, and say what is in them.",
        subcommands: [ConvertCommand.self, InfoCommand.self]
    )
}

extension LogFormat: ExpressibleByArgument {}
