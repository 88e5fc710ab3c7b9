public import ArgumentParser
public import FrameLogs

/// `axlectl log`: what is done with logs as such.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Convert logs, say what is in them and which databases fit them.",
        subcommands: [ConvertCommand.self, InfoCommand.self, LogProbeCommand.self]
    )
}

extension LogFormat: ExpressibleByArgument {}
