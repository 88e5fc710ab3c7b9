import ArgumentParser
import DBC

extension DBCCommand {
    /// The command `axlectl dbc show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw a message's bits as a data sheet does, and list its signals.",
            discussion: """
                Rows are bytes, bit 7 to the left. A signal that lies in several rows is named in \
                one of them; [11:4] are the bits of the signal that lie there, 0 the least \
                significant. Of a multiplexed message the first drawing has what is always there, \
                and each further one what a multiplexor's values select.
                """
        )

        @Flag(help: "Draw with - | + alone.")
        var ascii = false

        @Argument(help: "The database.")
        var file: String

        @Argument(help: "A message by name or identifier (0x1DB or 475); without it, all.")
        var message: String?

        func run() throws {
            let file = try DatabaseFile.open(file)
            // What could be read is shown; what is missing is said.
            _ = file.writeErrors()
            let messages: [CompiledMessage]
            if let message {
                guard let index = MessageQuery(message).index(in: file.compiled) else {
                    throw refusal(
                        "\(file.path): has no message \(message); axlectl dbc list shows all"
                    )
                }
                messages = [file.compiled.messages[index]]
            } else {
                messages = file.compiled.messages
            }
            for (index, message) in messages.enumerated() {
                let sheet = MessageSheet(message, of: file.database, style: ascii ? .ascii : .boxes)
                let lines = (index == 0 ? [] : ["", ""]) + sheet.lines
                try emit(Array((lines.joined(separator: "\n") + "\n").printable.utf8))
            }
        }
    }
}
