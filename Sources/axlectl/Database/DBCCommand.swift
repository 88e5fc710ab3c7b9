import ArgumentParser

/// The command `axlectl dbc`.
struct DBCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dbc",
        abstract: "Check, show, list and format databases in DBC form.",
        subcommands: [Check.self, Show.self, List.self, Format.self]
    )
}
