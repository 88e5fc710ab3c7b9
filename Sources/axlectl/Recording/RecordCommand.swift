import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl record`.
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record what the daemon receives, mark moments, write out its black box.",
        discussion: """
            The daemon writes the files, where `recording` in its configuration says. status needs \
            no more than the state socket; the others need the control socket.
            """,
        subcommands: [
            RecordStart.self, RecordStop.self, RecordStatus.self, RecordMark.self, RecordDump.self,
        ]
    )
}

/// The command `axlectl record start`.
struct RecordStart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Begin a recording in a new file."
    )

    @Option(help: "The file's name: letters, digits, -, _ and ., at most 64.")
    var name: String?

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let result = try daemon.record(.start, RecordCommand.parameters("name", name))
        daemon.print(result, or: RecordingText.status)
    }
}

/// The command `axlectl record stop`.
struct RecordStop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End the recording; every frame received so far is on the disk then."
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        daemon.print(try daemon.record(.stop), or: RecordingText.status)
    }
}

/// The command `axlectl record status`.
struct RecordStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show whether it records, where, how much, and what was dropped."
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let result = try daemon.connect().call(RecordMethod.status.rawValue)
        daemon.print(result, or: RecordingText.status)
    }
}

/// The command `axlectl record mark`.
struct RecordMark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Write a remark into the recording, behind the frames received so far."
    )

    @Argument(help: "What to write: one line of at most 200 bytes.")
    var text: [String]

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let text = text.joined(separator: " ")
        daemon.print(try daemon.record(.mark, ["text": .string(text)]), or: RecordingText.status)
    }
}

/// The command `axlectl record dump`.
struct RecordDump: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Write the black box, the last seconds of frames, to a new candump log."
    )

    @Option(help: "How the file's name begins, in place of blackbox.")
    var name: String?

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let result = try daemon.record(.dump, RecordCommand.parameters("name", name))
        daemon.print(result, or: RecordingText.dump)
    }
}

extension RecordCommand {
    /// Parameters with a text where there is one.
    fileprivate static func parameters(_ name: String, _ text: String?) -> JSONValue? {
        text.map { .object([JSONMember(name, .string($0))]) }
    }
}

extension DaemonOptions {
    /// Asks for what writes files, which may wait for a disk.
    fileprivate func record(
        _ method: RecordMethod,
        _ parameters: JSONValue? = nil
    ) throws(StateClientError) -> JSONValue {
        try StateConnection(path: controlPath, patience: .seconds(60))
            .call(method.rawValue, parameters)
    }
}
